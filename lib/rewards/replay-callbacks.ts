/**
 * A filtered set of callbacks is told again: a few, then a few more when those are done with, so that the lane of the app
 * never holds more than one helping and a publisher never gets a storm. How far it has come stands in its row: whoever goes
 * on knows where. The set is what was there when it was asked for, from the newest down; the same event ids, as always.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, type Runner, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { refireCallbacks } from '@/lib/outbox/promise-callback';
import { isIn } from '@/lib/rewards/callback-log';
import { type CallbackFilter, callbackQuery, readCallbackFilter } from '@/lib/rules/callback-filter';
import { type Cursor, LAST } from '@/lib/rules/cursor';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** A larger set is narrowed first; an endpoint that was paused is resumed instead. */
export const MOST_REPLAYED = 10_000;
/** So many are in the lane at once. */
const HELPING = 100;
const SECOND = 1000;

export type ReplayableSet = { total: number; acknowledged: number };

/** Counted up to one more than may be replayed. `acknowledged`: those of them that the publisher has said yes to before. */
export async function countReplayable(
  appId: string,
  filter: CallbackFilter,
  now: Date,
  runner: Runner = db,
): Promise<ReplayableSet> {
  const [found] = await runner.query<ReplayableSet>(sql`
    SELECT count(*)::int AS total, (count(*) FILTER (WHERE acknowledged_at IS NOT NULL))::int AS acknowledged
      FROM (SELECT c.acknowledged_at FROM callback c WHERE ${isIn(appId, filter)} AND ${mayBeToldAgain(now)}
             LIMIT ${MOST_REPLAYED + 1}) AS counted`);
  return found!;
}

/**
 * Not what was withdrawn, nor a reward that has been taken back since. A hold goes on: neither is its reward told early, nor
 * is anybody told again that there is one.
 */
function mayBeToldAgain(now: Date): Sql {
  return sql`c.status <> 'CANCELLED' AND c.kind <> 'PENDING' AND (c.held_until IS NULL OR c.held_until <= ${now})
    AND NOT (c.kind = 'REWARD'
             AND EXISTS (SELECT FROM reward_grant taken WHERE taken.id = c.grant_id AND taken.reversed_at IS NOT NULL))`;
}

/** `expected`: the number that was seen when it was confirmed. */
export type ReplayOrder = { appKey: string; filter: CallbackFilter; expected: number; agentId: string };

/** Refused: `not-found`; `malformed` when there is nothing or too much; `conflict` when the set is another by now, or one runs. */
export async function startReplay(order: ReplayOrder, options: { at?: Date } = {}): Promise<{ id: string } | Refusal> {
  const { appKey, filter, expected, agentId } = order;
  return inTransaction(async (tx) => {
    const [app] = await tx.query<{ id: string }>(sql`SELECT id FROM app WHERE key = ${appKey}`);
    if (!app) return refuse('not-found', 'There is no such app.');
    const { total, acknowledged } = await countReplayable(app.id, filter, tx.now, tx);
    if (total === 0) return refuse('malformed', 'There is nothing in this set to replay.');
    if (total > MOST_REPLAYED) return refuse('malformed', `Narrow the filter: at most ${MOST_REPLAYED} at once.`);
    if (total !== expected)
      return refuse('conflict', `The set holds ${total} callbacks, and another number was confirmed.`);
    const asked = callbackQuery(filter).toString();
    const [replay] = await tx.query<{ id: string }>(sql`
      INSERT INTO callback_replay (app_id, filter, total, upto_at, upto_id, started_at, started_by)
      VALUES (${app.id}::uuid, ${asked}, ${total}, ${tx.now}, ${LAST.id}::uuid, ${tx.now}, ${agentId}::uuid)
      ON CONFLICT (app_id) WHERE status = 'RUNNING' DO NOTHING RETURNING id`);
    if (!replay) return refuse('conflict', 'Another set of this app is being replayed.');
    const after = { replay: replay.id, filter: asked, total, acknowledged };
    await audit(tx, 'replay-callbacks', { appKey, agentId, after });
    await goOnAt(tx, app.id, tx.now);
    return replay;
  }, options);
}

/** What has been told again stays told. Refused: `not-found`; `conflict` when nothing is running. */
export async function cancelReplay(appKey: string, agentId: string): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [app] = await tx.query<{ id: string }>(sql`SELECT id FROM app WHERE key = ${appKey}`);
    if (!app) return refuse('not-found', 'There is no such app.');
    const [replay] = await tx.query<{ id: string; replayed: number }>(sql`
      UPDATE callback_replay SET status = 'CANCELLED', ended_at = ${tx.now}
       WHERE app_id = ${app.id}::uuid AND status = 'RUNNING' RETURNING id, replayed`);
    if (!replay) return refuse('conflict', 'Nothing is being replayed any more.');
    const after = { replay: replay.id, replayed: replay.replayed };
    await audit(tx, 'cancel-replay-callbacks', { appKey, agentId, after });
    return { id: replay.id };
  });
}

