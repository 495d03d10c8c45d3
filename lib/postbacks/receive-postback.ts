/**
 * What an advertiser or tracker tells us, from its bytes to a durable row: prove it is theirs, read it, keep it once,
 * answer in their words. Nothing else happens on this path; what follows from a confirmation is the worker's
 * (match-confirmation.ts). A refused postback is kept too, with its reason: "why did mine not count" has an answer.
 */
import { createHash, randomUUID } from 'node:crypto';
import { dialectNamed } from '@/lib/dialects';
import type { Answer, Confirms, Outcome, Postback, PostbackRequest } from '@/lib/dialects/dialect';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Kept, keepReceipt } from '@/lib/postbacks/keep-receipt';
import { isListed } from '@/lib/rules/address-list';
import { parseUsd } from '@/lib/rules/money';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Integration = {
  id: string;
  key: string;
  advertiserId: string;
  dialect: string;
  secret: string;
  previousSecret: string | null;
  allowedIps: string[];
};

/** `refusal` carries the receipt's id in its details; otherwise `answer` is what the network wants to hear. */
export type Received = { answer: Answer } | { refusal: Refusal };

export async function receivePostback(
  integrationKey: string,
  request: PostbackRequest,
  remoteIp: string | null,
  now: Date,
  options: { at?: Date } = {},
): Promise<Received> {
  const integration = await findIntegration(integrationKey);
  const receipt = { id: randomUUID(), integrationKey, integrationId: integration?.id ?? null, request, remoteIp, now };
  if (!integration) return turnAway(receipt, refuse('unknown-integration', 'There is no such integration.'), null);
  const confirms = dialectNamed(integration.dialect)?.confirms;
  if (!confirms) return turnAway(receipt, refuse('unknown-integration', 'This integration takes no postbacks.'), null);

  const read = confirms.read(request);
  const postback = isRefusal(read) ? null : (read as Postback);
  const refusal =
    refuseAddress(integration, remoteIp) ??
    refuseUnproven(confirms, integration, request, now) ??
    (isRefusal(read) ? read : null);
  if (refusal || !postback) return turnAway(receipt, refusal!, postback);
  return inTransaction((tx) => store(tx, { ...receipt, integration, confirms, postback }), options);
}

async function findIntegration(key: string): Promise<Integration | undefined> {
  const [found] = await db.query<Integration>(sql`
    SELECT id, key, advertiser_id, dialect, secret, previous_secret, allowed_ips
      FROM integration WHERE key = ${key.slice(0, 128)} AND enabled`);
  return found;
}

/** An allow-list is a second factor, never the only one for a dialect that can sign. */
function refuseAddress({ allowedIps }: Integration, remoteIp: string | null): Refusal | null {
  if (allowedIps.length === 0) return null;
  if (remoteIp !== null && isListed(allowedIps, remoteIp)) return null;
  return refuse('address-not-allowed', 'This address is not on the integration’s list.');
}

function refuseUnproven(
  confirms: Confirms,
  integration: Integration,
  request: PostbackRequest,
  now: Date,
): Refusal | null {
  const secrets = { current: integration.secret, previous: integration.previousSecret };
  const check = confirms.verify(request, secrets, now);
  if ('refused' in check) return check;
  if (check.verdict === 'valid') return null;
  if (check.verdict === 'stale') return refuse('stale', 'The timestamp is more than five minutes away from our clock.');
  return refuse('bad-signature', 'The signature does not match.');
}

async function turnAway(
  receipt: Omit<Kept, 'outcome' | 'postback' | 'confirmationId' | 'code' | 'detail'>,
  refusal: Refusal,
  postback: Postback | null,
): Promise<Received> {
  await keepReceipt(db, {
    ...receipt,
    outcome: 'refused',
    code: refusal.refused,
    detail: refusal.message,
    postback,
    confirmationId: null,
  });
  return { refusal: { ...refusal, details: { ...refusal.details, receipt: receipt.id } } };
}

