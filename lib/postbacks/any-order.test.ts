/**
 * Whatever order a transaction's events come in, however often, and however many at once: what stands in the database
 * afterwards is what a model of a few lines says (e2e/support/transaction-model.ts). A failure prints its seed and path:
 * `SEED=… SEED_PATH=… npx vitest run --project database lib/postbacks/any-order.test.ts` shows it again.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCast, anOffer, aUser, type Cast, DAY, DESCRIPTION, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { type Answered, everyOrder, nameOf } from '@/e2e/support/every-order';
import { seeded } from '@/e2e/support/seeded';
import { NOTHING_YET, type Postback, type Step, type Task, type World } from '@/e2e/support/transaction-model';
import { storeClicks } from '@/lib/clicks/store-clicks';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { brokenPromises } from '@/lib/reports/invariants';
import { isRefusal } from '@/lib/rules/refusal';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { openTicket } from '@/lib/tickets/open-ticket';

await freshDatabase();

// ── what can happen ─────────────────────────────────────────────────────────

const TASKS = { a: 1_000_000n, b: 2_000_000n };
const TRANSACTIONS = {
  w: { trust: 'strong', task: 'a' },
  x: { trust: 'strong', task: 'a' },
  y: { trust: 'strong', task: 'b' },
  z: { trust: 'weak', task: 'a' },
} as const;
type Name = keyof typeof TRANSACTIONS;

const often = <T>(weight: number, usual: T, unusual: T) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, fc.constant(unusual));
/** `contradictory`: some events of a transaction do not agree with the others. */
function postback(contradictory: boolean): fc.Arbitrary<Step> {
  const seldom = <T>(usual: T, unusual: T) => (contradictory ? often(6, usual, unusual) : fc.constant(usual));
  return fc
    .record({
      name: fc.constantFrom<Name[]>('w', 'w', 'w', 'x', 'x', 'y', 'y', 'z'),
      state: fc.constantFrom<Postback['state'][]>(
        'COMPLETED',
        'COMPLETED',
        'COMPLETED',
        'RECONCILED',
        'RECONCILED',
        'PENDING',
      ),
      click: seldom(0, 1),
      isOtherTask: seldom(false, true),
      payout: seldom('1.00', '2.00'),
    })
    .map(({ name, isOtherTask, ...said }): Step => {
      const { trust, task } = TRANSACTIONS[name];
      const other = task === 'a' ? 'b' : 'a';
      return { do: 'postback', transaction: name, trust, task: isOtherTask ? other : task, ...said };
    });
}

const step = (contradictory: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 8, arbitrary: postback(contradictory) },
    { weight: 1, arbitrary: often(4, 0, 1).map((click): Step => ({ do: 'click', click })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Task[][]>(['a'], ['b'], ['a', 'b']).map((tasks): Step => ({ do: 'open', tasks })),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'acknowledge' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'hourly' }) },
  );
/** What is in one burst is under way at once, and what it says may be said twice. */
const burst = (contradictory: boolean) =>
  fc
    .tuple(fc.array(step(contradictory), { minLength: 1, maxLength: 4 }), often(3, false, true))
    .map(([steps, again]) => (again ? [...steps, ...steps.filter((one) => one.do === 'postback').slice(0, 2)] : steps));
const story = (contradictory: boolean): fc.Arbitrary<Step[][]> => {
  const bursts = fc.array(burst(contradictory), { minLength: 2, maxLength: 7 });
  return fc.tuple(fc.boolean(), bursts).map(([early, rest]) => (early ? rest : [[{ do: 'click', click: 0 }], ...rest]));
};
const anyStory = fc.oneof({ weight: 3, arbitrary: story(false) }, story(true));

test('in any order, repeated and at once: the same as in a model that takes one thing after the other', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (bursts) => {
      const scene = await aScene();
      let possible: World[] = [NOTHING_YET];
      for (const burst of [...bursts, [{ do: 'hourly' } satisfies Step]]) {
        const answered = await happen(scene, burst);
        possible = everyOrder(possible, answered);
        const found = nameOf(await look(scene));
        const story = [...answered.map(inWords), `came to be: ${found}`, 'could have been:', ...possible.map(nameOf)];
        expect(possible.map(nameOf).includes(found), story.join('\n')).toBe(true);
        possible = possible.filter((world) => nameOf(world) === found);
      }
      expect(await brokenPromises()).toEqual([]);
    }),
    seeded(100),
  );
});

function inWords({ step, answer }: Answered): string {
  return `${JSON.stringify(step)} → ${answer}`;
}

// ── how it happens ──────────────────────────────────────────────────────────

/**
 * One user and one title; ids of clicks and transactions begin with the scene's own. Each has sources of its own: all that
 * happens here, from one of them, would open its money breaker.
 */
type Scene = { id: string; cast: Cast; weakKey: string; userId: string; offerId: string; email: string };

