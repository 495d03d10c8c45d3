/** The latest clicks with what is on file about their steps: what the pretended advertiser of /dev can speak about. */
import { db, sql } from '@/lib/foundation/db';
import { readStepRecords, readTerms, toStepProgress } from '@/lib/rewards/step-records';
import { UUID } from '@/lib/rules/api-fields';
import type { RewardStatus, TicketStatus } from '@/lib/rules/ticket-states';
import { stepRewardStatus } from '@/lib/rules/timeline';

export type DemoStep = { key: string; name: string; reward: bigint; payoutMicros: bigint; status: RewardStatus };
export type DemoClick = {
  id: string;
  app: string;
  game: string;
  user: string;
  offerTitle: string;
  advertiser: string;
  currencyName: string;
  clickedAt: Date;
  ticket: { number: string; status: TicketStatus } | null;
  steps: DemoStep[];
};

type Row = Omit<DemoClick, 'steps' | 'ticket' | 'currencyName'> & {
  userId: string;
  titleKey: string;
  terms: unknown;
  ticketNumber: string | null;
  ticketStatus: TicketStatus | null;
};

const SHOWN = 12;

/** Of one player, or of everybody but the crowd of the months before (`player-…`). */
export async function listDemoClicks(user: string | null): Promise<DemoClick[]> {
  const rows = await db.query<Row>(sql`
    SELECT c.id, c.user_id, c.title_key, c.clicked_at, c.terms, a.key AS app, a.name AS game, u.external_id AS "user",
           o.title AS offer_title, v.name AS advertiser, t.number AS ticket_number, t.status AS ticket_status
      FROM click c
      JOIN end_user u ON u.id = c.user_id
      JOIN app a ON a.id = u.app_id
      JOIN offer o ON o.id = c.offer_id
      JOIN advertiser v ON v.id = o.advertiser_id
      LEFT JOIN LATERAL (
        SELECT number, status FROM ticket WHERE user_id = c.user_id AND title_key = c.title_key
         ORDER BY opened_at DESC LIMIT 1) t ON true
     WHERE CASE WHEN ${user}::text IS NULL THEN u.external_id NOT LIKE 'player-%' ELSE u.external_id = ${user} END
     ORDER BY c.clicked_at DESC, c.id LIMIT ${SHOWN}`);
  const told = rows.map((row) => ({ row, ...readTerms(row.terms) }));
  const records = await readStepRecords(
    db,
    told.flatMap(({ row, tasks }) =>
      tasks.map(({ key }) => ({ userId: row.userId, titleKey: row.titleKey, taskKey: key })),
    ),
  );
  return told.map(({ row, tasks, currencyName }) => {
    const { userId, titleKey, terms: _, ticketNumber, ticketStatus, ...shown } = row;
    const steps = tasks.map((task) => {
      const record = records.find(
        (one) => one.userId === userId && one.titleKey === titleKey && one.taskKey === task.key,
      )!;
      const { key, name, payoutMicros, rewardAmount: reward } = task;
      return { key, name, reward, payoutMicros, status: stepRewardStatus(toStepProgress(record, task, row.clickedAt)) };
    });
    const ticket = ticketNumber && ticketStatus ? { number: ticketNumber, status: ticketStatus } : null;
    return { ...shown, currencyName, ticket, steps };
  });
}

export type DemoReceipt = {
  outcome: string;
  code: string | null;
  detail: string | null;
  state: string | null;
  taskKey: string | null;
};

/** What our door made of a postback. */
export async function readDemoReceipt(id: string): Promise<DemoReceipt | null> {
  if (!UUID.test(id)) return null;
  const [receipt] = await db.query<DemoReceipt>(sql`
    SELECT outcome, code, detail, state, task_key FROM receipt WHERE id = ${id}::uuid ORDER BY received_at DESC LIMIT 1`);
  return receipt ?? null;
}
