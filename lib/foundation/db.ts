/**
 * The database. One pool that we own; plain SQL where money moves and where many rows change, Prisma on the same pool
 * for pages and administration (lib/DECISIONS.md, "SQL and Prisma").
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import sqlTag, { type Sql } from 'sql-template-tag';
import { PrismaClient } from '@/.generated/prisma/client';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';

/** Tagged template: every `${value}` becomes a bound parameter. */
export const sql = sqlTag;
/** `raw` is for names of tables and columns that stand in our own code. */
export { empty, join, raw } from 'sql-template-tag';
export type { Sql };

const INT8 = 20;
const types: pg.CustomTypesConfig = {
  // Money and counters are bigint in the database and stay exact here. `any` is what pg's own types say.
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? BigInt : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

type Shared = { pool?: pg.Pool; pipelines?: pg.Pool; prisma?: PrismaClient };
// Next reloads modules in development; the pool outlives the reload.
const shared = globalThis as { __makegood?: Shared };
shared.__makegood ??= {};
const held = shared.__makegood;

/** Made on first use, so that importing this file connects to nothing. */
export function pool(): pg.Pool {
  held.pool ??= newPool();
  return held.pool;
}

/** For libraries with SQL of their own, which know no bigint: graphile-worker writes the ids of its jobs as JSON. */
export function libraryPool(max: number): pg.Pool {
  return newPool({ max });
}

/** What is waiting forms the next batch: while one is being written, one more may be on its way, and no third. */
export const PIPELINES = 2;

/**
 * Their statements are planned once, perhaps while a table is still empty and reading all of it looks cheap: they look up by
 * key, whatever the statistics say.
 */
const BY_KEY = ' -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

function pipelines(): pg.Pool {
  held.pipelines ??= newPool({ max: PIPELINES, types, pipeline: true }, BY_KEY);
  return held.pipelines;
}

function newPool(settings: pg.PoolConfig = { max: env.DATABASE_POOL, types }, planning = ''): pg.Pool {
  const made = new pg.Pool({
    ...settings,
    connectionString: env.DATABASE_URL,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    application_name: 'makegood',
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 15_000,
    // What was acknowledged is on the disk, whatever the server's own setting says.
    // Compiling a statement takes longer than any of ours runs.
    options: `-c jit=off -c timezone=UTC -c lock_timeout=5000 -c synchronous_commit=on${planning}`,
  });
  // Without a listener a restart of PostgreSQL would end the process.
  made.on('error', (error) => log.warn({ reason: error.message }, 'idle database connection lost'));
  made.on('connect', (client) => client.on('error', () => undefined));
  return made;
}

export function prisma(): PrismaClient {
  held.prisma ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return held.prisma;
}

/** For command lines and tests: closes what was opened. */
export async function closeDatabase(): Promise<void> {
  await held.prisma?.$disconnect();
  await held.pool?.end();
  await held.pipelines?.end();
  held.prisma = undefined;
  held.pool = undefined;
  held.pipelines = undefined;
}

/** Whatever can run a statement: the pool, or one transaction. */
export type Runner = { query: <Row>(statement: Sql) => Promise<Row[]>; execute: (statement: Sql) => Promise<number> };

/** A transaction. `now` is the database's clock at its start, the one that windows and deadlines are measured by. */
export type Tx = Runner & {
  readonly now: Date;
  /** Of an order over many tickets: what is appended in it (events, audit entries) bears this id. */
  readonly batchId?: string | undefined;
};

/**
 * `at` sets the clock for tests and dry runs. `within`: the caller's transaction, of which the use case then is a part: it is
 * committed or rolled back with what the caller writes.
 */
export type TransactionOptions = { at?: Date | undefined; batchId?: string; within?: Tx };

/** Statements outside a transaction. Rows come back in camelCase: `clicked_at` is `clickedAt`. */
export const db: Runner = {
  query: async <Row>(statement: Sql) => toRows<Row>(await pool().query(statement)),
  execute: async (statement) => (await pool().query(statement)).rowCount ?? 0,
};

/**
 * For a statement that every page asks: planned once per connection instead of each time. What chooses its index (a status)
 * must be literal in it, not a value, or the plan that fits all values fits none.
 */
export async function queryPlanned<Row>(statement: Sql): Promise<Row[]> {
  return toRows<Row>(await pool().query(prepared(statement)));
}

const MAY_BE_RETRIED = new Set(['40001', '40P01']);

/**
 * Runs `work` in one transaction; a serialisation failure or deadlock is tried again, at most five times.
 * No network inside: promises to the outside are rows (02, point 6).
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  if (options.within) return work(options.within);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(work, options);
    } catch (error) {
      if (attempt >= 5 || !MAY_BE_RETRIED.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

async function once<T>(work: (tx: Tx) => Promise<T>, { at, batchId }: TransactionOptions): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    const now =
      at ?? (await client.query<{ now: Date }>(`SELECT date_trunc('milliseconds', now()) AS now`)).rows[0]!.now;
    const result = await work({
      now,
      batchId,
      query: async <Row>(statement: Sql) => toRows<Row>(await client.query(statement)),
      execute: async (statement) => (await client.query(statement)).rowCount ?? 0,
    });
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

const names = new Map<string, string>();

/** Named by its text: planned once per connection. */
function prepared({ text, values }: Sql): pg.QueryConfig {
  let name = names.get(text);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return { name, text, values };
}

/**
 * A transaction for batches that many are waiting for. Statements may be sent together (`Promise.all`): they run one after
 * the other, without a round trip between them. Never tried again here; `now` is left to the statements.
 */
export async function inPipeline<T>(work: (runner: Runner) => Promise<T>): Promise<T> {
  const client = await pipelines().connect();
  const begun = client.query('BEGIN');
  begun.catch(() => undefined);
  try {
    const result = await work({
      query: async <Row>(statement: Sql) => toRows<Row>(await client.query(prepared(statement))),
      execute: async (statement) => (await client.query(prepared(statement))).rowCount ?? 0,
    });
    await begun;
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

/** A connection whose ROLLBACK fails is broken: it leaves the pool. */
async function rollBack(client: pg.PoolClient): Promise<void> {
  const rolledBack = await client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
  client.release(!rolledBack);
}

const AWAY = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300', '53100', '25006'];
/** Locks and deadlocks and statements that took too long. */
const BUSY = ['55P03', '57014', '40001', '40P01'];
const AWAY_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/;

/** The database cannot do it right now, which says nothing about what it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return AWAY.includes(code) || BUSY.includes(code) || AWAY_WORDS.test(message);
}

/** The database's clock, for pages that show how much time is left. */
export async function databaseNow(): Promise<Date> {
  const [row] = await db.query<{ now: Date }>(sql`SELECT date_trunc('milliseconds', now()) AS now`);
  return row!.now;
}

const camelCased = new Map<string, string>();

function toRows<Row>(result: pg.QueryResult): Row[] {
  const names = result.fields.map(({ name }) => [name, camelCase(name)] as const);
  if (names.every(([snake, camel]) => snake === camel)) return result.rows;
  return result.rows.map((row) => {
    const named: Record<string, unknown> = {};
    for (const [snake, camel] of names) named[camel] = row[snake];
    return named as Row;
  });
}

function camelCase(name: string): string {
  let camel = camelCased.get(name);
  if (camel === undefined) {
    camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelCased.set(name, camel);
  }
  return camel;
}

/** Many rows as one parameter: `FROM ${recordset(rows, 'id uuid, at timestamptz')}`. Field names are the column names. */
export function recordset(rows: readonly Record<string, unknown>[], columns: string): Sql {
  const json = toJson(rows);
  return sql`jsonb_to_recordset(${json}::jsonb) AS given(${sqlRaw(columns)})`;
}

/** Looking at every value for bigints costs more than all the rest: batches bring them as strings. */
function toJson(rows: readonly Record<string, unknown>[]): string {
  try {
    return JSON.stringify(rows);
  } catch {
    return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
  }
}

function sqlRaw(text: string): Sql {
  return sqlTag([text] as unknown as TemplateStringsArray);
}
