/**
 * Callbacks out: as many due to each of fifty publishers, of which one hangs, one is slow and one fails. The slow one is held
 * against its bound (calls in flight ÷ latency), the 47 others against the same work when all fifty are well. One worker
 * process, as it is started in production.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { WORKER_COMMAND } from '../../bin/worker-command';
import { hear, kill, type Laboratory } from '../faults/laboratory';
import { type Measured, median, type Row } from './measure';
import type { Habit, Report, Tally, Told } from './publishers';

type Plan = { each: number; rounds: number };
const FULL: Plan = { each: 400, rounds: 3 };
const SMALL: Plan = { each: 40, rounds: 3 };

const PUBLISHERS = 50;
const SLOW_MS = 50;
/** Calls that one lane makes at the same time (lib/outbox/deliver-callbacks.ts). */
const IN_FLIGHT = 4;
const TROUBLE: Record<string, Habit> = { 'pub-0': 'hanging', 'pub-1': 'slow', 'pub-2': 'failing' };
const GIVE_UP_MS = 180_000;

export async function measureCallbacks(lab: Laboratory, small: boolean): Promise<Measured> {
  const plan = small ? SMALL : FULL;
  const publishers = lab.start('e2e/bench/publishers.ts');
  const { port } = await hear<{ port: number }>(publishers);
  await addApps(lab, port);
  const well: Run[] = [];
  const troubled: Run[] = [];
  await run(lab, publishers, {}, Math.min(plan.each, 40));
  for (let round = 0; round < plan.rounds; round += 1) {
    well.push(await run(lab, publishers, {}, plan.each));
    troubled.push(await run(lab, publishers, TROUBLE, plan.each));
    console.error(
      `  round ${round + 1}: the 47 in ${Math.round(well[round]!.othersMs)} ms, beside three in trouble ${Math.round(troubled[round]!.othersMs)} ms; slow one ${troubled[round]!.slowPerSecond.toFixed(0)}/s; ${troubled[round]!.peakMb} MB`,
    );
  }
  return conclude(plan, well, troubled);
}

async function addApps({ client }: Laboratory, port: number): Promise<void> {
  await client.query(
    `INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect, callback_url,
                      callback_secret, callback_enabled)
     SELECT 'pub-' || n, publisher.id, 'Game ' || n, 'Gems', 1000, 'wall-secret', 'standard', $1 || 'pub-' || n,
            'callback-secret', true
       FROM generate_series(0, $2::int - 1) AS n, publisher`,
    [`http://127.0.0.1:${port}/`, PUBLISHERS],
  );
}

/** Rewards that were granted and of which nobody has been told. */
async function promise({ client }: Laboratory, each: number): Promise<void> {
  await client.query('BEGIN');
  await client.query('TRUNCATE callback, callback_attempt, reward_grant CASCADE');
  await client.query(`DELETE FROM end_user WHERE external_id LIKE 'bench-%'`);
  await client.query(`UPDATE app SET callback_failing_since = NULL, callback_paused_at = NULL`);
  await client.query(
    `INSERT INTO end_user (app_id, external_id)
     SELECT app.id, 'bench-' || n FROM app, generate_series(1, $1::int) AS n WHERE app.key LIKE 'pub-%'`,
    [each],
  );
  await client.query(`
    INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin,
                              event_id, granted_at)
    SELECT u.id, 'coin kingdom', 'level-10', u.app_id, offer.id, 'bench-' || u.id, 3500000, 3500, 'CONFIRMATION',
           gen_random_uuid(), now()
      FROM end_user u, offer WHERE u.external_id LIKE 'bench-%'`);
  await client.query(`
    INSERT INTO callback (grant_id, app_id, kind, event_id, created_at, next_at)
    SELECT id, app_id, 'REWARD', event_id, now(), now() FROM reward_grant`);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE callback, callback_attempt, reward_grant, end_user');
}

type Run = { othersMs: number; slowPerSecond: number; peakMb: number };

