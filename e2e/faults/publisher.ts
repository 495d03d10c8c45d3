/**
 * F09, F10: publishers fail, hang, drip, never end, send zeros by the megabyte, point at our own network, turn their name to
 * it, speak no TLS, hang up in the middle and after they have paid. The others are told as fast as when all is well, and when
 * the trouble is over everybody has been paid, nobody under a second id.
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { db } from '@/lib/foundation/db';
import { wakeCallbacks } from '@/lib/outbox/promise-callback';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { generateTickets } from '../support/generate-tickets';
import { type Advertiser, advertiser } from './advertiser';
import { atOnce } from './at-once';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, say } from './judge';
import { APPS, hear, type Laboratory } from './laboratory';
import { untilQuiet } from './passing-time';
import { inTrouble, TROUBLES } from './troubles';

export const publisher: Fault = {
  run: (lab, { short }) => trouble(lab, 'e2e/faults/turning-names-worker.ts', short ? SHORT : LONG),
  control: (lab) => trouble(lab, 'e2e/faults/naive-lane.ts', { ...SHORT, rounds: 2, mends: false }),
};

type Plan = { rounds: number; perGame: number; mends: boolean; patienceSeconds: number };
const SHORT: Plan = { rounds: 3, perGame: 8, mends: true, patienceSeconds: 20 };
const LONG: Plan = { rounds: 12, perGame: 60, mends: true, patienceSeconds: 180 };

/** Until the trouble is in full swing. */
const SWING_MS = 300;
/** A round that takes longer is not waited for: that says enough. */
const LONGEST_ROUND_MS = 3_000;
/** With room for a machine that others use as well: behind those in trouble it would be ten times and more. */
const MOST_RATIO = 3;
const MOST_MEMORY_MB = 100;

async function trouble(lab: Laboratory, script: string, plan: Plan): Promise<Outcome> {
  const sender = advertiser();
  const trap = await setTrap();
  await promiseAll(lab, sender, plan);
  lab.publisher.delay(5);
  const worker = lab.start(script);
  await hear(worker);
  worker.send('go');

  const calm: number[] = [];
  const troubled: number[] = [];
  // The first one warms up.
  await oneRound(lab, plan);
  const memoryBefore = memory(worker);
  for (let round = 0; round < plan.rounds; round += 1) {
    calm.push(...(await oneRound(lab, plan)));
    lab.publisher.behave(inTrouble(trap.url));
    await tell(lab, Object.keys(TROUBLES), 1000);
    await wait(SWING_MS);
    troubled.push(...(await oneRound(lab, plan)));
    // In calm nobody calls those in trouble.
    await holdBack(lab, Object.keys(TROUBLES));
    lab.publisher.behave(() => 'usual');
    await wait(round + 1 < plan.rounds ? 1200 : 0);
  }
  const memoryGrown = memory(worker) - memoryBefore;
  const outcome = plan.mends ? await mend(lab, sender, plan) : { findings: [], figures: {} };
  trap.close();
  const ratio = Math.round((100 * median(troubled)) / median(calm)) / 100;
  return {
    findings: [
      ...say(ratio > MOST_RATIO ? ratio : 0, 'times as long the others took while some were in trouble'),
      ...say(
        troubled.filter((ms) => ms === LONGEST_ROUND_MS).length,
        `calls of the others had not arrived after ${LONGEST_ROUND_MS} ms`,
      ),
      ...say(trap.calls(), 'redirects were followed'),
      ...say(memoryGrown > MOST_MEMORY_MB ? memoryGrown : 0, 'MB more than before'),
      ...outcome.findings,
    ],
    figures: {
      calmMs: median(calm),
      troubledMs: median(troubled),
      ratio,
      memoryGrownMb: memoryGrown,
      ...outcome.figures,
    },
  };
}