async function aScene(): Promise<Scene> {
  const cast = await aCast();
  const weakKey = `${cast.integrationKey}-weak`;
  await db.execute(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret, require_signature)
    VALUES (${weakKey}, ${cast.advertiserId}::uuid, 'native', ${cast.secret}, false)`);
  const userId = await aUser(cast);
  const email = `${userId}@example.com`;
  await db.execute(sql`
    INSERT INTO validated_email (user_id, address, validated_at) VALUES (${userId}::uuid, ${email}, now())`);
  const tasks = Object.entries(TASKS).map(([key, payoutMicros]) => ({ key, payoutMicros }));
  return { id: randomUUID(), cast, weakKey, userId, offerId: await anOffer(cast, { tasks }), email };
}

/** All at once, with two workers beside it; then the workers finish. */
async function happen(scene: Scene, burst: readonly Step[]): Promise<Answered[]> {
  const [answers] = await Promise.all([Promise.all(burst.map((step) => act(scene, step))), matchWaiting()]);
  await Promise.all([matchWaiting(), matchWaiting()]);
  return burst.map((step, index) => ({ step, answer: answers[index]! }));
}

function act(scene: Scene, step: Step): Promise<string> {
  switch (step.do) {
    case 'postback':
      return send(scene, step);
    case 'click':
      return click(scene, step.click);
    case 'open':
      return open(scene, step.tasks);
    case 'acknowledge':
      return acknowledge(scene);
    case 'hourly':
      return decideDueTickets().then(() => 'done');
  }
}

async function send(
  { id, cast, weakKey }: Scene,
  { transaction, trust, state, click, task, payout }: Postback,
): Promise<string> {
  const said = { click_id: `${id}-${click}`, tx: `${id}-${transaction}`, task, state, payout };
  const signed = signedGet(cast.secret, said);
  const received =
    trust === 'strong'
      ? await receivePostback(cast.integrationKey, signed, null, new Date())
      : await receivePostback(weakKey, withoutSignature(signed), null, new Date());
  return 'refusal' in received ? received.refusal.refused : JSON.parse(received.answer.body).outcome;
}

function withoutSignature(request: PostbackRequest): PostbackRequest {
  return { ...request, rawQuery: request.rawQuery.replace(/&sig=.*$/, '') };
}

async function click({ id, userId, offerId }: Scene, which: number): Promise<string> {
  await inTransaction((tx) => {
    const clickedAt = new Date(tx.now.getTime() - 2 * DAY);
    return storeClicks(tx, [{ id: `${id}-${which}`, userId, offerId, clickedAt, ip: null, country: null, device: {} }]);
  });
  return 'done';
}

async function open({ id, userId, email }: Scene, tasks: string[]): Promise<string> {
  for (const which of [0, 1]) {
    const form = { click: `${id}-${which}`, tasks, email, description: DESCRIPTION, answers: {} };
    const opened = await openTicket(form, { userId, locale: 'en', source: 'USER' });
    if (!isRefusal(opened)) return 'done';
    if (opened.refused !== 'unknown-click') return opened.refused;
  }
  return 'unknown-click';
}

/** The publisher says yes to whatever it has been promised by now. */
async function acknowledge({ userId }: Scene): Promise<string> {
  await db.execute(sql`
    WITH told AS (
      UPDATE callback SET status = 'ACKNOWLEDGED', next_at = NULL, attempts = 1, acknowledged_at = now()
       WHERE status = 'PENDING' AND kind = 'REWARD' AND grant_id IN (SELECT id FROM reward_grant WHERE user_id = ${userId}::uuid)
      RETURNING id)
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome, http_status)
    SELECT id, 1, now(), 'GET', 'acknowledged', 200 FROM told`);
  return 'done';
}

// ── what came of it ─────────────────────────────────────────────────────────

async function look({ id, userId }: Scene): Promise<World> {
  const mine = (text: string) => text.slice(id.length + 1);
  const clicks = await db.query<{ id: string }>(sql`SELECT id FROM click WHERE user_id = ${userId}::uuid`);
  const confirmations = await db.query<Postback & { known: boolean; settled: boolean; conflicts: number }>(sql`
    SELECT transaction, trust, state, click_id AS click, task_key AS task, (payout_micros / 1e6)::numeric(9, 2)::text AS payout,
           user_id IS NOT NULL AS known, matched_at IS NOT NULL AS settled, conflicts
      FROM confirmation WHERE transaction = ANY(${Object.keys(TRANSACTIONS).map((name) => `${id}-${name}`)})`);
  const conflicts: World['conflicts'] = {};
  for (const row of confirmations.filter((one) => one.conflicts > 0))
    conflicts[mine(row.transaction)] = (conflicts[mine(row.transaction)] ?? 0) + row.conflicts;
  const grants = await db.query<{ task: 'a' | 'b'; held: boolean; told: 'PENDING'; takenBack: 'PENDING' | null }>(sql`
    SELECT g.task_key AS task, g.reversed_at IS NULL AS held, reward.status AS told, reversal.status AS taken_back
      FROM reward_grant g
      JOIN callback reward ON reward.grant_id = g.id AND reward.kind = 'REWARD'
      LEFT JOIN callback reversal ON reversal.grant_id = g.id AND reversal.kind = 'REVERSAL'
     WHERE g.user_id = ${userId}::uuid`);
  const tickets = await db.query<World['tickets'][number]>(sql`
    SELECT ARRAY(SELECT task_key FROM ticket_task WHERE ticket_id = t.id ORDER BY task_key) AS tasks, status, round
      FROM ticket t WHERE user_id = ${userId}::uuid`);
  return {
    clicks: clicks.map((row) => Number(mine(row.id))),
    confirmations: confirmations.map(({ transaction, trust, state, click, task, payout, known, settled }) => ({
      transaction: mine(transaction),
      trust,
      state,
      click: Number(mine(String(click))),
      task,
      payout,
      known,
      settled,
    })),
    conflicts,
    grants: Object.fromEntries(grants.map(({ task, ...grant }) => [task, grant])),
    tickets,
  };
}
