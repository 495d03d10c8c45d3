/**
 * A refused or unmatched postback is run again under today's settings: the same bytes, judged at the instant they came, so
 * that nothing is stale now that was fresh then. It becomes a receipt of its own that names its origin. Nothing is forgiven:
 * a wrong signature stays wrong, and what was recorded meanwhile is a duplicate.
 */

import { auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { type KeptRequest, toRequest } from '@/lib/postbacks/kept-request';
import { receivePostback } from '@/lib/postbacks/receive-postback';
import type { ReceiptOutcome } from '@/lib/rules/receipt-filter';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Replayed = { receipt: string; outcome: ReceiptOutcome; code: string | null };

/** Refused with `not-found`; `conflict` if there is nothing to repair; `too-many` if it would be one guess too many. */
export async function replayReceipt(
  integrationKey: string,
  receiptId: string,
  agentId: string,
): Promise<Replayed | Refusal> {
  const origin = await findOrigin(integrationKey, receiptId);
  if (!origin) return refuse('not-found', 'There is no such receipt.');
  if (origin.outcome !== 'refused' && origin.outcome !== 'unmatched')
    return refuse('conflict', 'Only what was refused or found no click can be run again.');
  const received = await receivePostback(integrationKey, toRequest(origin), origin.remoteIp, origin.receivedAt, {
    replayOf: origin.id,
  });
  if ('refusal' in received && received.refusal.details?.receipt === undefined) return received.refusal;
  const replayed = (await findReplay(origin.id))!;
  await inTransaction((tx) =>
    auditChange(
      tx,
      { kind: 'AGENT', id: agentId },
      { action: 'replay-receipt', subject: `receipt:${origin.id}`, before: null, after: replayed },
    ),
  );
  return replayed;
}

type Origin = KeptRequest & { id: string; receivedAt: Date; remoteIp: string | null; outcome: ReceiptOutcome };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of a receipt that was itself run again: the first one, at whose instant it is judged. */
async function findOrigin(integrationKey: string, receiptId: string): Promise<Origin | undefined> {
  if (!UUID.test(receiptId)) return undefined;
  const [origin] = await db.query<Origin>(sql`
    SELECT o.id, o.received_at, o.remote_ip, o.integration_key, o.method, o.query, o.headers, o.body, r.outcome
      FROM receipt r JOIN receipt o ON o.id = coalesce(r.replay_of, r.id)
     WHERE r.id = ${receiptId}::uuid AND r.integration_key = ${integrationKey}`);
  return origin;
}

async function findReplay(originId: string): Promise<Replayed | undefined> {
  const [replayed] = await db.query<Replayed>(sql`
    SELECT id AS receipt, outcome, code FROM receipt WHERE replay_of = ${originId}::uuid AND replay_of IS NOT NULL
     ORDER BY received_at DESC, id DESC LIMIT 1`);
  return replayed;
}
