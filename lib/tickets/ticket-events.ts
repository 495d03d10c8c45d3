/** The ticket's trace: appended, never changed. */
import { sql, type Tx } from '@/lib/foundation/db';

export type EventActor = { kind: 'AUTO' | 'USER' | 'AGENT' | 'API'; id: string | null };

export const AUTOMATION: EventActor = { kind: 'AUTO', id: null };

/** After the ticket's own UPDATE, so that the event carries the version it made. */
export async function appendEvent(
  tx: Tx,
  ticketId: string,
  kind: string,
  actor: EventActor,
  data: Record<string, unknown> = {},
): Promise<void> {
  const said = { ...data, ...(tx.batchId && { batch: tx.batchId }) };
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data, version)
    SELECT id, ${tx.now}, ${kind}, ${actor.kind}, ${actor.id}, ${JSON.stringify(said)}::jsonb, version
      FROM ticket WHERE id = ${ticketId}::uuid`);
}
