/**
 * F14: the click, PENDING, COMPLETED and RECONCILED of a step arrive in every order there is, one after the other, with pauses in which
 * workers act, and all at once. However they came, a step that was confirmed is paid once, and what was taken back is not.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { createApiKey } from '@/lib/accounts/api-keys';
import { OFFER } from '../support/generate-tickets';
import { atOnce } from './at-once';
import { type DoorKind, openDoors, REAL_DOORS } from './doors';
import type { Fault, Outcome } from './fault';
import { judgeCount, judgeInvariants, say } from './judge';
import { judgePromises } from './judge-postbacks';
import { APPS, type Laboratory } from './laboratory';
import { untilQuiet } from './passing-time';
import { openSenders, type State } from './postback-senders';
import { startCrew } from './worker-crew';

export const reorder: Fault = {
  run: (lab, { short }) => shuffle(lab, REAL_DOORS, short ? SHORT : LONG),
  control: (lab) => shuffle(lab, ['last-writer-wins'], SHORT),
};

type Plan = { rounds: number; patienceSeconds: number };
const SHORT: Plan = { rounds: 1, patienceSeconds: 20 };
const LONG: Plan = { rounds: 30, patienceSeconds: 240 };

const WIDTH = 12;
const LONGEST_PAUSE_MS = 250;

type Event = 'click' | State;
type Manner = 'in turn' | 'with pauses' | 'at once';
type Case = { n: number; events: Event[]; manner: Manner };

async function shuffle(lab: Laboratory, kinds: readonly DoorKind[], plan: Plan): Promise<Outcome> {
  await lab.client.query(
    `UPDATE app SET callback_reversal_url = callback_url || '&reversal=1' WHERE callback_dialect = 'ironsource'`,
  );
  // Clicks go through the operator's API, which only the web has.
  const [web, ...others] = await openDoors(lab, ['web', ...kinds.filter((kind) => kind !== 'web')]);
  const urls = [...(kinds.includes('web') ? [web!] : []), ...others].map(({ url }) => url);
  const click = await clicker(web!.url);
  const crew = await startCrew(lab, 'e2e/faults/standby-worker.ts', 2, 0);
  const senders = openSenders(4 * WIDTH);
  const cases = makeCases(plan.rounds);
  await atOnce(WIDTH, cases, async ({ n, events, manner }) => {
    const tell = (event: Event, index: number) =>
      event === 'click'
        ? click(n)
        : senders.deliver(urls[(n + index) % urls.length]!, { n, transaction: `tx-${n}`, state: event });
    if (manner === 'at once') return Promise.all(events.map(tell));
    for (const [index, event] of events.entries()) {
      await tell(event, index);
      if (manner === 'with pauses') await wait(Math.random() * LONGEST_PAUSE_MS);
    }
  });
  await untilQuiet(lab, plan.patienceSeconds);
  await crew.killAll();
  await senders.close();
  const promises = await judgePromises(lab, senders.ledger);
  const invariants = await judgeInvariants(lab);
  const states = await judgeStates(lab, cases);
  const paid = judgePayments(lab, cases);
  return {
    findings: [...paid.findings, ...states, ...promises.findings, ...invariants.findings],
    figures: { cases: cases.length, ...promises.figures, ...paid.figures, ...invariants.figures },
  };
}

/** Every order of the click and any of the three states, in every manner: 144 cases a round. */
function makeCases(rounds: number): Case[] {
  const states: State[] = ['PENDING', 'COMPLETED', 'RECONCILED'];
  const some = [1, 2, 3, 4, 5, 6, 7].map((bits) => states.filter((_, index) => bits & (1 << index)));
  const orders = some.flatMap((chosen) => permutations<Event>(['click', ...chosen]));
  const manners: Manner[] = ['in turn', 'with pauses', 'at once'];
  const each = orders.flatMap((events) => manners.map((manner) => ({ events, manner })));
  return Array.from({ length: rounds }, () => each)
    .flat()
    .map((one, index) => ({ n: index + 1, ...one }));
}

function permutations<Item>(items: Item[]): Item[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

async function clicker(url: string): Promise<(n: number) => Promise<void>> {
  const { key } = await createApiKey({ name: 'faults', scopes: ['clicks:write'] }, new Date());
  const clickedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
  return async (n) => {
    const click = { id: `click-${n}`, app: APPS[n % APPS.length], user: `u${n}`, offer: OFFER.key, clickedAt };
    const { statusCode, body } = await request(`${url}/api/v1/clicks`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ clicks: [click] }),
    });
    const said = (await body.json()) as { accepted?: number };
    if (said.accepted !== 1) throw new Error(`The click was not taken: ${statusCode} ${JSON.stringify(said)}`);
  };
}

const isOwed = ({ events }: Case) => events.includes('COMPLETED') && !events.includes('RECONCILED');

/** By what the publisher was told. A reward that was taken back later was paid in between, under the same id. */
function judgePayments({ publisher }: Laboratory, cases: readonly Case[]) {
  const told = new Map<string, { rewards: string[]; reversals: string[] }>();
  for (const { user, eventId, reversal } of publisher.accepted) {
    const account = told.get(user) ?? { rewards: [], reversals: [] };
    (reversal ? account.reversals : account.rewards).push(eventId);
    told.set(user, account);
  }
  const accounts = cases.map((one) => ({ one, ...(told.get(`u${one.n}`) ?? { rewards: [], reversals: [] }) }));
  const balance = (account: (typeof accounts)[number]) => account.rewards.length - account.reversals.length;
  const unpaid = accounts.filter((account) => isOwed(account.one) && balance(account) < 1);
  const kept = accounts.filter((account) => !isOwed(account.one) && balance(account) > 0);
  const baseless = accounts.filter(({ one, rewards }) => !one.events.includes('COMPLETED') && rewards.length > 0);
  const crooked = accounts.filter(
    ({ rewards, reversals }) =>
      rewards.length > 1 || reversals.length > 1 || reversals.some((id) => !rewards.includes(id)),
  );
  return {
    findings: [
      ...say(unpaid.length, 'confirmed steps were not paid in the end'),
      ...say(kept.length, 'steps that were taken back or never confirmed were paid in the end'),
      ...say(baseless.length, 'steps were paid without ever having been confirmed'),
      ...say(crooked.length, 'steps were paid or taken back twice, or taken back under another id'),
    ],
    figures: {
      paid: accounts.filter((account) => balance(account) === 1).length,
      paidAndTakenBack: accounts.filter(({ reversals }) => reversals.length > 0).length,
    },
  };
}

/** Every state that was told is on file, and what it all came to is the furthest. */
async function judgeStates(lab: Laboratory, cases: readonly Case[]) {
  const expected = cases.map((one) => ({
    transaction: `tx-${one.n}`,
    states: one.events
      .filter((event) => event !== 'click')
      .sort()
      .join(),
    owed: isOwed(one),
  }));
  return judgeCount(
    lab,
    'transactions do not stand where their events lead',
    `SELECT count(*) FROM jsonb_to_recordset('${JSON.stringify(expected)}') AS said (transaction text, states text, owed boolean)
      WHERE states <> coalesce((SELECT string_agg(state, ',' ORDER BY state) FROM confirmation c WHERE c.transaction = said.transaction), '')
         OR owed <> EXISTS (SELECT FROM reward_grant g JOIN confirmation c ON c.id = g.confirmation_id
                             WHERE c.transaction = said.transaction AND g.reversed_at IS NULL)`,
  );
}
