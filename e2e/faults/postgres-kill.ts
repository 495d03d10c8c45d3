/**
 * F03: PostgreSQL dies at once with all its processes while postbacks arrive, and comes back by recovery. Meanwhile the doors
 * say 503 and when to come again; afterwards they serve without anybody's help, and what they promised is on file.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type DoorKind, openDoors, REAL_DOORS } from './doors';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeInvariants, say } from './judge';
import { judgePromises } from './judge-postbacks';
import { killPostgres } from './kill-postgres';
import { APPS, type Laboratory } from './laboratory';
import { startLoad } from './load';
import { leasesRunOut, untilQuiet } from './passing-time';
import { type Ledger, openSenders, PATIENCE_MS } from './postback-senders';
import { startCrew } from './worker-crew';

export const postgresKill: Fault = {
  run: (lab, { short }) => storm(lab, REAL_DOORS, short ? SHORT : LONG),
  // With `synchronous_commit = off` a commit is not yet on the disk when the answer says that it is.
  control: (lab) => storm(lab, ['async-commit'], { ...SHORT, clicks: 0 }),
};

type Plan = { kills: number; awayMs: number; width: number; clicks: number; patienceSeconds: number };
const SHORT: Plan = { kills: 2, awayMs: 400, width: 24, clicks: 60, patienceSeconds: 25 };
const LONG: Plan = { kills: 8, awayMs: 3_000, width: 48, clicks: 2_000, patienceSeconds: 240 };

const SERVED_BEFORE_KILL = 150;
const RECOVERS_WITHIN_MS = 10_000;
/** What a worker may have told publishers without having written it down: a batch per lane. */
const CALLS_IN_HAND = APPS.length * 32;

async function storm(lab: Laboratory, kinds: readonly DoorKind[], plan: Plan): Promise<Outcome> {
  const doors = await openDoors(lab, kinds);
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  const senders = openSenders(plan.width);
  const { ledger } = senders;
  const urls = doors.map(({ url }) => url);
  const load = await startLoad(lab, senders, urls, plan);
  let slowestRecoveryMs = 0;
  for (let kill = 0; kill < plan.kills; kill += 1) {
    await load.untilServed(urls, Math.round(SERVED_BEFORE_KILL * (0.5 + Math.random())));
    await killPostgres(lab);
    await wait(plan.awayMs);
    await lab.cluster.restart();
    const back = performance.now();
    await load.untilServed(urls, 1);
    slowestRecoveryMs = Math.max(slowestRecoveryMs, Math.round(performance.now() - back));
    await lab.reconnect();
  }
  const confirmed = await load.stop();
  await leasesRunOut(lab);
  await untilQuiet(lab, plan.patienceSeconds, ['confirmations']);
  const workersAlive = crew.alive();
  await crew.killAll();
  await senders.close();

  const promises = await judgePromises(lab, ledger);
  const callbacks = judgeCallbacks(lab, confirmed, plan.kills * CALLS_IN_HAND);
  const invariants = await judgeInvariants(lab);
  return {
    findings: [
      ...judgeManners(ledger),
      ...say(
        slowestRecoveryMs > RECOVERS_WITHIN_MS ? slowestRecoveryMs : 0,
        'ms until every door took postbacks again',
      ),
      ...say(doors.filter((door) => !door.isAlive()).length, 'doors died with their database'),
      ...say(1 - workersAlive, 'workers died with their database'),
      ...promises.findings,
      ...callbacks.findings,
      ...invariants.findings,
    ],
    figures: {
      kills: plan.kills,
      ...promises.figures,
      putOff: sum(ledger.putOff),
      slowestRecoveryMs,
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

/** While the database is away: 503, at once, and when to come again. */
function judgeManners({ putOff, withoutRetryAfter, hung, slowestMs, refused }: Ledger): string[] {
  const others = [...putOff].filter(([status]) => status !== 503);
  return [
    ...say(putOff.get(503) ? 0 : 1, 'outage went unnoticed: this shows nothing'),
    ...others.flatMap(([status, count]) => say(count, `answers were ${status} instead of 503`)),
    ...say(withoutRetryAfter, 'answers did not say when to come again'),
    ...say(hung, 'senders were kept waiting without an answer'),
    ...say(slowestMs > PATIENCE_MS ? slowestMs : 0, 'ms until the slowest answer'),
    ...say(refused.length, 'right postbacks were refused'),
  ];
}

function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
