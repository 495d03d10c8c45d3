/**
 * `npm run bench -- <name> [--small]`: measures beside its limit or its alternative, in one run (05). Prints a table and, as
 * the last line, one JSON object, which is also added to e2e/bench/history.jsonl. A bench never fails a build.
 */
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, table } from '../e2e/bench/measure';
import { openLaboratory } from '../e2e/faults/laboratory';
import { buildIfStale } from './build-if-stale';
import { startStack } from './stack';

const HISTORY = 'e2e/bench/history.jsonl';

const BENCHES: Record<string, { about: string; start: () => Promise<Bench> }> = {
  hourly: { about: 'deciding 100,000 of a million tickets, against add_jobs and an ORM loop', start: startHourly },
  postbacks: {
    about: 'the intake and the web’s route, against bare servers with the same check, and pgbench',
    start: startPostbacks,
  },
  callbacks: {
    about: '20,000 callbacks to fifty publishers, of which one hangs, one is slow and one fails',
    start: startCallbacks,
  },
  mail: {
    about: '20,000 e-mails rendered and handed to a mail server, against nodemailer’s own pool on rendered messages',
    start: startMail,
  },
  console: {
    about:
      'every queue, the badges and the search of the desk at a million tickets, against 10,000 and the naive query',
    start: startConsole,
  },
  wall: {
    about: 'first load of the wall on a phone, against an almost empty page of the same build',
    start: startWall,
  },
};

/** The memory that a server for a million tickets would be given; what is acknowledged is on the disk, as everywhere. */
const SETTINGS = ['shared_buffers=1GB', 'max_wal_size=8GB', 'checkpoint_timeout=30min'];

const [name, ...options] = process.argv.slice(2);
const chosen = BENCHES[name ?? ''];
if (!chosen) {
  if (name) console.error(`There is no bench "${name}" yet.`);
  console.error('What can be measured: npm run bench -- <name> [--small]');
  for (const [known, { about }] of Object.entries(BENCHES)) console.error(`  ${known.padEnd(10)} ${about}`);
  process.exit(name ? 1 : 0);
}
process.exit(await run(name!, chosen.start, options.includes('--small')));

async function run(bench: string, start: () => Promise<Bench>, small: boolean): Promise<number> {
  let started: Promise<Bench> | undefined;
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      interrupted = true;
      await (await started?.catch(() => null))?.close();
      process.exit(130);
    });
  }
  started = start();
  const { measure, close } = await started;
  try {
    const { rows, figures } = await measure(small);
    console.log(`\n${table(rows)}\n`);
    const machine = { at: new Date().toISOString(), cpus: cpus().length, node: process.versions.node };
    if (!small) appendFileSync(HISTORY, `${JSON.stringify({ bench, ...machine, ...figures })}\n`);
    console.log(JSON.stringify({ bench, ...(small && { small }), ...figures }));
    return 0;
  } catch (error) {
    if (!interrupted) console.error(error);
    return 1;
  } finally {
    await close();
  }
}

async function startHourly(): Promise<Bench> {
  const lab = await openLaboratory(SETTINGS);
  // Loaded late: what it imports reads the environment that the laboratory sets.
  const { measureHourly } = await import('../e2e/bench/hourly');
  return { measure: (small) => measureHourly(lab, small), close: lab.close };
}

/** With the durability that a server has by default. */
async function startPostbacks(): Promise<Bench> {
  const lab = await openLaboratory();
  const { measurePostbacks } = await import('../e2e/bench/postbacks');
  return { measure: (small) => measurePostbacks(lab, small), close: lab.close };
}

async function startCallbacks(): Promise<Bench> {
  const lab = await openLaboratory();
  const { measureCallbacks } = await import('../e2e/bench/callbacks');
  return { measure: (small) => measureCallbacks(lab, small), close: lab.close };
}

async function startMail(): Promise<Bench> {
  const lab = await openLaboratory();
  const { measureMail } = await import('../e2e/bench/mail');
  return { measure: (small) => measureMail(lab, small), close: lab.close };
}

async function startConsole(): Promise<Bench> {
  const lab = await openLaboratory(SETTINGS);
  const { measureConsole } = await import('../e2e/bench/console');
  return { measure: (small) => measureConsole(lab, small), close: lab.close };
}

async function startWall(): Promise<Bench> {
  await buildIfStale();
  const dataDir = mkdtempSync(join(tmpdir(), 'makegood-bench-'));
  chmodSync(dataDir, 0o755);
  // A stack of its own, whatever this shell is set up for.
  for (const setting of ['SMTP_URL', 'PUBLIC_URL', 'DATABASE_URL']) delete process.env[setting];
  const stack = await startStack({ dataDir, port: 0, web: 'start' });
  const { measureWall, openBrowser } = await import('../e2e/bench/wall');
  const browser = await openBrowser();
  return {
    measure: (small) => measureWall(stack.demo, browser, small),
    close: async () => {
      await browser.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
