/** The reasons that decisions can have, as leads keep them (table `denial_reason`), in the order of the list. */
import { db, type Runner, sql } from '@/lib/foundation/db';
import type { Outcome } from '@/lib/rules/agent-reasons';
import type { Reason } from '@/lib/rules/reasons';

/** All there ever were, so that old decisions keep their names; those in use have no `archivedAt`. */
export function readReasons(runner: Runner = db): Promise<Reason[]> {
  return runner.query<Reason>(sql`
    SELECT code, outcome, position, labels, texts, version, archived_at FROM denial_reason
     ORDER BY outcome, position, code`);
}

/** Null for one that cannot be chosen, or not for this outcome. */
export async function findReason(runner: Runner, outcome: Outcome, code: string): Promise<Reason | null> {
  const [found] = await runner.query<Reason>(sql`
    SELECT code, outcome, position, labels, texts, version, archived_at FROM denial_reason
     WHERE code = ${code} AND outcome = ${outcome} AND archived_at IS NULL`);
  return found ?? null;
}
