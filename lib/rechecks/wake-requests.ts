/** Knocks at the job that walks the requests on: at once, or when a step falls due. The minute's sweep is the net below. */
import { sql, type Tx } from '@/lib/foundation/db';

export async function wakeRequests(tx: Tx, at: Date): Promise<void> {
  await tx.query(
    sql`SELECT graphile_worker.add_job('walk-recheck-requests', '{}'::json, run_at := greatest(${at}::timestamptz, ${tx.now}))`,
  );
}
