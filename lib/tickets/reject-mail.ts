/** Suspended mail that is nobody's: put away, one or all of a sender, and brought back when that was a slip. Nothing is sent. */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import type { Refusal } from '@/lib/rules/refusal';
import { auditMail, NO_MAIL, SETTLED, whyNot } from '@/lib/tickets/suspended-mail';

type Rejecting = { id: string; agentId: string /** Every suspended mail of its sender. */; ofSender?: boolean };

/** Refused: `not-found`, `conflict` when a colleague settled it first. */
export async function rejectMail(
  { id, agentId, ofSender = false }: Rejecting,
  options: { at?: Date } = {},
): Promise<{ rejected: number } | Refusal> {
  return inTransaction(async (tx) => {
    if (!(await reject(tx, id, agentId))) return whyNot(tx, id);
    const rejected = 1 + (ofSender ? await rejectOthers(tx, id, agentId) : 0);
    await auditMail(tx, agentId, { id, action: 'reject-mail', after: { mails: rejected } });
    return { rejected };
  }, options);
}

function reject(tx: Tx, id: string, agentId: string): Promise<number> {
  return tx.execute(sql`
    UPDATE inbound_email SET outcome = 'REJECTED', handled_by = ${agentId}::uuid, handled_at = ${tx.now}
     WHERE id = ${id}::uuid AND outcome = 'SUSPENDED'`);
}

function rejectOthers(tx: Tx, id: string, agentId: string): Promise<number> {
  return tx.execute(sql`
    UPDATE inbound_email SET outcome = 'REJECTED', handled_by = ${agentId}::uuid, handled_at = ${tx.now}
     WHERE outcome = 'SUSPENDED' AND from_address = (SELECT from_address FROM inbound_email WHERE id = ${id}::uuid)`);
}

type BringingBack = { id: string; agentId: string /** And what was rejected with it in one go. */; together?: boolean };

/** Refused: `not-found`, `conflict` when it is not rejected (any more). */
export async function bringBackMail(
  { id, agentId, together = false }: BringingBack,
  options: { at?: Date } = {},
): Promise<{ broughtBack: number } | Refusal> {
  return inTransaction(async (tx) => {
    const [mail] = await tx.query<{
      outcome: string;
      fromAddress: string | null;
      handledAt: Date;
      handledBy: string;
    }>(sql`
      SELECT outcome, from_address, handled_at, handled_by FROM inbound_email WHERE id = ${id}::uuid FOR UPDATE`);
    if (!mail) return NO_MAIL;
    if (mail.outcome !== 'REJECTED') return SETTLED;
    const others = together
      ? sql`OR (from_address, handled_at, handled_by) = (${mail.fromAddress}, ${mail.handledAt}, ${mail.handledBy}::uuid)`
      : sql``;
    const broughtBack = await tx.execute(sql`
      UPDATE inbound_email SET outcome = 'SUSPENDED', handled_by = NULL, handled_at = NULL
       WHERE outcome = 'REJECTED' AND (id = ${id}::uuid ${others})`);
    await auditMail(tx, agentId, { id, action: 'bring-back-mail', after: { mails: broughtBack } });
    return { broughtBack };
  }, options);
}

/** A reply to a ticket that is decided was looked at. Refused: `not-found`, `conflict` when somebody has looked already. */
export async function markMailSeen(
  { id, agentId }: { id: string; agentId: string },
  options: { at?: Date } = {},
): Promise<{ seen: true } | Refusal> {
  return inTransaction(async (tx) => {
    const seen = await tx.execute(sql`
      UPDATE inbound_email SET look_at = false, handled_by = ${agentId}::uuid, handled_at = ${tx.now}
       WHERE id = ${id}::uuid AND look_at`);
    if (seen === 0) return whyNot(tx, id);
    await auditMail(tx, agentId, { id, action: 'see-mail' });
    return { seen: true as const };
  }, options);
}