type Storing = Omit<Kept, 'outcome' | 'postback' | 'confirmationId' | 'code' | 'detail'> & {
  integration: Integration;
  confirms: Confirms;
  postback: Postback;
};

async function store(tx: Tx, arrival: Storing): Promise<Received> {
  const { integration, confirms, postback, ...receipt } = arrival;
  const click = await findClick(tx, postback);
  if (click && click.advertiserId !== integration.advertiserId) {
    return refuseKept(tx, arrival, refuse('not-your-click', 'This click belongs to an offer of another advertiser.'));
  }
  if (click && postback.taskKey !== null && !click.taskKeys.includes(postback.taskKey)) {
    return refuseKept(tx, arrival, refuse('malformed', 'The offer of this click has no such task.'));
  }
  if (click && postback.taskKey === null && click.taskKeys.length > 1) {
    return refuseKept(tx, arrival, refuse('malformed', 'This offer has several tasks: say which one in `task`.'));
  }
  const { id, isNew, conflict } = await insertConfirmation(tx, arrival, click);
  if (conflict)
    return refuseKept(tx, arrival, refuse('conflict', 'The same transaction came before with other content.'), id);
  const outcome: Outcome = !isNew ? 'duplicate' : click ? 'recorded' : 'unmatched';
  await keepReceipt(tx, { ...receipt, outcome, code: null, detail: null, postback, confirmationId: id });
  if (isNew && click) await wakeMatching(tx, id);
  return { answer: confirms.answer(outcome, receipt.id, postback) };
}

async function refuseKept(
  tx: Tx,
  { integration, confirms, postback, ...receipt }: Storing,
  refusal: Refusal,
  confirmationId: string | null = null,
) {
  await keepReceipt(tx, {
    ...receipt,
    outcome: 'refused',
    code: refusal.refused,
    detail: refusal.message,
    postback,
    confirmationId,
  });
  return { refusal: { ...refusal, details: { ...refusal.details, receipt: receipt.id } } };
}

type FoundClick = { userId: string; titleKey: string; advertiserId: string; taskKeys: string[] };

async function findClick(tx: Tx, { clickId }: Postback): Promise<FoundClick | undefined> {
  const [click] = await tx.query<FoundClick>(sql`
    SELECT c.user_id, c.title_key, o.advertiser_id,
           ARRAY(SELECT task->>'key' FROM jsonb_array_elements(c.terms->'tasks') AS task) AS task_keys
      FROM click c JOIN offer o ON o.id = c.offer_id WHERE c.id = ${clickId}`);
  return click;
}

/** Once per integration, transaction and state; the same again with other content is a conflict, counted and kept apart. */
async function insertConfirmation(
  tx: Tx,
  { id: receiptId, integration, confirms, postback }: Storing,
  click: FoundClick | undefined,
) {
  const taskKey = postback.taskKey ?? (click?.taskKeys.length === 1 ? click.taskKeys[0]! : null);
  const content = contentOf(postback);
  const payout = postback.payoutUsd === null ? null : parseUsd(postback.payoutUsd);
  const inserted = await tx.query<{ id: string }>(sql`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, payout_micros, reason, content,
                              receipt_id, received_at, user_id, title_key, trust)
    SELECT ${integration.id}::uuid, ${postback.transaction}, ${postback.state}, ${postback.clickId}, ${taskKey}, ${payout},
           ${postback.reason}, ${content}, ${receiptId}::uuid, ${tx.now}, ${click?.userId ?? null}::uuid, ${click?.titleKey ?? null}, ${confirms.trust}
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
export function contentOf({ transaction, clickId, taskKey, state, payoutUsd, reason }: Postback): string {
  const payout = payoutUsd === null ? null : String(parseUsd(payoutUsd));
  return createHash('sha256')
    .update(JSON.stringify([transaction, clickId, taskKey, state, payout, reason]))
    .digest('hex');
}

async function wakeMatching(tx: Tx, confirmationId: string): Promise<void> {
  await tx.query(sql`
    SELECT graphile_worker.add_job('match-confirmations', ${JSON.stringify({ confirmationIds: [confirmationId] })}::json)`);
}
