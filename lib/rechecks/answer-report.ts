/** What became of answers that came together: how many of each outcome, and line by line (RC-005). */
import { db, sql, type Tx } from '@/lib/foundation/db';
import type { PortalScope } from '@/lib/rechecks/answer-claim';
import type { LineOutcome } from '@/lib/rechecks/answer-claims';
import type { RowProblem } from '@/lib/rules/claims-csv';
import type { NotEligibleReason, RecheckAnswer } from '@/lib/rules/recheck-answer';

export type ReportLine = {
  line: number;
  number: string;
  answer: RecheckAnswer | null;
  reason: NotEligibleReason | null;
  outcome: LineOutcome | null;
  /** Why it was refused: a refusal's code, or what is wrong with the row. */
  code: RowProblem | 'not-found' | 'conflict' | 'malformed' | null;
};

export type AnswerReport = {
  id: string;
  source: 'form' | 'csv';
  fileName: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  total: number;
  done: number;
  counts: Record<LineOutcome, number>;
};

/** Null: there is none, or it is another's. */
export async function readAnswerReport(scope: PortalScope, id: string): Promise<AnswerReport | null> {
  const theirs =
    'requestId' in scope
      ? sql`b.request_id = ${scope.requestId}::uuid`
      : sql`b.advertiser_id = ${scope.advertiserId}::uuid`;
  const [report] = await db.query<Omit<AnswerReport, 'counts'> & { counts: Partial<AnswerReport['counts']> }>(sql`
    SELECT b.id, b.source, b.file_name, b.created_at, b.finished_at, b.total, b.done,
           (SELECT coalesce(jsonb_object_agg(outcome, n), '{}')
              FROM (SELECT outcome, count(*)::int AS n FROM answer_line
                     WHERE batch_id = b.id AND outcome IS NOT NULL GROUP BY 1) AS by_outcome) AS counts
      FROM answer_batch b WHERE b.id = ${id}::uuid AND ${theirs}`);
  if (!report) return null;
  const none = { recorded: 0, duplicate: 0, late: 0, left: 0, refused: 0 };
  return { ...report, counts: { ...none, ...report.counts } };
}

/** Lines after `after`, in their order. The caller has read the report in its scope. */
export function readReportLines(id: string, after = 0, limit = 100): Promise<ReportLine[]> {
  return db.query<ReportLine>(sql`
    SELECT line, number, answer, reason, outcome, code FROM answer_line
     WHERE batch_id = ${id}::uuid AND line > ${after} ORDER BY line LIMIT ${limit}`);
}

/** Reports are kept three months; the answers themselves stand with their claims. */
export async function forgetOldAnswers(tx: Tx): Promise<void> {
  await tx.execute(
    sql`DELETE FROM answer_batch WHERE created_at < ${new Date(tx.now.getTime() - 90 * 86_400_000)} AND finished_at IS NOT NULL`,
  );
}
