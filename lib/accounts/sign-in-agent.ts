/**
 * Signing in with e-mail and password. An unknown address, a wrong password and a disabled agent get the same words in
 * the same time; tries are limited before the password is looked at.
 */
import { beginSession } from '@/lib/accounts/begin-session';
import { passwordMatches } from '@/lib/accounts/passwords';
import { giveSignInTryBack, takeSignInTry } from '@/lib/accounts/sign-in-limits';
import { db, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type SignIn = { email: string; password: string; ip: string | null; userAgent: string | null };

export async function signInAgent(given: SignIn, now: Date): Promise<{ agentId: string; sessionId: string } | Refusal> {
  const email = given.email.trim().toLowerCase().slice(0, 254);
  const tooMany = await takeSignInTry(email, given.ip);
  if (tooMany) return tooMany;
  const agent = await agentByEmail(email);
  const right = await passwordMatches(agent?.passwordHash ?? null, given.password);
  if (!agent || !right) return refuse('not-signed-in', 'The e-mail address or the password is not right.');
  await giveSignInTryBack(email, given.ip);
  const { ip, userAgent } = given;
  return { agentId: agent.id, sessionId: await beginSession(agent.id, { ip, userAgent }, now) };
}

async function agentByEmail(email: string): Promise<{ id: string; passwordHash: string | null } | undefined> {
  const [agent] = await db.query<{ id: string; passwordHash: string | null }>(
    sql`SELECT id, password_hash FROM agent WHERE email = ${email} AND disabled_at IS NULL`,
  );
  return agent;
}
