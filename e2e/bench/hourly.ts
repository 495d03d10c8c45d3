/**
 * The hourly run over a desk of a million tickets, against the least that a queue costs (`add_jobs` for as many jobs) and
 * against the same rule in an ORM's loop; interleaved, medians. Then how it grows, its longest transaction, its memory.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { replyToken, replyTokenHash } from '@/lib/outbox/mail-identity';
import { hear, type Laboratory } from '../faults/laboratory';
import { generateTickets, ticketIdOf } from '../support/generate-tickets';
import { generateConfirmations, generatePast } from './generate-past';
import type { HourlyReport } from './hourly-process';
import { type Measured, median, type Row } from './measure';
import type { OrmReport } from './orm-process';

type Plan = {
  past: number;
  due: number;
  confirmations: number;
  loop: number;
  rounds: number;
  growth: [number, number];
};
const FULL: Plan = {
  past: 800_000,
  due: 100_000,
  confirmations: 2_000_000,
  loop: 2_000,
  rounds: 3,
  growth: [10_000, 300_000],
};
const SMALL: Plan = { past: 20_000, due: 2_000, confirmations: 40_000, loop: 200, rounds: 3, growth: [1_000, 6_000] };

export function measureHourly(lab: Laboratory, small: boolean): Promise<Measured> {
  return measure(lab, small ? SMALL : FULL);
}

async function measure(lab: Laboratory, plan: Plan): Promise<Measured> {
  const ticket = { next: 1 };
  await prepare(lab, plan, ticket);
  const decider = lab.start('e2e/bench/hourly-process.ts');
  const loop = lab.start('e2e/bench/orm-process.ts');
  await Promise.all([hear(decider), hear(loop)]);
  // A process that has never done it is slower; the memory at rest was read before.
  await decide(lab, decider, ticket, Math.min(2_000, plan.due));

  const runs: Run[] = [];
  const jobs: number[] = [];
  const loops: number[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    jobs.push(await addJobs(lab, plan.due));
    runs.push(await decide(lab, decider, ticket, plan.due));
    loops.push(await ormLoop(lab, loop, ticket, plan.loop));
  }
  const [few, many] = plan.growth;
  const fewRuns: Run[] = [];
  const manyRuns: Run[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    fewRuns.push(await decide(lab, decider, ticket, few));
    manyRuns.push(await decide(lab, decider, ticket, many));
  }
  const { rows: counted } = await lab.client.query('SELECT count(*)::int AS tickets FROM ticket');
  return conclude(plan, counted[0].tickets, { runs, jobs, loops, fewRuns, manyRuns });
}

async function prepare({ client }: Laboratory, plan: Plan, ticket: { next: number }): Promise<void> {
  // Only while it is filled, and only in this session.
  await client.query('SET synchronous_commit = off');
  await client.query("SET work_mem = '256MB'");
  await generatePast(client, ticket.next, plan.past);
  ticket.next += plan.past;
  await generateConfirmations(client, 100_000_000, plan.confirmations - plan.past / 2 - plan.due / 2);
  await client.query('VACUUM ANALYZE');
}

/** New tickets fall due: half are confirmed, a tenth pending, a twentieth rejected; of the others nothing is known. */
type Run = HourlyReport & { longestMs: number };

async function decide(lab: Laboratory, decider: ChildProcess, ticket: { next: number }, due: number): Promise<Run> {
  await makeDue(lab, ticket, due);
  const watch = await watchTransactions(lab);
  decider.send('go');
  const done = { ...(await hear<HourlyReport>(decider)), longestMs: await watch.end() };
  const { approved, denied, held } = done.tally;
  if (approved + denied + held !== due) throw new Error(`${due} were due, but ${JSON.stringify(done.tally)}`);
  // Those held would be looked at again by the next run, which is not what it is measured for.
  await lab.client.query(`UPDATE ticket SET status = 'CLOSED' WHERE status = 'PENDING_CONFIRMATION'`);
  console.error(
    `  ${due} decided in ${Math.round(done.ms)} ms, longest ${Math.round(done.longestMs)} ms, ${Math.round(done.peakMb)} MB`,
  );
  return done;
}

/** How long the oldest open transaction of the product was open, looked at forty times a second. */
async function watchTransactions({ databaseUrl }: Laboratory): Promise<{ end: () => Promise<number> }> {
  const observer = new pg.Client(databaseUrl);
  await observer.connect();
  let watching = true;
  let longestMs = 0;
  const watched = (async () => {
    while (watching) {
      const { rows } = await observer.query<{ ms: number | null }>(`
        SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float8 AS ms
          FROM pg_stat_activity WHERE application_name = 'makegood'`);
      longestMs = Math.max(longestMs, rows[0]!.ms ?? 0);
      await wait(25);
    }
    await observer.end();
  })();
  return {
    end: async () => {
      watching = false;
      await watched;
      return longestMs;
    },
  };
}

