/**
 * An advertiser's "eligible" is a confirmation like any other (R5, R18): it stands on file under a source of its own, with a
 * receipt, and everything that follows (approval, grant, the same event id, reversal) follows from it as from a postback.
 */
import { createHash, randomBytes } from 'node:crypto';
import { sql, type Tx } from '@/lib/foundation/db';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

/** The dialect of the source: it takes no postbacks. */
export const PORTAL = 'portal';

export type PortalClaim = { recheckId: string; advertiserId: string; ticket: TicketRecord };

/** Once per claim and step; `by` says who vouched, in words for the receipt. */
export async function confirmByPortal(
  tx: Tx,
  { recheckId, advertiserId, ticket }: PortalClaim,
  by: string,
): Promise<void> {
  const source = await portalSource(tx, advertiserId);
  const ids: string[] = [];
  for (const { key } of ticket.tasks) {
    const transaction = `recheck:${recheckId}:${key}`;
    const content = JSON.stringify({ click: ticket.clickId, task: key, state: 'COMPLETED' });
    const [confirmation] = await tx.query<{ id: string }>(sql`
      WITH receipt AS (
        INSERT INTO receipt (received_at, integration_id, integration_key, method, query, outcome, detail, transaction,
                             click_id, task_key, state)
        VALUES (${tx.now}, ${source.id}::uuid, ${source.key}, 'PORTAL', '', 'recorded', ${by}, ${transaction},
                ${ticket.clickId}, ${key}, 'COMPLETED')
        RETURNING id)
      INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, content, receipt_id, received_at,
                                user_id, title_key, trust)
      SELECT ${source.id}::uuid, ${transaction}, 'COMPLETED', ${ticket.clickId}, ${key},
             ${createHash('sha256').update(content).digest('hex')}, receipt.id, ${tx.now},
             ${ticket.userId}::uuid, ${ticket.titleKey}, 'strong' FROM receipt
      ON CONFLICT DO NOTHING RETURNING id`);
    if (confirmation) ids.push(confirmation.id);
  }
  await tx.query(
    sql`SELECT graphile_worker.add_job('match-confirmations', ${JSON.stringify({ confirmationIds: ids })}::json)`,
  );
}

async function portalSource(tx: Tx, advertiserId: string): Promise<{ id: string; key: string }> {
  await tx.execute(sql`
    INSERT INTO integration (key, advertiser_id, dialect, secret, enabled)
    SELECT left('recheck.' || key, 128), id, ${PORTAL}, ${randomBytes(32).toString('base64url')}, false
      FROM advertiser WHERE id = ${advertiserId}::uuid
       AND NOT EXISTS (SELECT FROM integration WHERE advertiser_id = ${advertiserId}::uuid AND dialect = ${PORTAL})
    ON CONFLICT DO NOTHING`);
  const [source] = await tx.query<{ id: string; key: string }>(sql`
    SELECT id, key FROM integration WHERE advertiser_id = ${advertiserId}::uuid AND dialect = ${PORTAL} ORDER BY id LIMIT 1`);
  if (!source) throw new Error('another integration has the name of this portal');
  return source;
}
