/**
 * A person looks at an automatic decision again. "Right" is recorded. "Wrong" about a denial takes the ticket up again, as if
 * the user had contested it; a reward that went out is not taken back here: it is recorded, and leads see it above the queue.
 */
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { SAMPLE_WINDOW_MS } from '@/lib/rules/sample';
import { startClock } from '@/lib/tickets/clocks';
import { appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';

type Checked = { number: string; verdict: 'right' | 'wrong'; reason: string; agentId: string };

/** Refused: `not-found`, `malformed` (wrong without a reason), `conflict` (checked already, or no longer so decided). */
export async function checkSample(
  { number, verdict, reason, agentId }: Checked,
  options: { at?: Date } = {},
): Promise<{ number: string; reopened: boolean } | Refusal> {
  if (verdict === 'wrong' && reason.trim() === '')
    return refuse('malformed', 'Say what is wrong with it.', { fields: { reason: 'missing' } });
  return inTransaction(async (tx) => {
    const ticket = await lockTicketByNumber(tx, number);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    const [checked] = await record(tx, ticket, verdict, reason.trim().slice(0, 1_000) || null, agentId);
    if (!checked) return refuse('conflict', 'Somebody has checked this decision already.');
    const reopened = verdict === 'wrong' && ticket.status === 'DENIED' && checked.round === ticket.round;
    if (reopened) await takeUpAgain(tx, ticket);
    await appendEvent(tx, ticket.id, `sample-${verdict}`, { kind: 'AGENT', id: agentId });
    return { number, reopened };
  }, options);
}

async function record(tx: Tx, ticket: TicketRecord, verdict: string, reason: string | null, agentId: string) {
  return tx.query<{ round: number }>(sql`
    UPDATE sample_check SET verdict = ${verdict}, reason = ${reason}, agent_id = ${agentId}::uuid, checked_at = ${tx.now}
     WHERE ticket_id = ${ticket.id}::uuid AND verdict IS NULL RETURNING round`);
}

/** A new round with a new clock; the user hears of it when it is decided. */
async function takeUpAgain(tx: Tx, { id, version }: TicketRecord): Promise<void> {
  await tx.execute(sql`
    UPDATE ticket SET status = 'ESCALATED', round = round + 1, version = version + 1, touched_at = ${tx.now},
           escalated_at = ${tx.now}
     WHERE id = ${id}::uuid AND version = ${version} AND status = 'DENIED'`);
  await startClock(tx, [id], tx.now);
}

export type SampleFigures = {
  checked: number;
  overturned: number;
  /** Rewards that should not have gone out: the latest first. */
  wronglyApproved: { number: string; reason: string; by: string | null; at: Date }[];
};

export async function readSampleFigures(now: Date): Promise<SampleFigures> {
  const since = new Date(now.getTime() - SAMPLE_WINDOW_MS);
  const [figures] = await db.query<{ checked: number; overturned: number }>(sql`
    SELECT count(*)::int AS checked, count(*) FILTER (WHERE verdict = 'wrong')::int AS overturned
      FROM sample_check WHERE checked_at >= ${since}`);
  const wronglyApproved = await db.query<SampleFigures['wronglyApproved'][number]>(sql`
    SELECT t.number, s.reason, g.name AS by, s.checked_at AS at
      FROM sample_check s JOIN ticket t ON t.id = s.ticket_id LEFT JOIN agent g ON g.id = s.agent_id
     WHERE s.checked_at >= ${since} AND s.verdict = 'wrong' AND s.outcome = 'APPROVED' ORDER BY s.checked_at DESC LIMIT 5`);
  return { ...figures!, wronglyApproved };
}