type Entry = { appKey: string; agentId: string; after: Record<string, unknown> };

async function audit(tx: Tx, action: string, { appKey, agentId, after }: Entry): Promise<void> {
  await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, action, subject: `app:${appKey}`, after }]);
}

type Running = { id: string; filter: string; uptoAt: Date; uptoId: string; isCalled: boolean };

/** One helping of the app's running replay, and the next look arranged. Returns how many were put into the lane. */
export async function goOnReplaying(appId: string, options: { at?: Date } = {}): Promise<number> {
  return inTransaction(async (tx) => {
    const [replay] = await tx.query<Running>(sql`
      SELECT r.id, r.filter, r.upto_at, r.upto_id, a.callback_enabled AND a.callback_paused_at IS NULL AS is_called
        FROM callback_replay r JOIN app a ON a.id = r.app_id
       WHERE r.app_id = ${appId}::uuid AND r.status = 'RUNNING' FOR UPDATE OF r SKIP LOCKED`);
    if (!replay) return 0;
    const room = replay.isCalled ? HELPING - (await countInLane(tx, appId)) : 0;
    const helping = room > 0 ? await nextHelping(tx, appId, replay, room) : [];
    const replayed = await refireCallbacks(
      tx,
      helping.map(({ id }) => id),
      { force: true },
    );
    const isDone = room > 0 && helping.length < room;
    await noteProgress(tx, replay.id, { last: helping.at(-1), replayed, isDone });
    if (!isDone) await goOnAt(tx, appId, new Date(tx.now.getTime() + (replay.isCalled ? SECOND : 30 * SECOND)));
    return replayed;
  }, options);
}

async function countInLane(tx: Tx, appId: string): Promise<number> {
  const [lane] = await tx.query<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT FROM callback WHERE app_id = ${appId}::uuid AND status = 'PENDING' AND next_at <= ${tx.now} LIMIT ${HELPING}) AS due`);
  return lane!.count;
}

function nextHelping(tx: Tx, appId: string, { filter, uptoAt, uptoId }: Running, most: number) {
  const asked = readCallbackFilter(Object.fromEntries(new URLSearchParams(filter)));
  return tx.query<Cursor>(sql`
    SELECT c.created_at AS at, c.id FROM callback c
     WHERE ${isIn(appId, asked)} AND ${mayBeToldAgain(tx.now)} AND (c.created_at, c.id) < (${uptoAt}, ${uptoId}::uuid)
     ORDER BY c.created_at DESC, c.id DESC LIMIT ${most}`);
}

type Progress = { last: Cursor | undefined; replayed: number; isDone: boolean };

async function noteProgress(tx: Tx, id: string, { last, replayed, isDone }: Progress): Promise<void> {
  await tx.execute(sql`
    UPDATE callback_replay
       SET replayed = replayed + ${replayed}, upto_at = coalesce(${last?.at ?? null}::timestamptz, upto_at),
           upto_id = coalesce(${last?.id ?? null}::uuid, upto_id), status = ${isDone ? 'DONE' : 'RUNNING'},
           ended_at = ${isDone ? tx.now : null}::timestamptz
     WHERE id = ${id}::uuid`);
}

/** One knock per app: a second under the same key takes the place of the first. */
async function goOnAt(runner: Runner, appId: string, at: Date): Promise<void> {
  await runner.query(sql`SELECT ${knock(sql`${appId}`, at)}`);
}

/** The safety net, every minute: whatever a killed worker had in hand goes on. */
export async function wakeReplays(tx: Tx): Promise<void> {
  await tx.query(sql`SELECT ${knock(sql`app_id`, tx.now)} FROM callback_replay WHERE status = 'RUNNING'`);
}

function knock(appId: Sql, at: Date): Sql {
  return sql`graphile_worker.add_job('replay-callbacks', json_build_object('appId', ${appId}::text),
                                     run_at := ${at}::timestamptz, job_key := 'replay-callbacks:' || ${appId}::text)`;
}

export type Replay = {
  id: string;
  filter: string;
  status: 'RUNNING' | 'DONE' | 'CANCELLED';
  total: number;
  replayed: number;
  startedAt: Date;
  endedAt: Date | null;
  startedBy: string;
};

/** The latest of this app, with the name of who asked for it. */
export async function readLatestReplay(appId: string): Promise<Replay | null> {
  const [replay] = await db.query<Replay>(sql`
    SELECT r.id, r.filter, r.status, r.total, r.replayed, r.started_at, r.ended_at, a.name AS started_by
      FROM callback_replay r JOIN agent a ON a.id = r.started_by
     WHERE r.app_id = ${appId}::uuid ORDER BY r.started_at DESC LIMIT 1`);
  return replay ?? null;
}
