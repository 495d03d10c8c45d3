/**
 * F02: the processes behind the doors die by SIGKILL in the midst of load, again and again, and are started again; senders
 * send again what was not answered. What was answered is on file, and nothing is there twice.
 */
import { type Door, type DoorKind, openDoors, REAL_DOORS } from './doors';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeInvariants, say } from './judge';
import { judgePromises } from './judge-postbacks';
import type { Laboratory } from './laboratory';
import { startLoad } from './load';
import { untilQuiet } from './passing-time';
import { openSenders } from './postback-senders';
import { startCrew } from './worker-crew';

export const webKill: Fault = {
  run: (lab, { short }) => storm(lab, REAL_DOORS, short ? SHORT : LONG),
  control: (lab) => storm(lab, ['answer-first'], SHORT),
};

type Plan = { kills: number; width: number; clicks: number; patienceSeconds: number };
const SHORT: Plan = { kills: 4, width: 24, clicks: 60, patienceSeconds: 20 };
const LONG: Plan = { kills: 40, width: 48, clicks: 3_000, patienceSeconds: 240 };

const SERVED_BEFORE_KILL = 60;
const STARTS_WITHIN_MS = 10_000;

async function storm(lab: Laboratory, kinds: readonly DoorKind[], plan: Plan): Promise<Outcome> {
  const doors = await openDoors(lab, kinds);
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  const senders = openSenders(plan.width);
  const urls = doors.map(({ url }) => url);
  const load = await startLoad(lab, senders, urls, plan);
  let slowestStartMs = 0;
  for (let kill = 0; kill < plan.kills; kill += 1) {
    const door = doors[kill % doors.length]!;
    await load.untilServed([door.url], Math.round(SERVED_BEFORE_KILL * (0.5 + Math.random())));
    slowestStartMs = Math.max(slowestStartMs, await killAndStart(door));
  }
  const confirmed = await load.stop();
  // Of most of these the click is never seen: they wait, as they should.
  await untilQuiet(lab, plan.patienceSeconds, ['confirmations']);
  await crew.killAll();
  await senders.close();

  const { ledger } = senders;
  const promises = await judgePromises(lab, ledger);
  const callbacks = judgeCallbacks(lab, confirmed, 0);
  const invariants = await judgeInvariants(lab);
  return {
    findings: [
      ...say(ledger.unanswered === 0 ? plan.kills : 0, 'kills met nobody: this shows nothing'),
      ...say(ledger.refused.length, 'right postbacks were refused'),
      ...say(slowestStartMs > STARTS_WITHIN_MS ? slowestStartMs : 0, 'ms until a door answered again'),
      ...promises.findings,
      ...callbacks.findings,
      ...invariants.findings,
    ],
    figures: {
      kills: plan.kills,
      ...promises.figures,
      slowestStartMs,
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

async function killAndStart(door: Door): Promise<number> {
  await door.kill();
  const started = performance.now();
  await door.start();
  return Math.round(performance.now() - started);
}
