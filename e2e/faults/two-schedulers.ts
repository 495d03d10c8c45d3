/**
 * F16: two processes run the hour at the same moment over the same tickets, round after round. Every ticket is decided once,
 * answered by one e-mail and rewarded once, whichever of them got there first.
 */
import { generateTickets } from '../support/generate-tickets';
import { advertiser } from './advertiser';
import { atOnce } from './at-once';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, judgeMails } from './judge';
import { hear, type Laboratory } from './laboratory';
import { aMinutePasses, untilQuiet } from './passing-time';
import { withoutKeys } from './without-keys';
import { startCrew } from './worker-crew';

export const twoSchedulers: Fault = {
  run: (lab, { short }) => rounds(lab, 'e2e/faults/scheduler.ts', short ? SHORT : LONG),
  control: async (lab) => {
    await withoutKeys(lab);
    return rounds(lab, 'e2e/faults/naive-scheduler.ts', { ...SHORT, tickets: 40 });
  },
};

type Plan = { rounds: number; tickets: number; patienceSeconds: number };
const SHORT: Plan = { rounds: 4, tickets: 120, patienceSeconds: 15 };
const LONG: Plan = { rounds: 6, tickets: 2_000, patienceSeconds: 300 };

async function rounds(lab: Laboratory, script: string, plan: Plan): Promise<Outcome> {
  const sender = advertiser();
  const owed = new Set<string>();
  const schedulers = [lab.start(script), lab.start(script)];
  await Promise.all(schedulers.map((scheduler) => hear(scheduler)));
  for (let round = 0; round < plan.rounds; round += 1) {
    const first = round * plan.tickets + 1;
    // A quarter each: no confirmation; confirmed and matched long ago; confirmed a moment ago; pending.
    const shape = { first, count: plan.tickets, state: 'due', completed: 'n % 4 = 1', pending: 'n % 4 = 3' } as const;
    await generateTickets(lab.client, shape);
    const numbers = Array.from({ length: plan.tickets }, (_, index) => first + index);
    for (const n of numbers.filter((one) => one % 4 === 1 || one % 4 === 2)) owed.add(`u${n}`);
    const late = numbers.filter((n) => n % 4 === 2);
    await atOnce(10, late, (n) => sender.confirm(n, 1));
    const both = Promise.all(schedulers.map((scheduler) => hear(scheduler)));
    for (const scheduler of schedulers) scheduler.send(round % 2 === 0 ? 'once' : 'once-small');
    await both;
  }
  for (const scheduler of schedulers) scheduler.disconnect();
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 1, 0);
  await aMinutePasses(lab);
  await untilQuiet(lab, plan.patienceSeconds, ['tickets']);
  await crew.killAll();
  return judge(lab, owed, plan.rounds * plan.tickets);
}

async function judge(lab: Laboratory, owed: ReadonlySet<string>, tickets: number): Promise<Outcome> {
  const callbacks = judgeCallbacks(lab, owed, 0);
  const addresses = new Map<string, number>();
  // Approved: the decision and the publisher's yes. Denied: the decision. Held: that it waits.
  for (let n = 1; n <= tickets; n += 1) addresses.set(`u${n}@players.example`, n % 4 === 1 || n % 4 === 2 ? 2 : 1);
  const mails = judgeMails(lab, addresses, 0);
  const invariants = await judgeInvariants(lab);
  const undecided = await judgeCount(
    lab,
    'tickets are not decided exactly once, or not as their confirmation says',
    `SELECT count(*) FROM (
       SELECT t.status, count(d.id) AS decisions, substr(u.external_id, 2)::int % 4 AS kind
         FROM ticket t JOIN end_user u ON u.id = t.user_id LEFT JOIN decision d ON d.ticket_id = t.id GROUP BY t.id, u.id) x
      WHERE (status, decisions) <> (CASE kind WHEN 0 THEN 'DENIED' WHEN 3 THEN 'PENDING_CONFIRMATION' ELSE 'APPROVED' END,
                                    CASE kind WHEN 3 THEN 0 ELSE 1 END)`,
  );
  return {
    findings: [...undecided, ...callbacks.findings, ...mails.findings, ...invariants.findings],
    figures: { tickets, ...callbacks.figures, ...mails.figures, ...invariants.figures },
  };
}
