/** The message as it came, for an agent; who took it is on record. Null when it is not there, or not any more. */
import { inTransaction, sql } from '@/lib/foundation/db';
import { auditMail } from '@/lib/tickets/suspended-mail';

export async function takeOriginal({ id, agentId }: { id: string; agentId: string }): Promise<{ raw: Buffer } | null> {
  return inTransaction(async (tx) => {
    const [kept] = await tx.query<{ raw: Buffer }>(sql`
      SELECT raw FROM inbound_email WHERE id = ${id}::uuid AND raw IS NOT NULL`);
    if (!kept) return null;
    await auditMail(tx, agentId, { id, action: 'take-mail' });
    return kept;
  });
}
