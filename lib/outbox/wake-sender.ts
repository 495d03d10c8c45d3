/** Wakes the sender of e-mails through the job queue, in the transaction that gave it something to do. */
import { type Runner, sql, type Tx } from '@/lib/foundation/db';

export const SEND_EMAILS = 'send-emails';

/**
 * One waiting job per database connection, not one for all: with a single key every transaction that promises an e-mail
 * would wait for the one before it to commit. A promise for later gets a job of its own, so that it cannot push back an
 * earlier one. The minute's sweep (lib/jobs) is the net below both.
 */
export async function wakeSender(tx: Tx, at: Date): Promise<void> {
  if (at > tx.now) {
    await tx.execute(sql`SELECT graphile_worker.add_job(${SEND_EMAILS}, '{}'::json, run_at := ${at}::timestamptz)`);
    return;
  }
  for (let tries = 0; tries < 3; tries += 1) if (await replaceJob(tx)) return;
  await tx.execute(sql`SELECT graphile_worker.add_job(${SEND_EMAILS}, '{}'::json)`);
}

/**
 * A job that already runs has its key taken away and a new one is added, because it may not see our rows. In the instant
 * in which a worker takes the job, add_job does neither, and answers nothing: then it is asked again.
 */
async function replaceJob(tx: Tx): Promise<boolean> {
  const [job] = await tx.query<{ id: bigint | null }>(sql`
    SELECT id FROM graphile_worker.add_job(${SEND_EMAILS}, '{}'::json,
      job_key := ${SEND_EMAILS} || ':' || pg_backend_pid(), job_key_mode := 'replace')`);
  return job?.id != null;
}

/** After a run: when the next row falls due, but not at once again. */
export async function wakeSenderWhenDue(db: Runner, notBefore: Date): Promise<void> {
  await db.execute(sql`
    SELECT graphile_worker.add_job(${SEND_EMAILS}, '{}'::json, run_at := greatest(next_at, ${notBefore}::timestamptz),
      job_key := ${`${SEND_EMAILS}:next`}, job_key_mode := 'replace')
    FROM email WHERE status = 'PENDING' ORDER BY next_at LIMIT 1`);
}
