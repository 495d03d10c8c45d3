/** The In Progress tab (R1): one entry per offer title, for 60 days from the first click, with its timeline and ticket. */
import { db, type Runner, type Sql, sql } from '@/lib/foundation/db';
import { readStepRecords, readTerms, type StepTerms, toStepProgress } from '@/lib/rewards/step-records';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { LEAVES_AFTER, type Phase, ticketPhase, ticketWindow } from '@/lib/rules/eligibility';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import { type RewardTimeline, rewardTimeline } from '@/lib/rules/timeline';

export type ProgressEntry = {
  clickId: string;
  offerKey: string;
  offerTitle: string;
  requirements: string | null;
  startedAt: Date;
  opensAt: Date;
  closesAt: Date;
  phase: Phase;
  rewardTotal: bigint;
  currencyName: string;
  timeline: RewardTimeline;
  /** The latest ticket about this title. */
  ticket: { number: string; status: TicketStatus; dueAt: Date | null } | null;
  /** Steps that no ticket has claimed yet: a ticket about one of them can still be opened, inside the 60 days (R4). */
  unclaimed: string[];
};

/** Newest first. An entry whose 60 days are over is gone (R1). */
export async function listInProgress(userId: string, now: Date): Promise<ProgressEntry[]> {
  const since = new Date(now.getTime() - LEAVES_AFTER);
  return read(db, userId, sql`p.first_clicked_at > ${since}`, now);
}

/** The entry that this click belongs to; also after its 60 days, so that an old ticket still tells its story. */
export async function readProgress(userId: string, clickId: string, now: Date): Promise<ProgressEntry | null> {
  if (!ID_PATTERN.test(clickId)) return null;
  const entries = await read(
    db,
    userId,
    sql`p.title_key = (SELECT title_key FROM click WHERE id = ${clickId} AND user_id = ${userId}::uuid)`,
    now,
  );
  return entries[0] ?? null;
}

type Row = {
  titleKey: string;
  clickId: string;
  startedAt: Date;
  terms: unknown;
  offerKey: string;
  offerTitle: string;
  requirements: string | null;
  ticketNumber: string | null;
  ticketStatus: TicketStatus | null;
  ticketDueAt: Date | null;
  claimed: string[];
};

async function read(runner: Runner, userId: string, which: Sql, now: Date): Promise<ProgressEntry[]> {
  const rows = await runner.query<Row>(sql`
    SELECT p.title_key, p.first_click_id AS click_id, p.first_clicked_at AS started_at, c.terms,
           o.key AS offer_key, o.title AS offer_title, o.requirements,
           t.number AS ticket_number, t.status AS ticket_status, t.due_at AS ticket_due_at,
           ARRAY(SELECT task_key FROM ticket_task tt
                  WHERE tt.live AND tt.user_id = p.user_id AND tt.title_key = p.title_key) AS claimed
      FROM progress p
      JOIN click c ON c.id = p.first_click_id
      JOIN offer o ON o.id = c.offer_id
      LEFT JOIN LATERAL (
        SELECT number, status, due_at FROM ticket
         WHERE user_id = p.user_id AND title_key = p.title_key AND status <> 'CLOSED'
         ORDER BY opened_at DESC LIMIT 1) t ON true
     WHERE p.user_id = ${userId}::uuid AND ${which}
     ORDER BY p.first_clicked_at DESC LIMIT 200`);
  const told = rows.map((row) => ({ row, ...readTerms(row.terms) }));
  const keys = told.flatMap(({ row, tasks }) =>
    tasks.map(({ key }) => ({ userId, titleKey: row.titleKey, taskKey: key })),
  );
  const records = await readStepRecords(runner, keys);
  return told.map(({ row, tasks, currencyName }) => {
    const steps = tasks.map((task) => {
      const record = records.find(({ titleKey, taskKey }) => titleKey === row.titleKey && taskKey === task.key)!;
      return toStepProgress(record, task, row.startedAt);
    });
    return toEntry(row, tasks, currencyName, rewardTimeline(row.startedAt, steps), now);
  });
}

function toEntry(
  row: Row,
  tasks: StepTerms[],
  currencyName: string,
  timeline: RewardTimeline,
  now: Date,
): ProgressEntry {
  const { clickId, offerKey, offerTitle, requirements, startedAt, ticketNumber, ticketStatus, ticketDueAt } = row;
  return {
    clickId,
    offerKey,
    offerTitle,
    requirements,
    startedAt,
    ...ticketWindow(startedAt),
    phase: ticketPhase(startedAt, now),
    rewardTotal: tasks.reduce((total, task) => total + task.rewardAmount, 0n),
    currencyName,
    timeline,
    unclaimed: tasks.map(({ key }) => key).filter((key) => !row.claimed.includes(key)),
    ticket: ticketNumber && ticketStatus ? { number: ticketNumber, status: ticketStatus, dueAt: ticketDueAt } : null,
  };
}
