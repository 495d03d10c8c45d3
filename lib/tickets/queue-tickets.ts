/**
 * Puts validated tickets into the queue when their time has come, and confirms them to the user with the number and the
 * date by which they will be answered (R3, R12, R20).
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Letter, promiseEmails } from '@/lib/outbox/promise-email';
import { deadlinesOf } from '@/lib/rules/review-policy';
import { startClock } from '@/lib/tickets/clocks';
import { readReviewPolicy } from '@/lib/tickets/review-policy';

type Queued = {
  id: string;
  number: string;
  userId: string;
  address: string;
  locale: string;
  offerTitle: string;
  gameName: string;
  status: string;
  opensAt: Date;
  kind: string;
};

/** Of these tickets those with a validated address: OPEN from their opening time on, and told once in any case. */
export async function queueTickets(tx: Tx, ids: readonly string[]): Promise<void> {
  const moved = await tx.query<{ id: string }>(sql`
    WITH moved AS (
      UPDATE ticket SET status = 'OPEN', queued_at = ${tx.now}, version = version + 1
       WHERE id = ANY(${ids}::uuid[]) AND status IN ('AWAITING_EMAIL', 'AWAITING_24H')
         AND validated_at IS NOT NULL AND opens_at <= ${tx.now}
       RETURNING id, version)
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, version) SELECT id, ${tx.now}, 'queued', 'AUTO', version FROM moved
    RETURNING ticket_id AS id`);
  const started = await startClock(
    tx,
    moved.map(({ id }) => id),
    tx.now,
  );
  const tickets = await tx.query<Queued>(sql`
    SELECT t.id, t.number, t.kind, t.user_id, t.address, t.locale, t.status, t.opens_at, o.title AS offer_title, a.name AS game_name
      FROM ticket t JOIN offer o ON o.id = t.offer_id JOIN app a ON a.id = t.app_id
     WHERE t.id = ANY(${ids}::uuid[]) AND t.validated_at IS NOT NULL AND t.status IN ('OPEN', 'AWAITING_24H')`);
  if (tickets.length === 0) return;
  const policy = await readReviewPolicy(tx);
  // A registered ticket is told the date that counts from its opening time.
  const answerBy = ({ status, opensAt }: Queued) =>
    (status === 'AWAITING_24H' ? deadlinesOf(policy, opensAt) : started).breachAt;
  await promiseEmails(
    tx,
    tickets.map((ticket) => receipt(ticket, answerBy(ticket))),
  );
}

function receipt(ticket: Queued, answerBy: Date): Letter {
  const { id, number: ticketNumber, userId, address: to, locale, offerTitle, gameName } = ticket;
  const address = { key: `received:${id}`, locale, to, ticketId: id, userId };
  const props = { ticketNumber, gameName, answerBy: answerBy.toISOString() };
  return ticket.kind === 'ban-appeal'
    ? { ...address, template: 'appeal-received', props }
    : { ...address, template: 'ticket-received', props: { ...props, offerTitle } };
}

/** R3: registered tickets submit themselves at 24 h. Run every minute; returns how many moved. */
export async function submitRegisteredTickets(options: { at?: Date } = {}): Promise<number> {
  return inTransaction(async (tx) => {
    const due = await tx.query<{ id: string; validated: boolean }>(sql`
      SELECT id, validated_at IS NOT NULL AS validated FROM ticket
       WHERE status = 'AWAITING_24H' AND opens_at <= ${tx.now} ORDER BY opens_at, id LIMIT 1000 FOR UPDATE SKIP LOCKED`);
    const unproven = due.filter(({ validated }) => !validated).map(({ id }) => id);
    await tx.execute(sql`
      UPDATE ticket SET status = 'AWAITING_EMAIL', version = version + 1 WHERE id = ANY(${unproven}::uuid[])`);
    await queueTickets(
      tx,
      due.filter(({ validated }) => validated).map(({ id }) => id),
    );
    return due.length;
  }, options);
}