/** From the moment the worker may begin until the 47 and the slow one have everything. */
async function run(
  lab: Laboratory,
  publishers: ChildProcess,
  habits: Record<string, Habit>,
  each: number,
): Promise<Run> {
  await promise(lab, each);
  const told: Told = { run: Date.now(), habits, slowMs: SLOW_MS };
  publishers.send(told);
  const worker = lab.run(WORKER_COMMAND);
  await untilWorking(lab);
  const started = Date.now();
  await lab.client.query(`
    SELECT graphile_worker.add_jobs(ARRAY(
      SELECT ROW('deliver-callbacks', json_build_object('appId', id), NULL, NULL, 25::smallint, 'deliver-callbacks:' || id,
                 0::smallint, NULL)::graphile_worker.job_spec FROM app WHERE key LIKE 'pub-%' ORDER BY key))`);
  let tally: Tally = {};
  let peakMb = 0;
  while (!isDone(tally, habits, each)) {
    const heard = await hear<Report>(publishers);
    if (heard.run === told.run) tally = heard.tally;
    peakMb = Math.max(peakMb, memoryOf(worker));
    if (Date.now() - started > GIVE_UP_MS) throw new Error(`not done in time: ${JSON.stringify(tally)}`);
  }
  await stop(worker);
  await lab.client.query('DELETE FROM graphile_worker._private_jobs');
  const others = Array.from({ length: PUBLISHERS - 3 }, (_, index) => tally[`pub-${index + 3}`]!);
  const slow = tally['pub-1']!;
  return {
    othersMs: Math.max(...others.map(({ lastAt }) => lastAt)) - started,
    slowPerSecond: ((slow.acknowledged - 1) * 1000) / (slow.lastAt - slow.firstAt),
    peakMb,
  };
}

function isDone(tally: Tally, habits: Record<string, Habit>, each: number): boolean {
  return Array.from({ length: PUBLISHERS }, (_, index) => `pub-${index}`)
    .filter((key) => habits[key] !== 'hanging' && habits[key] !== 'failing')
    .every((key) => (tally[key]?.acknowledged ?? 0) >= each);
}

/** Its queries appear when it has started; a moment later it listens. */
async function untilWorking({ client }: Laboratory): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rows } = await client.query(
      `SELECT FROM pg_stat_activity WHERE query ILIKE 'LISTEN%jobs:insert%' OR query ILIKE '%LISTEN "jobs:insert"%'`,
    );
    if (rows.length > 0) return void (await wait(500));
    await wait(50);
  }
  throw new Error('The worker did not start.');
}

async function stop(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGTERM');
  await Promise.race([gone, wait(15_000, undefined, { ref: false })]);
  await kill(worker);
}

/** Resident, in MB. */
function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

function conclude({ each }: Plan, well: readonly Run[], troubled: readonly Run[]): Measured {
  const of = (runs: readonly Run[], figure: (run: Run) => number) => median(runs.map(figure));
  const bound = (IN_FLIGHT * 1000) / SLOW_MS;
  const slow = of(troubled, ({ slowPerSecond }) => slowPerSecond);
  const slowRatio = Number((slow / bound).toFixed(2));
  const alone = of(well, ({ othersMs }) => othersMs);
  const beside = of(troubled, ({ othersMs }) => othersMs);
  const othersRatio = Number((beside / alone).toFixed(2));
  const peakMb = Math.max(...troubled.map((run) => run.peakMb));
  const rows: Row[] = [
    ['callbacks due', String(PUBLISHERS * each), `${PUBLISHERS} publishers, ${each} each`],
    ['the slow one', `${slow.toFixed(1)}/s`, `× ${slowRatio} of its bound of ${bound}/s (goal ≥ 0.9)`],
    ['the 47, when all are well', `${Math.round(alone)} ms`, ''],
    ['the 47, beside three in trouble', `${Math.round(beside)} ms`, `× ${othersRatio} (goal ≤ 1.1)`],
    ['memory of the worker, at most', `${peakMb} MB`, 'in rounds with trouble'],
  ];
  return {
    rows,
    figures: {
      due: PUBLISHERS * each,
      slowPerSecond: Math.round(slow),
      slowRatio,
      othersAloneMs: Math.round(alone),
      othersBesideMs: Math.round(beside),
      othersRatio,
      peakMb,
      ratio: slowRatio,
    },
  };
}
