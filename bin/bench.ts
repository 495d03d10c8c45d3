/**
 * `npm run bench -- <name> [--small]`: measures beside its limit or its alternative, in one run (05). Prints a table and, as
 * the last line, one JSON object, which is also added to e2e/bench/history.jsonl. A bench never fails a build.
 */
import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Bench, table } from '../e2e/bench/measure';
import { type Laboratory, openLaboratory } from '../e2e/faults/laboratory';

const HISTORY = 'e2e/bench/history.jsonl';

/** The memory that a server for a million tickets would be given; what is acknowledged is on the disk, as everywhere. */
const SETTINGS = ['shared_buffers=1GB', 'max_wal_size=8GB', 'checkpoint_timeout=30min'];

/** Loaded late: what they import reads the environment that the laboratory sets. */
const BENCHES: Record<string, { about: string; load: () => Promise<Bench> }> = {
  hourly: {
    about: 'deciding 100,000 of a million tickets, against add_jobs and an ORM loop',
    load: async () => (await import('../e2e/bench/hourly')).hourly,
  },
  wall: {
    about: 'first load of the wall on a phone, against an almost empty page of the same build',
    load: async () => (await import('../e2e/bench/wall')).wall,
  },
};

const [name, ...options] = process.argv.slice(2);
const chosen = BENCHES[name ?? ''];
if (!chosen) {
  if (name) console.error(`There is no bench "${name}" yet.`);
  console.error('What can be measured: npm run bench -- <name> [--small]');
  for (const [known, { about }] of Object.entries(BENCHES)) console.error(`  ${known.padEnd(10)} ${about}`);
  process.exit(name ? 1 : 0);
}
process.exit(await measure(name!, chosen.load, options.includes('--small')));

async function measure(bench: string, load: () => Promise<Bench>, small: boolean): Promise<number> {
  let opened: Promise<Laboratory> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      await (await opened?.catch(() => null))?.close();
      process.exit(130);
    });
  }
  opened = openLaboratory(SETTINGS);
  const lab = await opened;
  try {
    const { run } = await load();
    const { rows, figures } = await run(lab, { small });
    console.log(`\n${table(rows)}\n`);
    const line = JSON.stringify({ bench, ...(small && { small }), ...figures });
    const measured = { at: new Date().toISOString(), cpus: cpus().length, node: process.versions.node };
    if (!small) appendFileSync(HISTORY, `${JSON.stringify({ ...JSON.parse(line), ...measured })}\n`);
    console.log(line);
    return 0;
  } finally {
    await lab.close();
  }
}
