/**
 * One run of the automation, as the worker's crontab and `POST /api/cron/hourly` both start it: what is on file is matched
 * first and what was held looked at again, registered tickets are submitted, then everything due is decided. Leaves a row
 * per hour (I32, I33): an hour that was missed or died half-way is seen, and taken up by the next minute's look (R17).
 */
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { settleHeld } from '@/lib/postbacks/settle-held';
import { learnUsualRates } from '@/lib/postbacks/watch-rates';
import { decideDueTickets, type Tally } from '@/lib/tickets/decide-due-tickets';
import { submitRegisteredTickets } from '@/lib/tickets/queue-tickets';

const JOB = 'decide-due-tickets';

export async function runHourly(options: { at?: Date } = {}): Promise<Tally> {
  const slot = await openSlot();
  await learnUsualRates(options);
  await matchWaiting(options);
  await settleHeld(null, options);
  await submitRegisteredTickets(options);
  const tally = await decideDueTickets({ ...options, beat: () => beat(slot) });
  await db.execute(sql`
    UPDATE cron_run SET finished_at = clock_timestamp(), heartbeat_at = clock_timestamp(), result = ${JSON.stringify(tally)}::jsonb
     WHERE job = ${JOB} AND slot_at = ${slot}`);
  return tally;
}

/** Every minute: runs the hour that has no finished run yet, unless another runner is at it (its heart beats). */
export async function runHourlyIfDue(): Promise<Tally | null> {
  const claimed = await db.query(sql`
    INSERT INTO cron_run (job, slot_at, started_at, heartbeat_at)
    VALUES (${JOB}, date_trunc('hour', now()), clock_timestamp(), clock_timestamp())
    ON CONFLICT (job, slot_at) DO UPDATE SET started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at
      WHERE cron_run.finished_at IS NULL AND cron_run.heartbeat_at < clock_timestamp() - interval '60 seconds'
    RETURNING slot_at`);
  if (claimed.length === 0) return null;
  await markSkippedHours();
  return runHourly();
}

/** Hours in which nothing ran (the machine was off): marked as skipped, so that the trace has no gap. None before the first. */
async function markSkippedHours(): Promise<void> {
  await db.execute(sql`
    INSERT INTO cron_run (job, slot_at, started_at, heartbeat_at, finished_at, result)
    SELECT ${JOB}, slot, now(), now(), now(), '{"skipped": true}'
      FROM (SELECT max(slot_at) AS last FROM cron_run WHERE job = ${JOB} AND slot_at < date_trunc('hour', now())) previous,
           generate_series(previous.last + interval '1 hour',
                           date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS slot
    ON CONFLICT DO NOTHING`);
}

async function openSlot(): Promise<Date> {
  const [row] = await db.query<{ slotAt: Date }>(sql`
    INSERT INTO cron_run (job, slot_at, started_at, heartbeat_at)
    VALUES (${JOB}, date_trunc('hour', now()), clock_timestamp(), clock_timestamp())
    ON CONFLICT (job, slot_at) DO UPDATE SET heartbeat_at = excluded.heartbeat_at RETURNING slot_at`);
  return row!.slotAt;
}

async function beat(slot: Date): Promise<void> {
  await db.execute(sql`UPDATE cron_run SET heartbeat_at = clock_timestamp() WHERE job = ${JOB} AND slot_at = ${slot}`);
}
