/** How a game's server answered in the past: the callbacks of a story with their attempts, as the outbox would have left them. */
import { ironsource } from '@/lib/dialects/ironsource';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { tellAcknowledged } from '@/lib/tickets/tell-acknowledged';
import { later, type Scene } from './scene';

/** Everything this player is owed is told to the game a second after it was promised, and acknowledged. */
export async function gameAcknowledges({ userId }: Scene): Promise<void> {
  const told = await inTransaction((tx) =>
    tx.query<{ id: string; acknowledgedAt: Date }>(sql`
      WITH told AS (
        UPDATE callback c SET status = 'ACKNOWLEDGED', attempts = attempts + 1, lease_token = lease_token + 1, next_at = NULL,
               first_attempt_at = c.created_at + interval '1 second', acknowledged_at = c.created_at + interval '1200 milliseconds'
          FROM reward_grant g WHERE g.id = c.grant_id AND g.user_id = ${userId}::uuid AND c.status = 'PENDING'
        RETURNING c.*),
      attempted AS (
        INSERT INTO callback_attempt (callback_id, attempt_no, started_at, duration_ms, request, http_status, answer, outcome)
        SELECT t.id, t.lease_token, t.first_attempt_at, 48, 'GET ' || a.callback_url, 200, t.event_id || ':OK', 'acknowledged'
          FROM told t JOIN app a ON a.id = t.app_id)
      SELECT id, acknowledged_at FROM told WHERE kind = 'REWARD' ORDER BY acknowledged_at`),
  );
  for (const { id, acknowledgedAt } of told) await tellAcknowledged([id], { at: acknowledgedAt });
}

/** Nobody answers: every attempt until now is on file, and the next one is due. */
export async function gameIsSilent({ userId, app, now }: Scene): Promise<void> {
  const [callback] = await db.query<{ id: string; createdAt: Date }>(sql`
    SELECT c.id, c.created_at FROM callback c JOIN reward_grant g ON g.id = c.grant_id
     WHERE g.user_id = ${userId}::uuid AND c.status = 'PENDING'`);
  const starts = attemptTimes(callback!.createdAt, now);
  const nextAt = later(starts.at(-1)!, { minutes: 60 });
  await inTransaction(async (tx) => {
    await tx.execute(sql`
      INSERT INTO callback_attempt (callback_id, attempt_no, started_at, duration_ms, request, outcome, reason)
      SELECT ${callback!.id}::uuid, position, at, 2, 'GET ' || (SELECT callback_url FROM app WHERE key = ${app}), 'retry', ${SILENCE}
        FROM unnest(${starts}::timestamptz[]) WITH ORDINALITY AS attempt(at, position)`);
    await tx.execute(sql`
      UPDATE callback SET attempts = ${starts.length}, lease_token = ${starts.length}, first_attempt_at = ${starts[0]!}, last_reason = ${SILENCE},
             next_at = greatest(${nextAt}::timestamptz, ${later(now, { minutes: 10 })}::timestamptz)
       WHERE id = ${callback!.id}::uuid`);
    await tx.execute(sql`UPDATE app SET callback_failing_since = ${starts[0]!} WHERE key = ${app}`);
  });
}

const SILENCE = 'connect: connect ECONNREFUSED 127.0.0.1:9';

function attemptTimes(from: Date, until: Date): Date[] {
  const starts = [new Date(from.getTime() + 1000)];
  for (const wait of ironsource.rewards!.waits) {
    const next = new Date(starts.at(-1)!.getTime() + wait);
    if (next >= until) break;
    starts.push(next);
  }
  return starts;
}
