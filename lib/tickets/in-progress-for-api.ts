/** What the In Progress tab shows to one player, for an operator who shows it on a wall of its own. */
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { listInProgress, type ProgressEntry } from '@/lib/tickets/in-progress';
import type { InProgressOutput } from '@/lib/tickets/ticket-api-schema';
import { timelineForApi } from '@/lib/tickets/timeline-for-api';

export async function inProgressForApi(app: string, user: string): Promise<InProgressOutput | Refusal> {
  const [found] = await db.query<{ id: string }>(sql`
    SELECT u.id FROM end_user u JOIN app a ON a.id = u.app_id
     WHERE a.key = ${app} AND u.external_id = ${user} AND u.erased_at IS NULL`);
  if (!found) return refuse('not-found', 'We have not met this player in this app.');
  const entries = await listInProgress(found.id, await databaseNow());
  return { offers: entries.map((entry) => toOutput(entry)) };
}

function toOutput(entry: ProgressEntry): InProgressOutput['offers'][number] {
  return {
    click: entry.clickId,
    offer: entry.offerKey,
    title: entry.offerTitle,
    requirements: entry.requirements,
    startedAt: entry.startedAt.toISOString(),
    opensAt: entry.opensAt.toISOString(),
    closesAt: entry.closesAt.toISOString(),
    phase: entry.phase,
    rewardAmount: Number(entry.rewardTotal),
    currency: entry.currencyName,
    ticket: entry.ticket && { ...entry.ticket, dueAt: entry.ticket.dueAt?.toISOString() ?? null },
    timeline: timelineForApi(entry.timeline),
  };
}
