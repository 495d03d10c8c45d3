/** Reasons for decisions, as leads keep them: labels, words to the user, their order. One that was ever used is put away, not deleted. */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import type { Outcome } from '@/lib/rules/agent-reasons';
import {
  type ByLanguage,
  isKept,
  LONGEST_LABEL,
  REASON_CODE,
  type Reason,
  type WordsFault,
  WRITTEN_LANGUAGES,
  wordsFaults,
} from '@/lib/rules/reasons';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

export type ReasonDraft = { code: string; outcome: Outcome; labels: ByLanguage; texts: ByLanguage };

/** By field: `label-en`, `text-es`, `code`. */
export type ReasonFaults = Record<string, WordsFault | { fault: 'missing' | 'code' }>;

/** Refused: `malformed` (details: faults), `conflict` (the code is taken), `not-found`, `version-changed`. `version` null makes one. */
export async function saveReason(
  draft: ReasonDraft,
  version: number | null,
  actor: Actor,
): Promise<{ code: string } | Refusal> {
  const faults = faultsOf(draft);
  if (Object.keys(faults).length > 0)
    return refuse('malformed', 'This reason cannot be saved.', { details: { faults } });
  return inTransaction((tx) => (version === null ? insert(tx, draft, actor) : update(tx, draft, version, actor)));
}

function faultsOf({ code, labels, texts }: ReasonDraft): ReasonFaults {
  const faults: ReasonFaults = REASON_CODE.test(code) && code.length <= 40 ? {} : { code: { fault: 'code' } };
  for (const language of WRITTEN_LANGUAGES) {
    const label = labels[language] ?? '';
    if (label === '' || label.length > LONGEST_LABEL) faults[`label-${language}`] = { fault: 'missing' };
    const [wrong] = wordsFaults(texts[language] ?? '', language);
    if (wrong) faults[`text-${language}`] = wrong;
  }
  return faults;
}

async function insert(tx: Tx, draft: ReasonDraft, actor: Actor): Promise<{ code: string } | Refusal> {
  const { code, outcome, labels, texts } = draft;
  const made = await tx.execute(sql`
    INSERT INTO denial_reason (code, outcome, labels, texts, position)
    VALUES (${code}, ${outcome}, ${JSON.stringify(labels)}::jsonb, ${JSON.stringify(texts)}::jsonb,
            (SELECT coalesce(max(position), 0) + 1 FROM denial_reason WHERE outcome = ${outcome}))
    ON CONFLICT (code) DO NOTHING`);
  if (made === 0) return refuse('conflict', 'There is a reason with this code already.');
  await auditChange(tx, actor, {
    action: 'save-reason',
    subject: `reason:${code}`,
    before: null,
    after: { labels, texts },
  });
  return { code };
}

async function update(tx: Tx, draft: ReasonDraft, version: number, actor: Actor): Promise<{ code: string } | Refusal> {
  const before = await lockReason(tx, draft.code, version);
  if (isRefusal(before)) return before;
  const { code, labels, texts } = draft;
  await tx.execute(sql`
    UPDATE denial_reason SET labels = ${JSON.stringify(labels)}::jsonb, texts = ${JSON.stringify(texts)}::jsonb,
           version = version + 1 WHERE code = ${code}`);
  const change = { action: 'save-reason', subject: `reason:${code}` };
  await auditChange(tx, actor, {
    ...change,
    before: { labels: before.labels, texts: before.texts },
    after: { labels, texts },
  });
  return { code };
}

async function lockReason(tx: Tx, code: string, version: number): Promise<Reason | Refusal> {
  const [found] = await tx.query<Reason>(sql`
    SELECT code, outcome, position, labels, texts, version, archived_at FROM denial_reason WHERE code = ${code} FOR UPDATE`);
  if (!found) return refuse('not-found', 'There is no such reason.');
  if (found.version === version) return found;
  return refuse('version-changed', 'Somebody changed this reason while you were looking at it.', {
    details: { version: found.version },
  });
}

export type ReasonMove = 'up' | 'archive' | 'restore';

/** Refused: `not-found`, `version-changed`, `conflict` for those that the automation itself denies by. */
export async function moveReason(
  code: string,
  version: number,
  move: ReasonMove,
  actor: Actor,
): Promise<{ code: string } | Refusal> {
  return inTransaction(async (tx) => {
    const reason = await lockReason(tx, code, version);
    if (isRefusal(reason)) return reason;
    if (move === 'up') await moveUp(tx, reason);
    else if (move === 'archive' && isKept(code))
      return refuse('conflict', 'Tickets are denied by this reason every hour.');
    else await putAway(tx, reason, move === 'archive', actor);
    return { code };
  });
}

/** Positions are made whole first, so that none are shared. */
async function moveUp(tx: Tx, { code, outcome }: Reason): Promise<void> {
  await tx.execute(sql`
    WITH whole AS (SELECT code, row_number() OVER (ORDER BY position, code) AS at FROM denial_reason
                    WHERE outcome = ${outcome} AND archived_at IS NULL),
         this AS (SELECT at FROM whole WHERE code = ${code})
    UPDATE denial_reason r SET position = CASE WHEN whole.at = this.at THEN this.at - 1
                                               WHEN whole.at = this.at - 1 THEN this.at ELSE whole.at END
      FROM whole, this WHERE r.code = whole.code`);
}

async function putAway(tx: Tx, { code, archivedAt }: Reason, away: boolean, actor: Actor): Promise<void> {
  await tx.execute(sql`
    UPDATE denial_reason SET archived_at = ${away ? tx.now : null}, version = version + 1 WHERE code = ${code}`);
  const [before, after] = [{ archived: archivedAt !== null }, { archived: away }];
  await auditChange(tx, actor, { action: 'save-reason', subject: `reason:${code}`, before, after });
}

export type ReasonUse = { code: string; decisions: number; macros: number };

const COUNTED_UP_TO = 1_000;

/** Where each is used: by agents' decisions, counted up to 1,000, and by macros. */
export function readReasonUse(): Promise<ReasonUse[]> {
  return db.query<ReasonUse>(sql`
    SELECT r.code,
           (SELECT count(*)::int FROM (SELECT FROM decision WHERE reason = r.code AND actor_kind = 'AGENT'
             LIMIT ${COUNTED_UP_TO}) AS d) AS decisions,
           (SELECT count(*)::int FROM macro WHERE reason = r.code AND archived_at IS NULL) AS macros
      FROM denial_reason r`);
}
