/** The knock on the worker's door for an order over many, and how far the order has come. */
import { type Runner, type Sql, sql, type Tx } from '@/lib/foundation/db';

const GO_ON_BULK = 'go-on-bulk';

/** One knock per order: a second one takes the place of the first. */
export async function knockForBulk(runner: Runner, id: string, at: Date): Promise<void> {
  await runner.query(sql`SELECT ${knock(sql`${id}`, sql`${at}`)}`);
}

function knock(id: Sql, at: Sql): Sql {
  return sql`graphile_worker.add_job(${GO_ON_BULK}, json_build_object('jobId', ${id}::text), run_at := ${at}::timestamptz,
    job_key := 'bulk:' || ${id}::text)`;
}

/** Every minute: orders whose job went down with its worker. */
export async function wakeBulk(tx: Tx): Promise<void> {
  await tx.query(sql`
    SELECT ${knock(sql`id`, sql`${tx.now}`)} FROM bulk_job
     WHERE status IN ('WAITING', 'RUNNING') AND runs_at < ${tx.now}::timestamptz - interval '15 seconds' LIMIT 100`);
}

/** How far it has come, counted anew from what came of each, so that no crash makes it wrong. */
export async function countBulk(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`
    UPDATE bulk_job SET (done, failed, skipped) = (
      SELECT count(*) FILTER (WHERE outcome = 'DONE'), count(*) FILTER (WHERE outcome = 'FAILED'),
             count(*) FILTER (WHERE outcome = 'SKIPPED') FROM bulk_item WHERE job_id = ${id}::uuid)
     WHERE id = ${id}::uuid`);
}
