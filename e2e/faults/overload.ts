/**
 * F25: storage takes so long over each receipt that far more arrives than can be served, from more senders than may wait.
 * Whoever cannot be served is told at once when to come again; nobody hangs, memory stays, the process still says that it is
 * well, what was promised is on file, and when storage is quick again everybody is served.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Door, type DoorKind, openDoors, REAL_DOORS } from './doors';
import type { Fault, Outcome } from './fault';
import { judgeInvariants, say } from './judge';
import { judgePromises } from './judge-postbacks';
import type { Laboratory } from './laboratory';
import { startLoad } from './load';
import { type Ledger, openSenders, PATIENCE_MS } from './postback-senders';

export const overload: Fault = {
  run: (lab, { short }) => flood(lab, REAL_DOORS, short ? SHORT : LONG),
  control: (lab) => flood(lab, ['unbounded'], { ...SHORT, patienceSeconds: 3 }),
};

type Plan = { seconds: number; senders: number; patienceSeconds: number };
const SHORT: Plan = { seconds: 7, senders: 1_300, patienceSeconds: 20 };
const LONG: Plan = { seconds: 30, senders: 2_000, patienceSeconds: 30 };

const MS_PER_RECEIPT = 5;
const PAUSE_MS = 500;
/** Sockets, and what a server that has never worked does not need yet. */
const MAY_GROW_MB = 400;

async function flood(lab: Laboratory, kinds: readonly DoorKind[], plan: Plan): Promise<Outcome> {
  const doors = await openDoors(lab, kinds);
  const senders = openSenders(plan.senders, PAUSE_MS);
  const { ledger } = senders;
  // The web lets fewer in, and a request costs it more.
  const urls = doors.flatMap(({ kind, url }) => (kind === 'web' ? [url] : [url, url, url]));
  // A web that has answered nobody yet is busy with itself.
  const everyday = await startLoad(lab, senders, urls, { width: 16, clicks: 0 });
  await everyday.untilServed(urls, 100);
  await everyday.stop();
  await slowDown(lab);
  const nurses = doors.map((door) => watch(door));
  const load = await startLoad(lab, senders, urls, { width: plan.senders, clicks: 0 });
  await load.untilServed(urls, 1);
  const began = performance.now();
  const [servedBefore, putOffBefore] = [ledger.promised.length, sum(ledger.putOff)];
  await wait(plan.seconds * 1000);
  const seconds = (performance.now() - began) / 1000;
  const [served, putOff] = [ledger.promised.length - servedBefore, sum(ledger.putOff) - putOffBefore];

  await eachReceiptTakes(lab, 0);
  const over = performance.now();
  const everybodyServed = load.stop().then(
    () => true,
    () => false,
  );
  const tooLong = wait(plan.patienceSeconds * 1000, false, { ref: false });
  const recovered = await Promise.race([everybodyServed, tooLong]);
  const recoveryMs = Math.round(performance.now() - over);
  const patients = await Promise.all(nurses.map((nurse) => nurse.leave()));
  await senders.close();

  const promises = await judgePromises(lab, ledger);
  const invariants = await judgeInvariants(lab);
  return {
    findings: [
      ...judgeManners(ledger),
      ...judgeHealth(patients),
      ...say(recovered ? 0 : ledger.sent.size - ledger.promised.length, 'postbacks were still not answered long after'),
      ...promises.findings,
      ...invariants.findings,
    ],
    figures: {
      senders: plan.senders,
      servedPerSecond: Math.round(served / seconds),
      putOffPerSecond: Math.round(putOff / seconds),
      recoveryMs,
      grewMb: Math.max(...patients.map(({ grewMb }) => grewMb)),
      slowestHealthMs: Math.max(...patients.map(({ slowestMs }) => slowestMs)),
      ...promises.figures,
      ...invariants.figures,
    },
  };
}

function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Yes, or not now and when; and soon. */
function judgeManners({ putOff, withoutRetryAfter, hung, unanswered, refused }: Ledger): string[] {
  const others = [...putOff].filter(([status]) => status !== 503 && status !== 429);
  return [
    ...say(putOff.get(503) ? 0 : 1, 'flood was taken in without a word'),
    ...others.flatMap(([status, count]) => say(count, `answers were ${status} instead of 503`)),
    ...say(withoutRetryAfter, 'answers did not say when to come again'),
    ...say(hung, `senders had no answer after ${PATIENCE_MS / 1000} s`),
    ...say(unanswered - hung, 'connections broke'),
    ...say(refused.length, 'right postbacks were refused'),
  ];
}

function judgeHealth(patients: readonly Patient[]): string[] {
  return patients.flatMap(({ slowestMs, grewMb }) => [
    ...say(slowestMs > PATIENCE_MS ? slowestMs : 0, 'ms until a door said that it is well'),
    ...say(grewMb > MAY_GROW_MB ? grewMb : 0, 'MB more were needed'),
  ]);
}

/** Storage that takes its time over every receipt. */
async function slowDown(lab: Laboratory): Promise<void> {
  await eachReceiptTakes(lab, MS_PER_RECEIPT);
  await lab.client.query('CREATE TRIGGER slow BEFORE INSERT ON receipt FOR EACH ROW EXECUTE FUNCTION take_time()');
}

async function eachReceiptTakes({ client }: Laboratory, ms: number): Promise<void> {
  await client.query(`
    CREATE OR REPLACE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(${ms / 1000}); RETURN NEW; END $$`);
}

type Patient = { slowestMs: number; grewMb: number };

/** Asks again and again whether the process is well, as a balancer does, and how much memory it has. */
function watch(door: Door): { leave: () => Promise<Patient> } {
  const seen: Patient = { slowestMs: 0, grewMb: 0 };
  const before = door.memory();
  let leaving = false;
  const watched = (async () => {
    while (!leaving) {
      const asked = performance.now();
      const signal = AbortSignal.timeout(PATIENCE_MS);
      await fetch(`${door.url}/api/health`, { signal }).catch(() => wait(PATIENCE_MS));
      seen.slowestMs = Math.max(seen.slowestMs, Math.round(performance.now() - asked));
      seen.grewMb = Math.max(seen.grewMb, door.memory() - before);
      await wait(200);
    }
    return seen;
  })();
  // Whatever went wrong is said when the nurse leaves.
  watched.catch(() => undefined);
  return {
    leave: () => {
      leaving = true;
      return watched;
    },
  };
}
