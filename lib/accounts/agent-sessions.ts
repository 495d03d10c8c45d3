/**
 * A signed-in agent is a row, looked up on every request: it ends after 8 hours whatever happens, after 60 minutes
 * without a request, when the agent signs out and when the agent is disabled (04, Limits). The cookie only names it.
 */
import { db, type Runner, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';

const MINUTE = 60_000;
export const SESSION_LIVES_MS = 8 * 60 * MINUTE;
export const IDLE_MS = 60 * MINUTE;
/** `seen_at` moves at most this often: a page of ten requests writes once. */
const SEEN_EVERY_MS = MINUTE;

export type SignedInAgent = { id: string; sessionId: string; email: string; name: string; role: Role };

export async function startAgentSession(
  agentId: string,
  from: { ip: string | null; userAgent: string | null },
  now: Date,
  runner: Runner = db,
): Promise<string> {
  const expiresAt = new Date(now.getTime() + SESSION_LIVES_MS);
  const [session] = await runner.query<{ id: string }>(sql`
    INSERT INTO agent_session (agent_id, created_at, seen_at, expires_at, ip, user_agent)
    VALUES (${agentId}::uuid, ${now}, ${now}, ${expiresAt}, ${from.ip}, ${from.userAgent?.slice(0, 400) ?? null})
    RETURNING id`);
  return session!.id;
}

/** Null: sign in again. Asked on every request of the console. */
export async function agentBySession(sessionId: string, now: Date): Promise<SignedInAgent | null> {
  if (!UUID.test(sessionId)) return null;
  const idleSince = new Date(now.getTime() - IDLE_MS);
  const [found] = await db.query<SignedInAgent & { seenAt: Date }>(sql`
    SELECT agent.id, session.id AS session_id, agent.email, agent.name, agent.role, session.seen_at
    FROM agent_session session JOIN agent ON agent.id = session.agent_id
    WHERE session.id = ${sessionId}::uuid AND session.revoked_at IS NULL AND session.expires_at > ${now}
      AND session.seen_at > ${idleSince} AND agent.disabled_at IS NULL`);
  if (!found) return null;
  const { seenAt, ...agent } = found;
  if (now.getTime() - seenAt.getTime() >= SEEN_EVERY_MS) await seen(sessionId, now);
  return agent;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function seen(sessionId: string, now: Date): Promise<void> {
  await db.execute(sql`
    UPDATE agent_session SET seen_at = ${now} WHERE id = ${sessionId}::uuid AND seen_at < ${now} AND revoked_at IS NULL`);
}

export async function endAgentSession(sessionId: string, now: Date): Promise<void> {
  if (!UUID.test(sessionId)) return;
  await db.execute(sql`
    UPDATE agent_session SET revoked_at = ${now} WHERE id = ${sessionId}::uuid AND revoked_at IS NULL`);
}
