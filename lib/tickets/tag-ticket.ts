/** Tags on a ticket: of the list that leads keep, or, for those who may keep the list, any other. */
import { inTransaction, sql, type TransactionOptions, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { lockForChange } from '@/lib/tickets/lock-for-change';
import { appendEvent } from '@/lib/tickets/ticket-events';

const MOST_TAGS = 20;
/** Small letters, digits and dashes: what the search language reads without quotes. */
const TAG = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}_-]{0,39}$/u;

type Tagging = {
  number: string;
  version: number;
  agentId: string;
  add: readonly string[];
  remove: readonly string[];
  /** May use names that are not on the list. */
  mayInvent: boolean;
};

/** Refused: `malformed` (no such tag, too many), `not-found`, `version-changed`, `being-decided`. */
export async function tagTicket(
  { number, version, agentId, add, remove, mayInvent }: Tagging,
  options: TransactionOptions = {},
): Promise<{ version: number; tags: string[] } | Refusal> {
  return inTransaction(async (tx) => {
    const ticket = await lockForChange(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const before = await readTags(tx, ticket.id);
    const wanted = add.map((tag) => tag.trim().toLowerCase()).filter((tag) => !before.includes(tag));
    const unknown = await findUnknown(tx, wanted, mayInvent);
    if (unknown !== undefined)
      return refuse('malformed', `There is no tag “${unknown}”.`, { fields: { tag: 'unknown' } });
    const after = [...new Set([...before, ...wanted])].filter((tag) => !remove.includes(tag));
    if (after.length > MOST_TAGS) return refuse('malformed', `A ticket can have at most ${MOST_TAGS} tags.`);
    if (after.join() === before.join()) return { version, tags: before };
    await tx.execute(sql`
      UPDATE ticket SET tags = ${after}::text[], version = version + 1 WHERE id = ${ticket.id}::uuid`);
    await appendEvent(tx, ticket.id, 'tagged', { kind: 'AGENT', id: agentId }, { before, after });
    return { version: version + 1, tags: after };
  }, options);
}

async function readTags(tx: Tx, ticketId: string): Promise<string[]> {
  const [row] = await tx.query<{ tags: string[] }>(sql`SELECT tags FROM ticket WHERE id = ${ticketId}::uuid`);
  return row!.tags;
}

async function findUnknown(tx: Tx, tags: readonly string[], mayInvent: boolean): Promise<string | undefined> {
  if (mayInvent) return tags.find((tag) => !TAG.test(tag));
  const known = await tx.query<{ name: string }>(sql`
    SELECT name FROM tag WHERE name = ANY(${tags}::text[]) AND archived_at IS NULL`);
  return tags.find((tag) => !known.some(({ name }) => name === tag));
}
