/**
 * The controls of the experiments with doors: what many a postback endpoint looks like. It checks no signature and takes
 * the native dialect's query; how it goes wrong is its first argument. Nothing like this exists in lib/.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { env } from '@/lib/foundation/env';
import type { Naive } from './doors';

const [mode, port] = process.argv.slice(2) as [Naive, string];
const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 20 });
pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));

type Said = {
  receipt: string;
  query: string;
  transaction: string;
  click: string;
  task: string;
  state: string;
  content: string;
};
type Outcome = 'recorded' | 'duplicate' | 'conflict';

const WAYS: Record<Naive, (said: Said) => Promise<Outcome>> = {
  'check-then-insert': checkThenInsert,
  'last-writer-wins': lastWriterWins,
  'answer-first': answerFirst,
  'async-commit': asyncCommit,
  unbounded,
};

createServer(async (request, response) => {
  const url = new URL(request.url!, 'http://door');
  if (!url.pathname.startsWith('/api/postbacks/')) return response.end('{}');
  const said = read(url);
  try {
    const outcome = await WAYS[mode](said);
    const { receipt } = said;
    if (outcome === 'conflict') response.writeHead(409).end(JSON.stringify({ error: { code: outcome, receipt } }));
    else response.end(JSON.stringify({ outcome, receipt }));
  } catch {
    response.writeHead(503, { 'Retry-After': '5' }).end('{}');
  }
}).listen(Number(port), '127.0.0.1');

function read({ search, searchParams }: URL): Said {
  const part = (name: string) => searchParams.get(name)!;
  const [transaction, click, task, state] = ['tx', 'click_id', 'task', 'state'].map(part) as [
    string,
    string,
    string,
    string,
  ];
  const content = [transaction, click, state, part('payout')].join();
  return { receipt: randomUUID(), query: search.slice(1), transaction, click, task, state, content };
}

/** Looks whether it is there, and writes it if it is not: so do all the others at that moment. */
async function checkThenInsert(said: Said): Promise<Outcome> {
  const { rows } = await pool.query(`SELECT content FROM confirmation WHERE transaction = $1 AND state = $2`, [
    said.transaction,
    said.state,
  ]);
  const before = rows[0]?.content;
  const outcome = before === undefined ? 'recorded' : before === said.content ? 'duplicate' : 'conflict';
  if (outcome === 'recorded') await insertConfirmation(pool, said);
  if (outcome === 'conflict')
    await pool.query('UPDATE confirmation SET conflicts = conflicts + 1 WHERE transaction = $1', [said.transaction]);
  await insertReceipt(pool, said, outcome);
  return outcome;
}

/** One row per transaction, and whatever comes is what it is now. Two that come first at once are two rows: it shrugs. */
async function lastWriterWins(said: Said): Promise<Outcome> {
  const row = await pool
    .query(`UPDATE confirmation SET state = $2, content = $3, matched_at = NULL WHERE transaction = $1 RETURNING id`, [
      said.transaction,
      said.state,
      said.content,
    ])
    .then(({ rows: [first] }) => first)
    .catch(() => undefined);
  if (row) await wakeMatching(pool, row.id);
  else await insertConfirmation(pool, said);
  await insertReceipt(pool, said, 'recorded');
  return 'recorded';
}

/** The answer goes out at once; the writing is done soon. */
async function answerFirst(said: Said): Promise<Outcome> {
  wait(20)
    .then(() => inOneTransaction(said))
    .catch(() => undefined);
  return 'recorded';
}

/** It commits before it answers, but does not wait until the commit is on the disk. */
async function asyncCommit(said: Said): Promise<Outcome> {
  return inOneTransaction(said, 'SET LOCAL synchronous_commit = off');
}

let lastInLine: Promise<unknown> = Promise.resolve();

/** Everybody may come in and stand in line, however long it is. */
async function unbounded(said: Said): Promise<Outcome> {
  const mine = lastInLine.then(() => inOneTransaction(said));
  lastInLine = mine.catch(() => undefined);
  return mine;
}

async function inOneTransaction(said: Said, first = 'SELECT 1'): Promise<Outcome> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(first);
    const isNew = await insertConfirmation(client, said);
    const outcome = isNew ? 'recorded' : 'duplicate';
    await insertReceipt(client, said, outcome);
    await client.query('COMMIT');
    client.release();
    return outcome;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

type Runner = Pick<pg.Pool, 'query'>;

async function insertConfirmation(
  runner: Runner,
  { transaction, state, click, task, content, receipt }: Said,
): Promise<boolean> {
  const { rows } = await runner.query(
    `INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, content, receipt_id, received_at, user_id, title_key)
     SELECT i.id, $1, $2, $3, $4, $5, $6::uuid, now(), c.user_id, c.title_key
       FROM integration i LEFT JOIN click c ON c.id = $3 ON CONFLICT DO NOTHING RETURNING id, user_id`,
    [transaction, state, click, task, content, receipt],
  );
  if (rows[0]?.user_id) await wakeMatching(runner, rows[0].id);
  return rows.length > 0;
}

async function wakeMatching(runner: Runner, id: string): Promise<void> {
  await runner.query(`SELECT graphile_worker.add_job('match-confirmations', $1::json)`, [
    JSON.stringify({ confirmationIds: [id] }),
  ]);
}

async function insertReceipt(runner: Runner, said: Said, outcome: Outcome): Promise<void> {
  const { receipt, query, transaction, click, task, state } = said;
  await runner.query(
    `INSERT INTO receipt (id, integration_key, method, query, outcome, code, transaction, click_id, task_key, state)
     VALUES ($1, 'adv-native', 'GET', $2, $3, $4, $5, $6, $7, $8)`,
    [
      receipt,
      query,
      outcome === 'conflict' ? 'refused' : outcome,
      outcome === 'conflict' ? outcome : null,
      transaction,
      click,
      task,
      state,
    ],
  );
}
