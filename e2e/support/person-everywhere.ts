/**
 * A person of whom there is something in every table of the data map, and whose marks stand in every column that is said to
 * lose them: what an erasure leaves behind is then found by looking for the marks.
 */
import { randomUUID } from 'node:crypto';
import { personalTables } from '@/lib/accounts/personal-data';
import { db, inTransaction, join, raw, sql } from '@/lib/foundation/db';
import { newStorageKey, screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { addSuppression } from '@/lib/outbox/suppressions';
import { isRefusal } from '@/lib/rules/refusal';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { aClick, anOffer, aTicket, type Cast, confirm } from './cast';
import { anAgent, versionOf } from './desk';

export type Everywhere = {
  userId: string;
  externalId: string;
  address: string;
  /** Stands in every column that loses what is personal. */
  mark: string;
  number: string;
  ticketId: string;
  clickId: string;
  storageKey: string;
  agentId: string;
};

export async function aPersonEverywhere(cast: Cast): Promise<Everywhere> {
  const some = randomUUID().slice(0, 8);
  const [externalId, address, mark] = [`player-${some}`, `Jo.${some}@example.com`, `mark${some}`];
  const [user] = await db.query<{ id: string }>(sql`
    INSERT INTO end_user (app_id, external_id) VALUES (${cast.appId}::uuid, ${externalId}) RETURNING id`);
  const userId = user!.id;
  const agentId = await anAgent('Agnes');
  const paid = await aClick(userId, await anOffer(cast));
  await confirm(cast, paid);
  const clickId = await aClick(
    userId,
    await anOffer(cast, { tasks: [{ key: 'level-10', payoutMicros: 90_000_000n }] }),
  );
  const { number } = await aTicket(userId, clickId, { email: address });
  const [ticket] = await db.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
  const storageKey = newStorageKey('webp');
  await screenshotStorage().keep(storageKey, Buffer.from('picture'));
  const person = { userId, externalId, address, mark, number, ticketId: ticket!.id, clickId, storageKey, agentId };
  const denied = {
    number,
    outcome: 'deny',
    reason: 'not-confirmed',
    note: mark,
    version: await versionOf(number),
  } as const;
  const decided = await decideTicket({ ...denied, actor: { kind: 'AGENT', id: agentId } });
  if (isRefusal(decided)) throw new Error(decided.message);
  await addSuppression({ address, reason: `550 <${address}> is full`, agentId });
  await fillTables(cast, person);
  await markEverything(person);
  return person;
}

async function fillTables(cast: Cast, { userId, ticketId, address, mark, storageKey, agentId }: Everywhere) {
  const statements = [
    sql`INSERT INTO wall_session VALUES (${randomUUID()}, ${userId}, 'en', now(), now() + interval '1 day')`,
    sql`INSERT INTO message (ticket_id, at, author, body) VALUES (${ticketId}, now(), 'USER', ${`please, ${mark}`})`,
    sql`INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
        VALUES (${userId}, ${ticketId}, ${storageKey}, 'image/webp', 1, 1, 7, ${mark}, 1, ${`${mark}.png`}, now())`,
    sql`INSERT INTO ticket_draft (user_id, title_key, fields, updated_at)
        VALUES (${userId}, 'draft', jsonb_build_object('description', ${mark}::text), now())`,
    sql`INSERT INTO agent_draft VALUES (${agentId}, ${ticketId}, 'note', ${mark}, now())`,
    sql`INSERT INTO intent (ticket_id, kind, payload, agent_id, version, created_at, runs_at, failed_at, failure)
        VALUES (${ticketId}, 'ask-user', '{}', ${agentId}, 1, now(), now(), now(), 'x')`,
    sql`UPDATE ticket SET held_at = now(), held_reason = 'x' WHERE id = ${ticketId}`,
    sql`INSERT INTO sample_check (ticket_id, round, outcome, drawn_at) VALUES (${ticketId}, 1, 'DENIED', now())`,
    sql`INSERT INTO inbound_email (received_at, door, raw_hash, class, outcome, size, from_address, cause)
        VALUES (now(), 'smtp', ${randomUUID()}, 'person', 'SUSPENDED', 1, ${address.toLowerCase()}, 'no-ticket')`,
    sql`INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome)
        SELECT c.id, 1, now(), '', 'refused' FROM callback c JOIN reward_grant g ON g.id = c.grant_id WHERE g.user_id = ${userId}`,
    sql`WITH request AS (
          INSERT INTO recheck_request (advertiser_id, token_hash, created_at, expires_at)
          VALUES (${cast.advertiserId}, ${randomUUID()}, now(), now()) RETURNING id),
        asked AS (
          INSERT INTO recheck (ticket_id, advertiser_id, round, asked_at, target_at, breach_at, request_id)
          SELECT ${ticketId}, ${cast.advertiserId}, 1, now(), now(), now(), id FROM request RETURNING id)
        INSERT INTO recheck_message (recheck_id, at, author, author_name, body) SELECT id, now(), 'AGENT', 'Agnes', '' FROM asked`,
    sql`WITH batch AS (
          INSERT INTO answer_batch (advertiser_id, source, answered_by, created_at, total)
          VALUES (${cast.advertiserId}, 'csv', 'Carla', now(), 1) RETURNING id)
        INSERT INTO answer_line (batch_id, line, number) SELECT batch.id, 2, number FROM batch, ticket WHERE ticket.id = ${ticketId}`,
    sql`WITH run AS (
          INSERT INTO dry_run (agent_id, from_at, until_at, policies, rule_version, upto_at, upto_id, started_at)
          VALUES (${agentId}, now() - interval '1 day', now(), '[]', '1', now(), uuidv7(), now()) RETURNING id)
        INSERT INTO dry_run_row (dry_run_id, place, ticket_id, happened, value_micros, rulings)
        SELECT id, 1, ${ticketId}, 'open', 1, '[]' FROM run`,
    sql`WITH job AS (
          INSERT INTO bulk_job (agent_id, action, chosen, created_at, runs_at)
          VALUES (${agentId}, 'tag', ${`q=${encodeURIComponent(`user:${address}`)}`}, now(), now()) RETURNING id)
        INSERT INTO bulk_item (job_id, ticket_id, position, version) SELECT id, ${ticketId}, 1, 1 FROM job`,
    sql`INSERT INTO saved_view (owner_id, name, query, visibility, created_at)
        VALUES (${agentId}, ${`About ${address}`}, ${`user:${address}`}, 'me', now())`,
  ];
  for (const statement of statements) await db.execute(statement);
}

/** An address of a network, which an index reads, holds no mark. */
export const IP = '198.51.100.77';
/** Addresses and ids stand there as they are; the others are words of the house. */
const NOT_MARKED = ['address', 'to_address', 'from_address', 'external_id', 'outcome', 'cause'];

/** Into the columns as they are: an address where one stands, the mark everywhere else. */
async function markEverything({ userId, mark, address }: Everywhere): Promise<void> {
  const who = { id: userId, pseudonym: '', addresses: { [address]: '', [address.toLowerCase()]: '' } };
  const types = await columnTypes();
  await inTransaction(async (tx) => {
    await tx.execute(sql`SELECT set_config('makegood.forgetting', 'person', true)`);
    for (const [name, table] of personalTables()) {
      if (table.gone) continue;
      const own = Object.keys(table.becomes).filter((column) => !NOT_MARKED.includes(column));
      if (own.length === 0) continue;
      const sets = own.map((column) => sql`${raw(column)} = ${marked(types.get(`${name}.${column}`)!, mark, column)}`);
      await tx.execute(sql`UPDATE ${raw(name)} SET ${join(sets)} WHERE ${table.of(who)}`);
    }
  });
}

function marked(type: string, mark: string, column: string) {
  if (column === 'ip') return sql`${IP}`;
  if (type === 'jsonb') return sql`jsonb_build_object(${column === 'data' ? 'note' : 'said'}::text, ${mark}::text)`;
  if (type === 'bytea') return sql`convert_to(${mark}, 'UTF8')`;
  if (type === 'tsvector') return sql`to_tsvector('simple', ${mark})`;
  return type === 'ARRAY' ? sql`ARRAY[${mark}]::text[]` : sql`${mark}::text`;
}

const HOLDS_NO_WORDS = [
  'uuid',
  'integer',
  'bigint',
  'smallint',
  'boolean',
  'timestamp with time zone',
  'date',
  'numeric',
  'double precision',
  'real',
];

/** Every column of the database that can hold words, `table.column` and its type. Partitions are what they are parts of. */
export async function columnTypes(): Promise<Map<string, string>> {
  const columns = await db.query<{ name: string; type: string }>(sql`
    SELECT c.table_name || '.' || c.column_name AS name, c.data_type AS type
      FROM information_schema.columns c JOIN pg_class k ON k.oid = to_regclass('public.' || quote_ident(c.table_name))
     WHERE c.table_schema = 'public' AND k.relkind IN ('r', 'p') AND NOT k.relispartition
       AND c.data_type <> ALL(${HOLDS_NO_WORDS}::text[])
     ORDER BY 1`);
  return new Map(columns.map(({ name, type }) => [name, type]));
}

/** The tables in whose rows, whatever the column, one of these still stands. */
export async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await db.query<{ name: string }>(sql`
    SELECT relname::text AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`);
  const patterns = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]).map((word) => `%${word}%`);
  const found = [];
  for (const { name } of tables) {
    const [row] = await db.query(
      sql`SELECT FROM ${raw(name)} AS x WHERE to_jsonb(x)::text ILIKE ANY(${patterns}::text[]) LIMIT 1`,
    );
    if (row) found.push(name);
  }
  return found;
}
