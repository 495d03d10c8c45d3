/** The stage for every-order: one user, one title, two sources, and the doings of everybody around them through the use cases. */
import { randomUUID } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import type { PostbackRequest } from '@/lib/dialects/dialect';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { matchConfirmations } from '@/lib/postbacks/match-confirmation';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import { isRefusal } from '@/lib/rules/refusal';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { openTicket } from '@/lib/tickets/open-ticket';
import { aCast, anOffer, aUser, type Cast, DAY, DESCRIPTION, signedGet } from './cast';
import type { Postback, Step, World } from './transaction-model';

/** Small enough that both together are below the automation's limit. */
const TASKS = { a: 1_000_000n, b: 2_000_000n };
export const TRANSACTIONS = {
  w: { trust: 'strong', task: 'a' },
  x: { trust: 'strong', task: 'a' },
  y: { trust: 'strong', task: 'b' },
  z: { trust: 'weak', task: 'a' },
} as const;
/**
 * One user and one title; ids of clicks and transactions begin with the scene's own. Each has sources of its own: all that
 * happens here, from one of them, would open its money breaker.
 */
export type Scene = { id: string; cast: Cast; weakKey: string; userId: string; offerId: string; email: string };

export async function aScene(): Promise<Scene> {
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

export async function work({ id }: Scene): Promise<void> {
  const jobs = await db.query<{ id: string }>(sql`
    SELECT id FROM confirmation WHERE matched_at IS NULL AND starts_with(click_id, ${id})`);
  await Promise.all(jobs.map((job) => matchConfirmations([job.id])));
}

export function act(scene: Scene, step: Step): Promise<string> {
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

export async function look({ id, userId }: Scene): Promise<World> {
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
