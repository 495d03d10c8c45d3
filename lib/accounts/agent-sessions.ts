/**
 * A signed-in agent is a row, looked up on every request: it ends after 8 hours whatever happens, after 60 minutes
 * without a request, when the agent signs out and when the agent is disabled (04, Limits). The cookie only names it.
 */
import { db, empty, type Runner, sql, type Tx } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';

const MINUTE = 60_000;
export const SESSION_LIVES_MS = 8 * 60 * MINUTE;
export const IDLE_MS = 60 * MINUTE;
/** `seen_at` moves at most this often: a page of ten requests writes once. */
const SEEN_EVERY_MS = MINUTE;

/** What still stands between a signed-in agent and the console: a code of the second step, or setting it up first. */
export type Wants = 'code' | 'enrolment';

export type SignedInAgent = {
  id: string;
  sessionId: string;
  email: string;
  name: string;
  role: Role;
  /** Takes tickets that are given out by turns. */
  available: boolean;
  wants: Wants | null;
  hasTwoFactor: boolean;
  /** When this session last proved the second step. */
  secondStepAt: Date | null;
};

export type SessionStart = {
  ip: string | null;
  userAgent: string | null;
  method?: 'password' | 'oidc';
  /** When the provider saw a second factor. */
  secondStepAt?: Date | null;
};

export async function startAgentSession(
  agentId: string,
  { ip, userAgent, method = 'password', secondStepAt = null }: SessionStart,
  now: Date,
  runner: Runner = db,
): Promise<string> {
  const expiresAt = new Date(now.getTime() + SESSION_LIVES_MS);
  const [session] = await runner.query<{ id: string }>(sql`
    INSERT INTO agent_session (agent_id, created_at, seen_at, expires_at, ip, user_agent, method, second_step_at)
    VALUES (${agentId}::uuid, ${now}, ${now}, ${expiresAt}, ${ip}, ${userAgent?.slice(0, 400) ?? null}, ${method},
            ${secondStepAt})
    RETURNING id`);
  return session!.id;
}

type Found = Omit<SignedInAgent, 'wants'> & { seenAt: Date; mustHave: boolean };

/** Null: sign in again. Asked on every request of the console. */
export async function agentBySession(sessionId: string, now: Date): Promise<SignedInAgent | null> {
  const found = await findSession(sessionId, now);
  if (!found) return null;
  const { seenAt, mustHave, ...agent } = found;
  if (now.getTime() - seenAt.getTime() >= SEEN_EVERY_MS) await seen(sessionId, now);
  return { ...agent, wants: wants(found) };
}

/** For what goes on by itself: being asked about is no sign of life, the session still ends when nobody is there. */
export async function roleOfSession(sessionId: string, now: Date): Promise<Role | null> {
  const found = await findSession(sessionId, now);
  return found && wants(found) === null ? found.role : null;
}

async function findSession(sessionId: string, now: Date): Promise<Found | undefined> {
  if (!UUID.test(sessionId)) return undefined;
  const idleSince = new Date(now.getTime() - IDLE_MS);
  const [found] = await db.query<Found>(sql`
    SELECT agent.id, session.id AS session_id, agent.email, agent.name, agent.role, agent.available, session.seen_at,
           session.second_step_at, agent.totp_confirmed_at IS NOT NULL AS has_two_factor,
           COALESCE((SELECT value->'roles' ? agent.role FROM setting WHERE key = 'twoFactor'), false) AS must_have
    FROM agent_session session JOIN agent ON agent.id = session.agent_id
    WHERE session.id = ${sessionId}::uuid AND session.revoked_at IS NULL AND session.expires_at > ${now}
      AND session.seen_at > ${idleSince} AND agent.disabled_at IS NULL`);
  return found;
}

function wants({ hasTwoFactor, mustHave, secondStepAt }: Found): Wants | null {
  if (secondStepAt) return null;
  if (hasTwoFactor) return 'code';
  return mustHave ? 'enrolment' : null;
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

/** One session of the agent, or all but one, or all. Returns how many have ended. */
export async function endSessionsOf(
  tx: Tx,
  agentId: string,
  { sessionId, except }: { sessionId?: string; except?: string } = {},
): Promise<number> {
  if (sessionId !== undefined && !UUID.test(sessionId)) return 0;
  return tx.execute(sql`
    UPDATE agent_session SET revoked_at = ${tx.now}
     WHERE agent_id = ${agentId}::uuid AND revoked_at IS NULL
       ${sessionId === undefined ? empty : sql`AND id = ${sessionId}::uuid`}
       ${except === undefined ? empty : sql`AND id <> ${except}::uuid`}`);
}
