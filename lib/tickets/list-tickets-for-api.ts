/** The operator's list of tickets: newest first, by status and by app, a page at a time. */
import { db, empty, type Runner, type Sql, sql } from '@/lib/foundation/db';
import { readStepRecords, type StepRecord, toStepProgress } from '@/lib/rewards/step-records';
import { pageOf } from '@/lib/rules/cursor';
import { formatUsd } from '@/lib/rules/money';
import { leastAdvanced, type TicketStatus } from '@/lib/rules/ticket-states';
import { type RewardTimeline, rewardTimeline } from '@/lib/rules/timeline';
import type { TicketList, TicketQuery, TicketSummary } from '@/lib/tickets/ticket-api-schema';

export async function listTicketsForApi({ status, app, cursor, limit }: TicketQuery): Promise<TicketList> {
  const rows = await readTicketRows(
    db,
    sql`true ${status ? sql`AND t.status = ${status}` : empty}
        ${app ? sql`AND t.app_id = (SELECT id FROM app WHERE key = ${app})` : empty}
        ${cursor ? sql`AND (t.opened_at, t.id) < (${cursor.at}, ${cursor.id}::uuid)` : empty}`,
    limit + 1,
  );
  const { shown, nextCursor } = pageOf(rows, limit, ({ openedAt }) => openedAt);
  const records = await readStepRecords(db, shown.flatMap(stepKeys));
  return { tickets: shown.map((row) => toSummary(row, timelineOf(row, records))), nextCursor };
}

export type TicketRow = {
  id: string;
  number: string;
  status: TicketStatus;
  userId: string;
  titleKey: string;
  app: string;
  user: string;
  offer: string;
  offerTitle: string;
  click: string;
  valueMicros: bigint;
  rewardTotal: bigint;
  currency: string;
  round: number;
  version: number;
  openedAt: Date;
  opensAt: Date;
  validatedAt: Date | null;
  dueAt: Date | null;
  decidedAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  clickedAt: Date;
  tasks: { key: string; name: string; payoutMicros: string; rewardAmount: string; ttcMinutes: number | null }[];
};

export async function readTicketRows(runner: Runner, where: Sql, limit: number): Promise<TicketRow[]> {
  return runner.query<TicketRow>(sql`
    SELECT t.id, t.number, t.status, t.user_id, t.title_key, a.key AS app, u.external_id AS "user", o.key AS offer,
           o.title AS offer_title, t.click_id AS click, t.value_micros, t.reward_total, t.round, t.version, t.opened_at,
           t.opens_at, t.validated_at, t.due_at, t.decided_at, t.closed_at, t.closed_reason, c.clicked_at,
           coalesce(c.terms->>'currencyName', a.currency_name) AS currency, steps.tasks
      FROM (SELECT * FROM ticket t WHERE ${where} ORDER BY t.opened_at DESC, t.id DESC LIMIT ${limit}) t
      JOIN app a ON a.id = t.app_id
      JOIN end_user u ON u.id = t.user_id
      JOIN offer o ON o.id = t.offer_id
      JOIN click c ON c.id = t.click_id
      JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'key', tt.task_key, 'name', tt.name, 'payoutMicros', tt.payout_micros::text,
                 'rewardAmount', tt.reward_amount::text,
                 'ttcMinutes', jsonb_path_query_first(c.terms, '$.tasks[*] ? (@.key == $key).ttcMinutes',
                                                     jsonb_build_object('key', tt.task_key))
               ) ORDER BY tt.task_key), '[]') AS tasks
          FROM ticket_task tt WHERE tt.ticket_id = t.id) steps ON true
     ORDER BY t.opened_at DESC, t.id DESC`);
}

export function stepKeys({ userId, titleKey, tasks }: TicketRow) {
  return tasks.map(({ key }) => ({ userId, titleKey, taskKey: key }));
}

export function timelineOf(row: TicketRow, records: readonly StepRecord[]): RewardTimeline {
  const steps = row.tasks.map((task) => {
    const step = { ...task, payoutMicros: BigInt(task.payoutMicros), rewardAmount: BigInt(task.rewardAmount) };
    const record = records.find(
      ({ userId, titleKey, taskKey }) => userId === row.userId && titleKey === row.titleKey && taskKey === task.key,
    );
    return toStepProgress(record!, step, row.clickedAt);
  });
  return rewardTimeline(row.clickedAt, steps);
}

export function toSummary(row: TicketRow, timeline: RewardTimeline): TicketSummary {
  return {
    number: row.number,
    status: row.status,
    rewardStatus: leastAdvanced(timeline.steps.map(({ status }) => status)),
    app: row.app,
    user: row.user,
    offer: row.offer,
    offerTitle: row.offerTitle,
    click: row.click,
    valueUsd: formatUsd(row.valueMicros),
    rewardAmount: Number(row.rewardTotal),
    currency: row.currency,
    round: row.round,
    version: row.version,
    openedAt: row.openedAt.toISOString(),
    opensAt: row.opensAt.toISOString(),
    validatedAt: row.validatedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    closedReason: row.closedReason,
  };
}
