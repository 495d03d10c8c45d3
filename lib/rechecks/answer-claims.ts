/**
 * Many answers at once, by form or by CSV (R21): the lines are kept, then each is answered in a transaction of its own, and
 * what became of it stands beside it. Sending the same again changes nothing: what was recorded is a duplicate then. A batch
 * whose process ended half-way is taken up by the job; a line that was answered but not yet written down reads as a duplicate.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { answerClaim, type PortalScope } from '@/lib/rechecks/answer-claim';
import type { PortalVisit } from '@/lib/rechecks/portal-visit';
import type { AnswerRow } from '@/lib/rules/claims-csv';
import type { NotEligibleReason, RecheckAnswer } from '@/lib/rules/recheck-answer';
import { isRefusal } from '@/lib/rules/refusal';

export type AnswerSource = { kind: 'form' } | { kind: 'csv'; fileName: string };

/** Up to so many lines are answered at once; more are left to the worker. */
export const AT_ONCE = 200;

/** Returns the batch: its report can be read at once, and is complete when it is finished. */
export async function answerClaims(
  visit: PortalVisit,
  source: AnswerSource,
  rows: readonly AnswerRow[],
  options: { at?: Date } = {},
): Promise<{ id: string }> {
  const id = await inTransaction((tx) => keepBatch(tx, visit, source, rows), options);
  if (rows.length <= AT_ONCE) await goOnAnswering(id, options);
  return { id };
}

async function keepBatch(
  tx: Tx,
  visit: PortalVisit,
  source: AnswerSource,
  rows: readonly AnswerRow[],
): Promise<string> {
  const { scope, advertiserId, actor, subject } = visit;
  const [requestId, contactId] =
    'requestId' in scope ? [scope.requestId, null] : [null, subject.slice(subject.indexOf(':') + 1)];
  const by = source.kind === 'csv' ? `${visit.by}, by CSV` : visit.by;
  const fileName = source.kind === 'csv' ? source.fileName.slice(0, 200) : null;
  const [batch] = await tx.query<{ id: string }>(sql`
    INSERT INTO answer_batch (advertiser_id, request_id, contact_id, source, file_name, answered_by, created_at, total)
    VALUES (${advertiserId}::uuid, ${requestId}::uuid, ${contactId}::uuid, ${source.kind}, ${fileName}, ${by}, ${tx.now},
            ${rows.length}) RETURNING id`);
  const { id } = batch!;
  await tx.execute(sql`
    INSERT INTO answer_line (batch_id, line, number, answer, reason, words, outcome, code)
    SELECT ${id}::uuid, given.* FROM ${recordset(rows.map(toLine), LINE)}`);
  const action = source.kind === 'csv' ? 'portal-uploaded' : 'portal-answered';
  await auditEntries(tx, [{ actor, action, subject, after: { batch: id, rows: rows.length, file: fileName } }]);
  await knock(tx, id, rows.length <= AT_ONCE ? NET_MS : 0);
  return id;
}

/** When a batch that is answered at once should long be finished. */
const NET_MS = 60_000;

async function knock(tx: Tx, id: string, afterMs: number): Promise<void> {
  await tx.query(sql`
    SELECT graphile_worker.add_job('answer-claims', json_build_object('id', ${id}::text),
             run_at := ${new Date(tx.now.getTime() + afterMs)}::timestamptz, job_key := 'answer-claims:' || ${id}::text)`);
}

const LINE = 'line int, number text, answer text, reason text, words text, outcome text, code text';

function toLine(row: AnswerRow) {
  const { line, number, kind } = row;
  const nothing = { line, number, answer: null, reason: null, words: null, outcome: null, code: null };
  if (kind === 'left') return { ...nothing, outcome: 'left' };
  if (kind === 'refused') return { ...nothing, outcome: 'refused', code: row.problem };
  const { answer, reason, words } = row;
  return { ...nothing, answer, reason, words };
}

/** Answers the lines that have no outcome yet, some at a time, until there are none. */
export async function goOnAnswering(id: string, options: { at?: Date } = {}): Promise<void> {
  const [batch] = await db.query<Running>(sql`
    SELECT id, advertiser_id, request_id, answered_by AS by FROM answer_batch
     WHERE id = ${id}::uuid AND finished_at IS NULL`);
  if (!batch) return;
  for (;;) {
    const lines = await db.query<Line>(sql`
      SELECT line, number, answer, reason, words FROM answer_line
       WHERE batch_id = ${id}::uuid AND outcome IS NULL ORDER BY line LIMIT ${IN_HAND}`);
    if (lines.length === 0) break;
    const results: Result[] = [];
    for (const line of lines) results.push(await answerLine(batch, line, options));
    await inTransaction((tx) => keepResults(tx, id, results), options);
  }
  await inTransaction(
    (tx) =>
      tx.execute(sql`UPDATE answer_batch SET done = total, finished_at = ${tx.now}
                      WHERE id = ${id}::uuid AND finished_at IS NULL`),
    options,
  );
}

const IN_HAND = 50;

type Running = { id: string; advertiserId: string; requestId: string | null; by: string };
type Line = {
  line: number;
  number: string;
  answer: RecheckAnswer;
  reason: NotEligibleReason | null;
  words: string | null;
};
/** `left`: no answer in the row. `late`: kept, and the ticket had ended otherwise. */
export type LineOutcome = 'recorded' | 'duplicate' | 'late' | 'left' | 'refused';
type Result = { line: number; outcome: LineOutcome; code: string | null };

async function answerLine(
  { advertiserId, requestId, by }: Running,
  { line, ...given }: Line,
  options: { at?: Date },
): Promise<Result> {
  const scope: PortalScope = requestId ? { requestId } : { advertiserId };
  const said = await answerClaim(scope, { ...given, by }, options);
  return isRefusal(said)
    ? { line, outcome: 'refused', code: said.refused }
    : { line, outcome: said.outcome, code: null };
}

async function keepResults(tx: Tx, id: string, results: readonly Result[]): Promise<void> {
  await tx.execute(sql`
    UPDATE answer_line l SET outcome = given.outcome, code = given.code
      FROM ${recordset(results, 'line int, outcome text, code text')}
     WHERE l.batch_id = ${id}::uuid AND l.line = given.line AND l.outcome IS NULL`);
  await tx.execute(sql`
    UPDATE answer_batch SET done = (SELECT count(*) FROM answer_line WHERE batch_id = ${id}::uuid AND outcome IS NOT NULL)
     WHERE id = ${id}::uuid`);
}
