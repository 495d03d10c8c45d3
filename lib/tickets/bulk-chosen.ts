/** Which tickets an order over many is about: those that were ticked, or all of a list as it stood when the order was given. */
import { db, join, type Runner, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { MOST_IN_BULK } from '@/lib/rules/bulk';
import { QUEUE_TABLE, type Queue } from '@/lib/rules/queues';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readSearch } from '@/lib/tickets/find-tickets';
import { belongsTo, isLedTo, LED_TO } from '@/lib/tickets/queue-scope';
import { ticketsWhere } from '@/lib/tickets/search-tickets';

export type Chosen = { numbers: readonly string[] } | { queue: Queue; q: string };
type Asking = { chosen: Chosen; agentId: string; now: Date };

/** Id and version of each. Refused: `malformed`, when a part of the search was not understood: it would mean too many. */
export async function chosenTickets({ chosen, agentId, now }: Asking): Promise<Sql | Refusal> {
  if ('numbers' in chosen)
    return sql`SELECT t.id, t.version FROM ticket t WHERE t.number = ANY(${[...chosen.numbers]}::text[])`;
  const { queue, q } = chosen;
  const found = q.trim() === '' ? null : await readSearch(q);
  if (found === null) return ticketsIn(queue, sql`true`, agentId, now);
  if ('number' in found) return sql`SELECT t.id, t.version FROM ticket t WHERE t.number = ${found.number}`;
  const { search } = found;
  if (search.problems.length > 0 || search.terms.length + search.words.length === 0)
    return refuse('malformed', 'A part of this search was not understood.', { fields: { q: 'search' } });
  return ticketsIn(queue, ticketsWhere(search, agentId, now), agentId, now);
}

/** All of a list, in no order. */
function ticketsIn(queue: Queue, found: Sql, agentId: string, now: Date): Sql {
  if (queue === 'all') return sql`SELECT t.id, t.version FROM ticket t WHERE ${found}`;
  if (isLedTo(queue)) {
    const { rows, where } = LED_TO[queue];
    return sql`SELECT t.id, t.version FROM ${rows} JOIN ticket t ON t.id = p.ticket_id WHERE ${where} AND ${found}`;
  }
  return join(
    QUEUE_TABLE[queue].statuses.map(
      (status) => sql`
      SELECT t.id, t.version FROM ticket t WHERE ${belongsTo(queue, status, agentId, now)} AND ${found}`,
    ),
    ' UNION ALL ',
  );
}

export type ChosenCount = { total: number; sample: string[] };

const SHOWN = 5;

/** Counted up to one more than one order may hold, and the numbers of a few of them. */
export async function countChosen(asking: Asking, runner: Runner = db): Promise<ChosenCount | Refusal> {
  const chosen = await chosenTickets(asking);
  if ('refused' in chosen) return chosen;
  const [counted] = await runner.query<ChosenCount>(sql`
    WITH chosen AS MATERIALIZED (${chosen} LIMIT ${MOST_IN_BULK + 1})
    SELECT (SELECT count(*)::int FROM chosen) AS total,
           ARRAY(SELECT number FROM ticket WHERE id IN (SELECT id FROM chosen ORDER BY id LIMIT ${SHOWN}) ORDER BY id) AS sample`);
  return counted!;
}

/** The tickets as they stand now become the order's own: what comes into the list later is not meant. Returns how many. */
export async function takeSnapshot(tx: Tx, jobId: string, chosen: Sql): Promise<number> {
  return tx.execute(sql`
    INSERT INTO bulk_item (job_id, position, ticket_id, version)
    SELECT ${jobId}::uuid, row_number() OVER (ORDER BY id), id, version
      FROM (SELECT id, version FROM (${chosen}) AS chosen ORDER BY id LIMIT ${MOST_IN_BULK + 1}) AS meant`);
}
