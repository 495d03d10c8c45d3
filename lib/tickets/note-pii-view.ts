/** An agent has seen who a ticket is about: on record, once an hour for each agent and ticket, however often the page is opened. */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';

const HOUR_MS = 3600_000;

export type PiiView = { number: string; agentId: string; ip: string | null };

/** True when it was written down now. Two pages that open at once write one entry. */
export async function notePiiView({ number, agentId, ip }: PiiView, options: { at?: Date } = {}): Promise<boolean> {
  const subject = `ticket:${number}`;
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
