/**
 * A proven confirmation becomes a row, once per integration, transaction and state. What its click makes impossible is
 * refused; the same transaction with other content is a conflict, counted and kept apart, and the first stands.
 */
import { createHash } from 'node:crypto';
import type { Outcome, Postback } from '@/lib/dialects/dialect';
import { sql, type Tx } from '@/lib/foundation/db';
import { parseUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Trust = 'strong' | 'weak';

type Proven = {
  postback: Postback;
  integration: { id: string; advertiserId: string };
  trust: Trust;
  receiptId: string;
};

type Stored = { outcome: Outcome; confirmationId: string } | { refusal: Refusal; confirmationId: string | null };

export async function storeConfirmation(tx: Tx, proven: Proven): Promise<Stored> {
  const click = await findClick(tx, proven.postback);
  const refusal = click ? findFault(click, proven) : null;
  if (refusal) return { refusal, confirmationId: null };
  const { id, isNew, conflict } = await insertConfirmation(tx, proven, click);
  if (conflict)
    return {
      refusal: refuse('conflict', 'The same transaction came before with other content.'),
      confirmationId: id,
    };
  if (isNew && click) await wakeMatching(tx, id);
  return { outcome: !isNew ? 'duplicate' : click ? 'recorded' : 'unmatched', confirmationId: id };
}

type FoundClick = { userId: string; titleKey: string; advertiserId: string; taskKeys: string[] };

async function findClick(tx: Tx, { clickId }: Postback): Promise<FoundClick | undefined> {
  const [click] = await tx.query<FoundClick>(sql`
    SELECT c.user_id, c.title_key, o.advertiser_id,
           ARRAY(SELECT task->>'key' FROM jsonb_array_elements(c.terms->'tasks') AS task) AS task_keys
      FROM click c JOIN offer o ON o.id = c.offer_id WHERE c.id = ${clickId}`);
  return click;
}

function findFault(click: FoundClick, { integration, postback }: Proven): Refusal | null {
  if (click.advertiserId !== integration.advertiserId)
    return refuse('not-your-click', 'This click belongs to an offer of another advertiser.');
  if (postback.taskKey !== null && !click.taskKeys.includes(postback.taskKey))
    return refuse('malformed', 'The offer of this click has no such task.');
  if (postback.taskKey === null && click.taskKeys.length > 1)
    return refuse('malformed', 'This offer has several tasks: say which one in `task`.');
  return null;
}

async function insertConfirmation(
  tx: Tx,
  { receiptId, integration, trust, postback }: Proven,
  click: FoundClick | undefined,
) {
  const taskKey = postback.taskKey ?? (click?.taskKeys.length === 1 ? click.taskKeys[0]! : null);
  const content = contentOf(postback);
  const payout = postback.payoutUsd === null ? null : parseUsd(postback.payoutUsd);
  const inserted = await tx.query<{ id: string }>(sql`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, payout_micros, reason, content,
                              receipt_id, received_at, user_id, title_key, trust)
    SELECT ${integration.id}::uuid, ${postback.transaction}, ${postback.state}, ${postback.clickId}, ${taskKey}, ${payout},
           ${postback.reason}, ${content}, ${receiptId}::uuid, ${tx.now}, ${click?.userId ?? null}::uuid, ${click?.titleKey ?? null}, ${trust}
     WHERE NOT EXISTS (
       SELECT FROM confirmation WHERE integration_id = ${integration.id}::uuid AND transaction = ${postback.transaction}
          AND (click_id <> ${postback.clickId} OR task_key <> ${taskKey}))
    ON CONFLICT (integration_id, transaction, state) DO NOTHING RETURNING id`);
  if (inserted[0]) return { id: inserted[0].id, isNew: true, conflict: false };
  const [existing] = await tx.query<{ id: string; same: boolean }>(sql`
    SELECT id, content = ${content} AS same FROM confirmation
     WHERE integration_id = ${integration.id}::uuid AND transaction = ${postback.transaction}
     ORDER BY state = ${postback.state} DESC LIMIT 1`);
  if (existing!.same) return { id: existing!.id, isNew: false, conflict: false };
  await tx.execute(sql`UPDATE confirmation SET conflicts = conflicts + 1 WHERE id = ${existing!.id}::uuid`);
  return { id: existing!.id, isNew: false, conflict: true };
}

/** What must be the same when the same transaction comes again. */
export function contentOf(said: Omit<Postback, 'kind'>): string {
  const { transaction, clickId, taskKey, state, payoutUsd, reason } = said;
  const payout = payoutUsd === null ? null : String(parseUsd(payoutUsd));
  return createHash('sha256')
    .update(JSON.stringify([transaction, clickId, taskKey, state, payout, reason]))
    .digest('hex');
}

async function wakeMatching(tx: Tx, confirmationId: string): Promise<void> {
  await tx.query(sql`
    SELECT graphile_worker.add_job('match-confirmations', ${JSON.stringify({ confirmationIds: [confirmationId] })}::json)`);
}
