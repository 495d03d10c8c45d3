/**
 * `npm run faults -- <name> [--short] [--control]`: breaks real processes on loopback and judges by outside witnesses (04,
 * "Shown by"). `--control` takes the protection away and must fail. The last line is one JSON object.
 */
import type { Fault } from '../e2e/faults/fault';
import { type Laboratory, openLaboratory } from '../e2e/faults/laboratory';

/** Loaded late: what they import reads the environment that the laboratory sets. */
const FAULTS: Record<string, { about: string; load: () => Promise<Fault> }> = {
  'worker-kill': {
    about: 'workers are killed while they decide, grant, call publishers and send mail',
    load: async () => (await import('../e2e/faults/worker-kill')).workerKill,
  },
  'race-decide': {
    about: 'confirmations, agents and several hourly runs meet on the same tickets',
    load: async () => (await import('../e2e/faults/race-decide')).raceDecide,
  },
  'two-schedulers': {
    about: 'two processes run the hour at once, again and again',
    load: async () => (await import('../e2e/faults/two-schedulers')).twoSchedulers,
  },
  smtp: {
    about:
      'the mail server is away, refuses, hangs up and hangs; mail in comes twice, in halves, poisoned and without end',
    load: async () => (await import('../e2e/faults/smtp')).smtp,
  },
  duplicates: {
    about: 'the same postbacks come again and again, at once and later, at two doors',
    load: async () => (await import('../e2e/faults/duplicates')).duplicates,
  },
  reorder: {
    about: 'click, pending, completed and reconciled arrive in every order',
    load: async () => (await import('../e2e/faults/reorder')).reorder,
  },
  'web-kill': {
    about: 'the processes behind the doors for postbacks are killed under load',
    load: async () => (await import('../e2e/faults/web-kill')).webKill,
  },
  'postgres-kill': {
    about: 'the database is killed with all its processes under load',
    load: async () => (await import('../e2e/faults/postgres-kill')).postgresKill,
  },
  overload: {
    about: 'ten times more postbacks arrive than can be served',
    load: async () => (await import('../e2e/faults/overload')).overload,
  },
  publisher: {
    about: 'publishers fail, hang, drip, redirect, turn their names and drop replies, and the others must not notice',
    load: async () => (await import('../e2e/faults/publisher')).publisher,
  },
  poison: {
    about: 'jobs, e-mails, callbacks and confirmations that can never work stand first in every queue',
    load: async () => (await import('../e2e/faults/poison')).poison,
  },
  restore: {
    about: 'an older backup is restored after publishers have paid for what it does not know',
    load: async () => (await import('../e2e/faults/restore')).restore,
  },
};

const [name, ...flags] = process.argv.slice(2);
const chosen = FAULTS[name ?? ''];
if (!chosen) {
  if (name) console.error(`There is no fault "${name}" yet.`);
  console.error('Faults that can be tried: npm run faults -- <name> [--short] [--control]');
  for (const [known, { about }] of Object.entries(FAULTS)) console.error(`  ${known.padEnd(16)} ${about}`);
  process.exit(name ? 1 : 0);
}
process.exit(await experiment(name!, chosen.load, flags.includes('--short'), flags.includes('--control')));

async function experiment(
  fault: string,
  load: () => Promise<Fault>,
  short: boolean,
  control: boolean,
): Promise<number> {
  const started = performance.now();
  let interrupted = false;
  let opened: Promise<Laboratory> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      interrupted = true;
      await (await opened?.catch(() => null))?.close();
      process.exit(130);
    });
  }
  opened = openLaboratory();
  const lab = await opened;
  try {
    const { run, control: runControl } = await load();
    const { findings, figures } = await (control ? runControl : run)(lab, { short });
    for (const finding of findings) console.error(control ? `as expected: ${finding}` : `FAILED: ${finding}`);
    const judged = findings.length === 0;
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    // A control that passes proves that the experiment shows nothing.
    const pass = control ? !judged : judged;
    console.log(JSON.stringify({ fault, ...(control && { control, judged }), pass, ...figures, seconds }));
    return pass ? 0 : 1;
  } catch (error) {
    if (interrupted) return 130;
    // The experiment itself went wrong: that proves nothing either way.
    console.error(error);
    console.log(JSON.stringify({ fault, ...(control && { control }), pass: false, error: (error as Error).message }));
    return 1;
  } finally {
    await closeAll(lab);
  }
}

async function closeAll(lab: Laboratory): Promise<void> {
  const { closeDatabase } = await import('../lib/foundation/db');
  await closeDatabase().catch(() => undefined);
  await lab.close();
}
