/**
 * Makes a macro, changes it, puts it away or brings it back, and moves it in the list. One's own is one's own business; what
 * others see needs `macros:write`. Each change of a shared one is on record.
 */
import { auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { MACRO_SCHEMA, type MacroDraft, macroFaults } from '@/lib/rules/macros';
import { can } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { type Macro, readMacro, type Viewer } from '@/lib/tickets/read-macros';
import { findReason } from '@/lib/tickets/read-reasons';

/** Refused: `malformed` (details: faults), `not-allowed`, `not-found`, `version-changed`. `id` null makes a new one. */
export async function saveMacro(
  id: string | null,
  version: number,
  given: unknown,
  agent: Viewer,
): Promise<{ id: string; version: number } | Refusal> {
  const read = MACRO_SCHEMA.safeParse(given);
  if (!read.success) return faulty(['unreadable']);
  const draft = read.data;
  const faults = macroFaults(draft);
  if (faults.length > 0) return faulty(faults);
  if (!mayKeep(agent, draft)) return refuse('not-allowed', 'Macros that others see are kept by leads.');
  return inTransaction(async (tx) => {
    const missing = await noLongerThere(tx, draft);
    if (missing) return missing;
    if (id === null) return insert(tx, draft, agent);
    const before = await lockMacro(tx, id, version, agent);
    return isRefusal(before) ? before : update(tx, before, draft, agent);
  });
}

function faulty(faults: string[]): Refusal {
  return refuse('malformed', 'This macro cannot be saved.', { details: { faults } });
}

/** Whether this agent may make, change or put away such a macro. */
export function mayKeep(
  agent: Viewer,
  { visibility, ownerId = agent.id }: { visibility: string; ownerId?: string },
): boolean {
  if (visibility === 'me') return ownerId === agent.id && can(agent.role, 'tickets:note');
  return can(agent.role, 'macros:write');
}

async function noLongerThere(tx: Tx, { decision, reason, tags }: MacroDraft): Promise<Refusal | null> {
  if ((decision === 'approve' || decision === 'deny') && !(await findReason(tx, decision, reason ?? '')))
    return faulty(['reason']);
  const [known] = await tx.query<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM tag WHERE name = ANY(${tags}::text[]) AND archived_at IS NULL`,
  );
  return known!.count === tags.length ? null : faulty(['tag']);
}

async function insert(tx: Tx, draft: MacroDraft, agent: Viewer): Promise<{ id: string; version: number }> {
  const { name, visibility, template, decision, reason, tags, assignee, next } = draft;
  const [made] = await tx.query<{ id: string }>(sql`
    INSERT INTO macro (name, visibility, owner_id, template, decision, reason, tags, assignee, next, position)
    VALUES (${name}, ${visibility}, ${agent.id}::uuid, ${template}, ${decision}, ${reason}, ${tags}::text[], ${assignee}, ${next},
            (SELECT coalesce(max(position), 0) + 1 FROM macro))
    RETURNING id`);
  await onRecord(tx, made!.id, null, draft, agent);
  return { id: made!.id, version: 1 };
}

async function lockMacro(tx: Tx, id: string, version: number, agent: Viewer): Promise<Macro | Refusal> {
  const macro = await readMacro(id, agent, tx);
  if (!macro) return refuse('not-found', 'There is no such macro.');
  if (!mayKeep(agent, macro)) return refuse('not-allowed', 'Macros that others see are kept by leads.');
  const [locked] = await tx.query<{ version: number }>(
    sql`SELECT version FROM macro WHERE id = ${id}::uuid FOR UPDATE`,
  );
  if (locked!.version === version) return macro;
  return refuse('version-changed', 'Somebody changed this macro while you were looking at it.', {
    details: { version: locked!.version },
  });
}

async function update(tx: Tx, before: Macro, draft: MacroDraft, agent: Viewer) {
  const { name, visibility, template, decision, reason, tags, assignee, next } = draft;
  await tx.execute(sql`
    UPDATE macro SET name = ${name}, visibility = ${visibility}, template = ${template}, decision = ${decision},
           reason = ${reason}, tags = ${tags}::text[], assignee = ${assignee}, next = ${next}, version = version + 1
     WHERE id = ${before.id}::uuid`);
  await onRecord(tx, before.id, before, draft, agent);
  return { id: before.id, version: before.version + 1 };
}

const kept = ({ name, visibility, template, decision, reason, tags, assignee, next }: MacroDraft) => ({
  name,
  visibility,
  template,
  decision,
  reason,
  tags,
  assignee,
  next,
});

async function onRecord(tx: Tx, id: string, before: Macro | null, after: MacroDraft, agent: Viewer): Promise<void> {
  if (after.visibility === 'me' && (before?.visibility ?? 'me') === 'me') return;
  const change = { action: 'save-macro', subject: `macro:${id}`, before: before && kept(before), after: kept(after) };
  await auditChange(tx, { kind: 'AGENT', id: agent.id }, change);
}

export type MacroMove = 'up' | 'down' | 'archive' | 'restore' | 'duplicate';

/** Refused: `not-found`, `not-allowed`, `version-changed`. A copy is one's own until it is shared. */
export async function moveMacro(
  id: string,
  version: number,
  move: MacroMove,
  agent: Viewer,
): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    if (move === 'duplicate') return duplicate(tx, id, agent);
    const macro = await lockMacro(tx, id, version, agent);
    if (isRefusal(macro)) return macro;
    if (move === 'up' || move === 'down') await swap(tx, id, move);
    else await putAway(tx, macro, move === 'archive', agent);
    return { id };
  });
}

async function duplicate(tx: Tx, id: string, agent: Viewer): Promise<{ id: string } | Refusal> {
  const macro = await readMacro(id, agent, tx);
  if (!macro || !can(agent.role, 'tickets:note')) return refuse('not-found', 'There is no such macro.');
  return insert(tx, { ...kept(macro), visibility: 'me' }, agent);
}

/** The one before or after it changes places with it; positions are made whole first, so that none are shared. */
async function swap(tx: Tx, id: string, move: 'up' | 'down'): Promise<void> {
  await tx.execute(sql`
    WITH whole AS (SELECT id, row_number() OVER (ORDER BY position, name, id) AS at FROM macro WHERE archived_at IS NULL),
         this AS (SELECT at FROM whole WHERE id = ${id}::uuid)
    UPDATE macro SET position = CASE
             WHEN whole.at = this.at THEN this.at + ${move === 'up' ? -1 : 1}
             WHEN whole.at = this.at + ${move === 'up' ? -1 : 1} THEN this.at
             ELSE whole.at END
      FROM whole, this WHERE macro.id = whole.id`);
}

async function putAway(tx: Tx, macro: Macro, away: boolean, agent: Viewer): Promise<void> {
  await tx.execute(sql`
    UPDATE macro SET archived_at = ${away ? tx.now : null}, version = version + 1 WHERE id = ${macro.id}::uuid`);
  if (macro.visibility === 'me') return;
  const [before, after] = [{ archived: !away }, { archived: away }];
  await auditChange(
    tx,
    { kind: 'AGENT', id: agent.id },
    { action: 'save-macro', subject: `macro:${macro.id}`, before, after },
  );
}
