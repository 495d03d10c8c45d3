/**
 * F13: the same transactions come again and again, at the same moment and later, at two doors, while workers match them; some
 * copies say something else. Each is recorded once, granted once and told under one id; every other copy is a duplicate,
 * and what says something else is refused as a conflict and kept.
 */
import { generateTickets } from '../support/generate-tickets';
import { atOnce } from './at-once';
import { type DoorKind, openDoors, REAL_DOORS } from './doors';
import type { Fault, Outcome } from './fault';
import { judgeCallbacks, judgeCount, judgeInvariants, say } from './judge';
import { judgePromises } from './judge-postbacks';
import type { Laboratory } from './laboratory';
import { untilQuiet } from './passing-time';
import { type Ledger, openSenders, type Senders } from './postback-senders';
import { startCrew } from './worker-crew';

export const duplicates: Fault = {
  run: (lab, { short }) => flood(lab, [REAL_DOORS[0]!, REAL_DOORS.at(-1)!], short ? SHORT : LONG),
  control: async (lab) => {
    await lab.client.query('DROP INDEX confirmation_integration_id_transaction_state_key');
    return flood(lab, ['check-then-insert', 'check-then-insert'], SHORT);
  },
};

type Plan = { transactions: number; copies: number; patienceSeconds: number };
const SHORT: Plan = { transactions: 60, copies: 10, patienceSeconds: 20 };
const LONG: Plan = { transactions: 2_000, copies: 20, patienceSeconds: 240 };

const WIDTH = 8;
const OTHER_CONTENT = '9.99';

async function flood(lab: Laboratory, kinds: DoorKind[], plan: Plan): Promise<Outcome> {
  await generateTickets(lab.client, { first: 1, count: plan.transactions, state: 'clicked' });
  const urls = (await openDoors(lab, kinds)).map(({ url }) => url);
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 2, 0);
  const senders = openSenders(WIDTH * plan.copies);
  const numbers = Array.from({ length: plan.transactions }, (_, index) => index + 1);
  await atOnce(WIDTH, numbers, (n) => sendAgainAndAgain(senders, urls, n, plan.copies));
  await untilQuiet(lab, plan.patienceSeconds);
  // Long after it was paid it comes once more.
  await atOnce(WIDTH, numbers, (n) => senders.deliver(urls[n % 2]!, original(n)));
  await untilQuiet(lab, plan.patienceSeconds);
  await crew.killAll();
  await senders.close();
  return judge(lab, senders.ledger, numbers);
}

const original = (n: number) => ({ n, transaction: `tx-${n}` });
const altered = (n: number) => ({ ...original(n), payout: OTHER_CONTENT });

/** All copies at once. Of one in four a copy says something else, and of one in four it comes when the first is on file. */
async function sendAgainAndAgain(senders: Senders, urls: string[], n: number, copies: number): Promise<void> {
  const all = Array.from({ length: copies }, (_, copy) => {
    const postback = n % 4 === 0 && copy % 4 === 3 ? altered(n) : original(n);
    return senders.deliver(urls[copy % 2]!, postback);
  });
  await Promise.all(all);
  if (n % 4 === 1) await senders.deliver(urls[0]!, altered(n));
}

async function judge(lab: Laboratory, ledger: Ledger, numbers: number[]): Promise<Outcome> {
  const promises = await judgePromises(lab, ledger);
  const callbacks = judgeCallbacks(lab, new Set(numbers.map((n) => `u${n}`)), 0);
  const invariants = await judgeInvariants(lab);
  const uncounted = await judgeCount(
    lab,
    'conflicts are not counted where they belong',
    `SELECT abs((SELECT sum(conflicts) FROM confirmation) - ${ledger.refused.length}) AS count`,
  );
  return {
    findings: [
      ...judgeAnswers(ledger, numbers),
      ...promises.findings,
      ...uncounted,
      ...callbacks.findings,
      ...invariants.findings,
    ],
    figures: {
      transactions: numbers.length,
      sent: ledger.promised.length + ledger.refused.length,
      ...promises.figures,
      conflicts: ledger.refused.length,
      ...callbacks.figures,
      ...invariants.figures,
    },
  };
}

/** Of each transaction one copy is new, and only one content is ever said yes to. */
function judgeAnswers({ promised, refused }: Ledger, numbers: number[]): string[] {
  const news = new Map<number, number>();
  const contents = new Map<number, Set<string | undefined>>();
  for (const { postback, outcome } of promised) {
    const { n, payout } = postback;
    contents.set(n, (contents.get(n) ?? new Set()).add(payout));
    if (outcome === 'recorded') news.set(n, (news.get(n) ?? 0) + 1);
  }
  return [
    ...say(numbers.filter((n) => news.get(n) !== 1).length, 'transactions were not recorded exactly once'),
    ...say(
      [...contents.values()].filter(({ size }) => size > 1).length,
      'transactions were accepted with two contents',
    ),
    ...say(
      refused.filter(({ status, code }) => status !== 409 || code !== 'conflict').length,
      'refusals were not conflicts',
    ),
    ...say(numbers.filter((n) => n % 4 === 1 && contents.get(n)!.size > 1).length, 'late conflicts were accepted'),
  ];
}