/** Where a redirect leads: nobody should ever come. */
async function setTrap() {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/keys`, calls: () => calls, close: () => server.close() };
}

/** Everything is granted and promised before anybody is told: for each game in trouble some, for the others enough for all rounds. */
async function promiseAll(lab: Laboratory, sender: Advertiser, { rounds, perGame }: Plan): Promise<void> {
  const forOthers = APPS.length * perGame * (2 * rounds + 1);
  await generateTickets(lab.client, { first: 1, count: forOthers, state: 'clicked' });
  for (const [key, { address = (plain: string) => plain }] of Object.entries(TROUBLES)) {
    const plain = `http://127.0.0.1:${lab.publisher.port}/${key}?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]`;
    await lab.client.query(
      `INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect, callback_url,
                        callback_secret, callback_enabled)
       SELECT $1, id, 'In trouble', 'Gems', 1000, 'wall-secret', 'ironsource', $2, 'callback-secret', true FROM publisher`,
      [key, address(plain)],
    );
  }
  const games = APPS.length + Object.keys(TROUBLES).length;
  const count = forOthers + games * perGame;
  await generateTickets(lab.client, { first: forOthers + 1, count: games * perGame, state: 'clicked' });
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await atOnce(16, numbers, (n) => sender.confirm(n, 1));
  await matchWaiting();
  await lab.client.query(`UPDATE callback SET next_at = now() + interval '1 day'`);
}

/** So many of each of these games become due, now. */
async function tell({ client }: Laboratory, games: readonly string[], most: number): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE callback SET next_at = now() WHERE id IN (
       SELECT id FROM (SELECT cb.id, row_number() OVER (PARTITION BY app.key ORDER BY cb.id) AS nth
                         FROM callback cb JOIN app ON app.id = cb.app_id
                        WHERE app.key = ANY($1) AND cb.status = 'PENDING' AND cb.next_at > now()) AS waiting
        WHERE nth <= $2)`,
    [games, most],
  );
  const { rows } = await client.query<{ id: string }>('SELECT id FROM app WHERE key = ANY($1)', [games]);
  await wakeCallbacks(
    db,
    rows.map(({ id }) => id),
  );
  return rowCount ?? 0;
}

async function holdBack({ client }: Laboratory, games: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE callback cb SET next_at = now() + interval '1 day' FROM app
      WHERE app.id = cb.app_id AND app.key = ANY($1) AND cb.status = 'PENDING' AND cb.lease_until IS NULL`,
    [games],
  );
}

/** The games that are well: how long it takes, from being due, until each call has arrived. */
async function oneRound(lab: Laboratory, { perGame }: Plan): Promise<number[]> {
  const from = lab.publisher.accepted.length;
  const started = performance.now();
  const due = await tell(lab, APPS, perGame);
  const arrived = () => lab.publisher.accepted.slice(from).filter(({ app }) => APPS.includes(app));
  while (arrived().length < due && performance.now() - started < LONGEST_ROUND_MS) await wait(5);
  const times = arrived().map(({ at }) => at - started);
  return [...times, ...Array<number>(Math.max(0, due - times.length)).fill(LONGEST_ROUND_MS)];
}

/** The trouble is over. */
async function mend(lab: Laboratory, sender: Advertiser, plan: Plan): Promise<Outcome> {
  const refused = await judgeCount(
    lab,
    'address that turned to our own network was called all the same, or never tried',
    `SELECT (NOT EXISTS (SELECT FROM callback_attempt WHERE reason LIKE 'refused-address: turns.example resolves to 169.254%'))::int AS count`,
  );
  lab.publisher.behave(() => 'usual');
  await lab.client.query(`UPDATE app SET callback_url = replace(callback_url, 'https:', 'http:')`);
  await tell(lab, [...APPS, ...Object.keys(TROUBLES)], 1000);
  await untilQuiet(lab, plan.patienceSeconds);
  const unanswered = lab.publisher.accepted.filter(({ answered }) => !answered).length;
  const callbacks = judgeCallbacks(lab, sender.promised, unanswered);
  const invariants = await judgeInvariants(lab);
  return {
    findings: [...refused, ...callbacks.findings, ...invariants.findings],
    figures: { ...callbacks.figures, repliesLost: unanswered, ...invariants.figures },
  };
}

function median(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0);
}

/** Resident, in MB. */
function memory({ pid }: ChildProcess): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024);
}
