/**
 * The list of tags that agents choose from. A tag that is not wanted any more is put away, and stays on the tickets that have it;
 * two that mean the same are merged, on tickets and in macros as well.
 */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readTagName, TAG_TONES, type TagTone } from '@/lib/rules/tags';

export type Tag = { name: string; tone: TagTone; archivedAt: Date | null; tickets: number; macros: number };

/** Counting further would cost more than it says. */
const COUNTED_UP_TO = 1_000;

export function readTags(): Promise<Tag[]> {
  return db.query<Tag>(sql`
    SELECT tag.name, tag.tone, tag.archived_at,
           (SELECT count(*)::int FROM (SELECT FROM ticket
             WHERE tags <> '{}' AND tags @> ARRAY[tag.name] LIMIT ${COUNTED_UP_TO}) AS t) AS tickets,
           (SELECT count(*)::int FROM macro WHERE tags @> ARRAY[tag.name] AND archived_at IS NULL) AS macros
      FROM tag ORDER BY tag.archived_at IS NOT NULL, tag.name`);
}

/** Makes a tag, or gives one another tone. Refused: `malformed`. One that was put away comes back. */
export async function saveTag(typed: string, tone: string, actor: Actor): Promise<{ name: string } | Refusal> {
  const name = readTagName(typed);
  const known = TAG_TONES.find((one) => one === tone);
  if (!name)
    return refuse('malformed', 'A tag has letters, digits and dashes, at most 40.', { fields: { name: 'name' } });
  if (!known) return refuse('malformed', 'There is no such colour.', { fields: { tone: 'tone' } });
  return inTransaction(async (tx) => {
    const before = await lockTag(tx, name);
    await tx.execute(sql`
      INSERT INTO tag (name, tone, created_at) VALUES (${name}, ${known}, ${tx.now})
      ON CONFLICT (name) DO UPDATE SET tone = excluded.tone, archived_at = NULL`);
    await onRecord(tx, actor, name, before, { tone: known, archived: false });
    return { name };
  });
}

/** Refused: `not-found`. */
export async function archiveTag(name: string, actor: Actor): Promise<{ name: string } | Refusal> {
  return inTransaction(async (tx) => {
    const before = await lockTag(tx, name);
    if (!before) return refuse('not-found', 'There is no such tag.');
    await tx.execute(sql`UPDATE tag SET archived_at = coalesce(archived_at, ${tx.now}) WHERE name = ${name}`);
    await onRecord(tx, actor, name, before, { ...before, archived: true });
    return { name };
  });
}

const HELPING = 2_000;

/**
 * Every ticket and macro with the one tag gets the other. The first is put away at the start, so that nobody gives it meanwhile;
 * tickets follow by helpings, and asking again goes on where it stopped. Refused: `not-found`, `malformed`.
 */
export async function mergeTags(
  name: string,
  into: string,
  actor: Actor,
): Promise<{ name: string; tickets: number } | Refusal> {
  if (name === into) return refuse('malformed', 'A tag cannot be merged with itself.');
  const begun = await inTransaction(async (tx) => {
    const [before, target] = [await lockTag(tx, name), await lockTag(tx, into)];
    if (!before || !target || target.archived) return refuse('not-found', 'There is no such tag.');
    await tx.execute(sql`UPDATE tag SET archived_at = coalesce(archived_at, ${tx.now}) WHERE name = ${name}`);
    await tx.execute(sql`UPDATE macro SET tags = ${merged(name, into)} WHERE tags @> ARRAY[${name}]`);
    await onRecord(tx, actor, name, before, { ...before, archived: true, into });
    return null;
  });
  if (begun) return begun;
  let tickets = 0;
  for (;;) {
    const moved = await helpOver(name, into);
    tickets += moved;
    if (moved < HELPING) return { name: into, tickets };
  }
}

/** A name on a label: no version is counted up, nobody's open page has become wrong by it. */
function helpOver(name: string, into: string): Promise<number> {
  return inTransaction((tx) =>
    tx.execute(sql`
      UPDATE ticket SET tags = ${merged(name, into)}
       WHERE id IN (SELECT id FROM ticket WHERE tags <> '{}' AND tags @> ARRAY[${name}] ORDER BY id LIMIT ${HELPING} FOR UPDATE)`),
  );
}

const merged = (name: string, into: string) =>
  sql`ARRAY(SELECT DISTINCT one FROM unnest(array_replace(tags, ${name}, ${into})) AS one ORDER BY one)`;

type Kept = { tone: string; archived: boolean };

async function lockTag(tx: Tx, name: string): Promise<Kept | null> {
  const [tag] = await tx.query<Kept>(
    sql`SELECT tone, archived_at IS NOT NULL AS archived FROM tag WHERE name = ${name} FOR UPDATE`,
  );
  return tag ?? null;
}

async function onRecord(tx: Tx, actor: Actor, name: string, before: Kept | null, after: object): Promise<void> {
  await auditChange(tx, actor, { action: 'save-tag', subject: `tag:${name}`, before, after: { ...after } });
}
