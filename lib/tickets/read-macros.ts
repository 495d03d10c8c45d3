/** Macros, as an agent may see them: their own, those of their team (agents of the owner's role), and everyone's. */
import { db, type Runner, type Sql, sql } from '@/lib/foundation/db';
import type { MacroDecision, MacroDraft, Visibility } from '@/lib/rules/macros';
import type { Role } from '@/lib/rules/permissions';

export type Macro = MacroDraft & {
  id: string;
  ownerId: string;
  ownerName: string;
  ownerRole: Role;
  visibility: Visibility;
  decision: MacroDecision | null;
  used: number;
  version: number;
  archivedAt: Date | null;
};

export type Viewer = { id: string; role: Role };

const MACROS = sql`
  SELECT m.id, m.name, m.visibility, m.owner_id, g.name AS owner_name, g.role AS owner_role, m.template, m.decision, m.reason,
         m.tags, m.assignee, m.next, m.used, m.version, m.archived_at
    FROM macro m JOIN agent g ON g.id = m.owner_id`;

function seenBy({ id, role }: Viewer): Sql {
  return sql`(m.visibility = 'everyone' OR m.owner_id = ${id}::uuid OR (m.visibility = 'team' AND g.role = ${role}))`;
}

/** Those in use, in the order that was given to them. */
export function readMacros(viewer: Viewer): Promise<Macro[]> {
  return db.query<Macro>(
    sql`${MACROS} WHERE m.archived_at IS NULL AND ${seenBy(viewer)} ORDER BY m.position, m.name, m.id`,
  );
}

/** Also those that were put away, for the page that can bring them back. */
export function readArchivedMacros(viewer: Viewer): Promise<Macro[]> {
  return db.query<Macro>(sql`
    ${MACROS} WHERE m.archived_at IS NOT NULL AND ${seenBy(viewer)} ORDER BY m.archived_at DESC, m.id LIMIT 100`);
}

/** Null for one that is not there, or not to be seen by this agent. */
export async function readMacro(id: string, viewer: Viewer, runner: Runner = db): Promise<Macro | null> {
  if (!UUID.test(id)) return null;
  const [macro] = await runner.query<Macro>(sql`${MACROS} WHERE m.id = ${id}::uuid AND ${seenBy(viewer)}`);
  return macro ?? null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
