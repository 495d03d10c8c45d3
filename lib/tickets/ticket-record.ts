/** A ticket as the use cases that move it need it, read under the lock that serialises money: first progress, then ticket. */
import { type Sql, sql, type Tx } from '@/lib/foundation/db';
import type { StepTerms } from '@/lib/rewards/step-records';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export type TicketRecord = {
  id: string;
  number: string;
  userId: string;
  externalUserId: string;
  appId: string;
  appKey: string;
  gameName: string;
  currencyName: string;
  offerId: string;
  offerTitle: string;
  clickId: string;
  titleKey: string;
  kind: string;
  status: TicketStatus;
  round: number;
  version: number;
  locale: string;
  address: string;
  valueMicros: bigint;
  rewardTotal: bigint;
  validatedAt: Date | null;
  queuedAt: Date | null;
  touchedAt: Date | null;
  deniedAt: Date | null;
  decidedAt: Date | null;
  banned: boolean;
  /** A colleague's decision or reply is open until then. */
  decidingUntil: Date | null;
  /** On hold with others of its kind: the automation leaves it alone. */
  heldAt: Date | null;
  /** Who approved first, where a second person is wanted. */
  secondWantedBy: string | null;
  tasks: Pick<StepTerms, 'key' | 'name' | 'payoutMicros' | 'rewardAmount'>[];
};

/** Locks one user's way through one offer title: the first lock of every move of money (02, point 8). */
export async function lockProgress(tx: Tx, userId: string, titleKey: string): Promise<void> {
  await tx.query(sql`SELECT 1 FROM progress WHERE user_id = ${userId}::uuid AND title_key = ${titleKey} FOR UPDATE`);
}

/** Locks and reads tickets; the caller holds their progress rows already. */
export async function lockTickets(tx: Tx, ids: readonly string[]): Promise<TicketRecord[]> {
  if (ids.length === 0) return [];
  await tx.query(sql`SELECT 1 FROM ticket WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`);
  return readTickets(tx, sql`t.id = ANY(${ids}::uuid[])`);
}

/** Locks the ticket of this number, its progress first. Null when there is none, or it is not this user's. */
export async function lockTicketByNumber(
  tx: Tx,
  number: string,
  userId: string | null = null,
): Promise<TicketRecord | null> {
  const [found] = await tx.query<{ id: string; userId: string; titleKey: string }>(
    sql`SELECT id, user_id, title_key FROM ticket WHERE number = ${number}`,
  );
  if (!found || (userId !== null && found.userId !== userId)) return null;
  await lockProgress(tx, found.userId, found.titleKey);
  const [ticket] = await lockTickets(tx, [found.id]);
  return ticket ?? null;
}

/** Without a lock, for showing: nothing may be decided by it. */
export async function readTicketRecord(tx: Tx, number: string): Promise<TicketRecord | null> {
  return (await readTickets(tx, sql`t.number = ${number}`))[0] ?? null;
}

/** Live tickets of one user about one step; the caller holds the progress row. */
export async function lockLiveTickets(tx: Tx, userId: string, titleKey: string): Promise<TicketRecord[]> {
  const ids = await tx.query<{ ticketId: string }>(sql`
    SELECT DISTINCT ticket_id FROM ticket_task WHERE live AND user_id = ${userId}::uuid AND title_key = ${titleKey}`);
  return lockTickets(
    tx,
    ids.map(({ ticketId }) => ticketId),
  );
}

type Row = Omit<TicketRecord, 'tasks'> & {
  tasks: { key: string; name: string; payoutMicros: string; rewardAmount: string }[];
};

/** The user one by one, by key: for a batch the planner would rather read the whole table of users. */
async function readTickets(tx: Tx, where: Sql): Promise<TicketRecord[]> {
  const rows = await tx.query<Row>(sql`
    SELECT t.id, t.number, t.user_id, t.app_id, t.offer_id, t.click_id, t.title_key, t.kind, t.status, t.round, t.version,
           t.locale, t.address, t.value_micros, t.reward_total, t.validated_at, t.queued_at, t.touched_at, t.denied_at,
           t.decided_at, t.deciding_until, t.held_at, t.second_wanted_by,
           u.external_id AS external_user_id, u.banned_at IS NOT NULL AS banned,
           a.key AS app_key, a.name AS game_name, a.currency_name, o.title AS offer_title, tt.tasks
      FROM ticket t
      CROSS JOIN LATERAL (SELECT external_id, banned_at FROM end_user WHERE id = t.user_id LIMIT 1) u
      JOIN app a ON a.id = t.app_id
      JOIN offer o ON o.id = t.offer_id
      JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('key', task_key, 'name', name, 'payoutMicros', payout_micros::text,
                         'rewardAmount', reward_amount::text) ORDER BY task_key) AS tasks
          FROM ticket_task WHERE ticket_id = t.id) tt ON true
     WHERE ${where}
     ORDER BY t.queued_at, t.id`);
  return rows.map((row) => ({
    ...row,
    tasks: (row.tasks ?? []).map((task) => ({
      ...task,
      payoutMicros: BigInt(task.payoutMicros),
      rewardAmount: BigInt(task.rewardAmount),
    })),
  }));
}
