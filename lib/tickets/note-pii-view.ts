/** An agent has seen who a ticket or a mail is about: on record, once an hour for each of both, however often the page is opened. */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';

const HOUR_MS = 3600_000;

/** `subject`: as the audit log names it, `ticket:MG-7K3F-92QX` or `mail:<id>`. */
export type PiiView = { subject: string; agentId: string; ip: string | null };

/** True when it was written down now. Two pages that open at once write one entry. */
export async function notePiiView({ subject, agentId, ip }: PiiView, options: { at?: Date } = {}): Promise<boolean> {
  return inTransaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`pii-viewed ${subject} ${agentId}`}, 0))`);
    const [known] = await tx.query(sql`
      SELECT FROM audit_entry
       WHERE subject = ${subject} AND at > ${new Date(tx.now.getTime() - HOUR_MS)} AND action = 'pii-viewed'
         AND actor_id = ${agentId} LIMIT 1`);
    if (known) return false;
    await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, action: 'pii-viewed', subject, ip }]);
    return true;
  }, options);
}