async function makeDue({ client }: Laboratory, ticket: { next: number }, count: number): Promise<void> {
  const tenths = (from: number, to: number) => `n % 20 >= ${from} AND n % 20 < ${to}`;
  await generateTickets(client, {
    first: ticket.next,
    count,
    state: 'due',
    completed: tenths(0, 10),
    pending: tenths(10, 12),
    reconciled: tenths(12, 13),
  });
  await welcome(client, ticket.next, count);
  ticket.next += count;
  await client.query('VACUUM ANALYZE ticket, confirmation, progress, end_user, ticket_task');
  await client.query('CHECKPOINT');
}

/** They got an e-mail when their ticket was opened; the address for replies to it is the same for every further one. */
async function welcome(client: pg.Client, first: number, count: number): Promise<void> {
  for (let from = first; from < first + count; from += 10_000) {
    const numbers = Array.from({ length: Math.min(10_000, first + count - from) }, (_, index) => from + index);
    const ids = numbers.map(ticketIdOf);
    const addresses = numbers.map((n) => `u${n}@players.example`);
    const hashes = ids.map((id, index) => replyTokenHash(replyToken(id, addresses[index]!)));
    await client.query(
      `INSERT INTO reply_token (token_hash, ticket_id, address, created_at)
       SELECT *, now() FROM unnest($1::text[], $2::uuid[], $3::text[])`,
      [hashes, ids, addresses],
    );
  }
}

async function addJobs({ client }: Laboratory, count: number): Promise<number> {
  await client.query('CHECKPOINT');
  await client.query('SET synchronous_commit = on');
  const started = performance.now();
  await client.query(`
    SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
      SELECT ROW('bench', json_build_object('ticket', n), NULL, NULL, 25::smallint, NULL, 0::smallint, NULL)::graphile_worker.job_spec
        FROM generate_series(1, ${count}) AS n))`);
  const ms = performance.now() - started;
  await client.query('SET synchronous_commit = off');
  await client.query('DELETE FROM graphile_worker._private_jobs');
  await client.query('VACUUM graphile_worker._private_jobs');
  console.error(`  add_jobs of ${count}: ${Math.round(ms)} ms`);
  return ms;
}

/** Milliseconds per ticket. */
async function ormLoop(lab: Laboratory, loop: ChildProcess, ticket: { next: number }, count: number): Promise<number> {
  await makeDue(lab, ticket, count);
  loop.send(count);
  const { tickets, ms } = await hear<OrmReport>(loop);
  await lab.client.query(`UPDATE ticket SET status = 'CLOSED' WHERE status = 'PENDING_CONFIRMATION'`);
  console.error(`  ORM loop over ${tickets}: ${Math.round(ms)} ms`);
  return ms / tickets;
}

type Runs = {
  runs: Run[];
  jobs: number[];
  loops: number[];
  fewRuns: Run[];
  manyRuns: Run[];
};

function conclude(plan: Plan, tickets: number, { runs, jobs, loops, fewRuns, manyRuns }: Runs): Measured {
  const all = [...runs, ...fewRuns, ...manyRuns];
  const hourlyMs = median(runs.map(({ ms }) => ms));
  const jobsMs = median(jobs);
  const loopMs = median(loops) * plan.due;
  const [few, many] = plan.growth;
  const perTicket = (reports: Run[], count: number) => median(reports.map(({ ms }) => (ms / count) * 1000));
  const growth = perTicket(manyRuns, many) / perTicket(fewRuns, few);
  const longestMs = Math.max(...all.map((run) => run.longestMs));
  const extraMb = Math.max(...all.map(({ peakMb, idleMb }) => peakMb - idleMb));
  const ratio = hourlyMs / jobsMs;
  const rows: Row[] = [
    ['the hourly run', `${Math.round(hourlyMs)} ms`, `${plan.due} due of ${tickets}`],
    ['add_jobs for as many', `${Math.round(jobsMs)} ms`, ''],
    ['  ratio', ratio.toFixed(2), 'goal ≤ 8'],
    ['an ORM loop (extrapolated)', `${Math.round(loopMs)} ms`, `from ${plan.loop}`],
    ['  times faster', (loopMs / hourlyMs).toFixed(1), 'goal ≥ 40'],
    ['longest transaction', `${Math.round(longestMs)} ms`, 'goal < 1000'],
    [`per ticket, ${few} due`, `${perTicket(fewRuns, few).toFixed(1)} µs`, ''],
    [
      `per ticket, ${many} due`,
      `${perTicket(manyRuns, many).toFixed(1)} µs`,
      `${growth.toFixed(2)} ×, goal 0.85 to 1.15`,
    ],
    ['memory above idle', `${Math.round(extraMb)} MB`, 'goal < 150'],
  ];
  const round = (value: number, digits = 2) => Number(value.toFixed(digits));
  const figures = {
    tickets,
    due: plan.due,
    confirmations: plan.confirmations,
    hourlyMs: Math.round(hourlyMs),
    addJobsMs: Math.round(jobsMs),
    ormLoopMs: Math.round(loopMs),
    fasterThanOrm: round(loopMs / hourlyMs, 1),
    longestTransactionMs: Math.round(longestMs),
    growth: round(growth),
    memoryAboveIdleMb: Math.round(extraMb),
    ratio: round(ratio),
  };
  return { rows, figures };
}
