/** Lists that are worth coming back to: an agent's own, those of everybody with the same role, and those of all. */
import { db, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const VISIBILITIES = ['me', 'team', 'everyone'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export type SavedView = { id: string; name: string; query: string; visibility: Visibility; mine: boolean };
/** `mayShare`: may show views to others, and change those that are shown to others. */
export type Keeper = { id: string; role: string; mayShare: boolean };

const MOST = 50;
const LONGEST_NAME = 60;
const LONGEST_QUERY = 1_000;

export function listViews({ id, role }: Keeper): Promise<SavedView[]> {
  return db.query<SavedView>(sql`
    SELECT v.id, v.name, v.query, v.visibility, v.owner_id = ${id}::uuid AS mine
      FROM saved_view v JOIN agent o ON o.id = v.owner_id
     WHERE v.deleted_at IS NULL
       AND (v.owner_id = ${id}::uuid OR v.visibility = 'everyone' OR (v.visibility = 'team' AND o.role = ${role}))
     ORDER BY array_position(ARRAY['me', 'team', 'everyone'], v.visibility), v.name, v.id LIMIT ${MOST}`);
}

/** Refused: `malformed` with fields, `not-allowed`. */
export async function saveView(
  given: { name: string; query: string; visibility: string },
  keeper: Keeper,
  now: Date,
): Promise<{ id: string } | Refusal> {
  const name = given.name.trim();
  const visibility = VISIBILITIES.find((known) => known === given.visibility);
  if (name === '' || name.length > LONGEST_NAME)
    return refuse('malformed', `A name of up to ${LONGEST_NAME} letters, please.`, { fields: { name: 'name' } });
  if (!visibility || given.query.length > LONGEST_QUERY)
    return refuse('malformed', 'This list cannot be saved.', { fields: { visibility: 'me, team or everyone' } });
  if (visibility !== 'me' && !keeper.mayShare)
    return refuse('not-allowed', 'Your role does not allow sharing views with others.');
  const [saved] = await db.query<{ id: string }>(sql`
    INSERT INTO saved_view (owner_id, name, query, visibility, created_at)
    VALUES (${keeper.id}::uuid, ${name}, ${given.query}, ${visibility}, ${now}) RETURNING id`);
  return saved!;
}

/** Refused: `not-found`, also for a view that is not theirs to change. */
export async function renameView(id: string, name: string, keeper: Keeper) {
  const shortened = name.trim().slice(0, LONGEST_NAME);
  if (shortened === '') return refuse('malformed', 'A view needs a name.', { fields: { name: 'missing' } });
  return changed(
    await db.execute(sql`
    UPDATE saved_view SET name = ${shortened} WHERE ${theirs(id, keeper)} AND deleted_at IS NULL`),
  );
}

/** Kept, so that it can be brought back. */
export async function deleteView(id: string, keeper: Keeper, now: Date) {
  return changed(
    await db.execute(sql`
    UPDATE saved_view SET deleted_at = ${now} WHERE ${theirs(id, keeper)} AND deleted_at IS NULL`),
  );
}

export async function restoreView(id: string, keeper: Keeper) {
  return changed(await db.execute(sql`UPDATE saved_view SET deleted_at = NULL WHERE ${theirs(id, keeper)}`));
}

function theirs(id: string, { id: agentId, mayShare }: Keeper) {
  const shared = mayShare ? sql`OR visibility <> 'me'` : sql``;
  return sql`id = ${id}::uuid AND (owner_id = ${agentId}::uuid ${shared})`;
}

function changed(rows: number): { changed: true } | Refusal {
  return rows > 0 ? { changed: true } : refuse('not-found', 'There is no such view of yours.');
}
