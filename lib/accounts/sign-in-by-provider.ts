/**
 * Signing in through the company's own OpenID Connect provider. By the time this is asked, its signature, its audience and
 * the state, nonce and PKCE of this browser have been checked (next-auth). Nobody is made an agent by it: only an e-mail
 * address that the provider calls verified, and that an admin has invited, gets in.
 */
import { beginSession } from '@/lib/accounts/begin-session';
import { db, sql } from '@/lib/foundation/db';
import { namesSecondFactor } from '@/lib/rules/second-factor';

/** What the provider signed; nothing about it is believed to have its form. */
export type ProviderClaims = {
  iss?: unknown;
  email?: unknown;
  email_verified?: unknown;
  amr?: unknown;
  /** Seconds since 1970: when the person last proved anything to the provider. */
  auth_time?: unknown;
};

/** Each has a sentence of its own on the sign-in page: who gets that far has proved the address, and may know. */
export type ProviderProblem = 'oidc-failed' | 'oidc-unverified' | 'oidc-unknown' | 'oidc-disabled';

export type CameBy = {
  /** The one that this house trusts. */
  issuer: string;
  claims: ProviderClaims;
  ip: string | null;
  userAgent: string | null;
};

export async function signInByProvider(
  { issuer, claims, ip, userAgent }: CameBy,
  now: Date,
): Promise<{ sessionId: string } | { problem: ProviderProblem }> {
  // A provider of many houses signs for all of them, under names of their own.
  if (typeof claims.iss !== 'string' || bare(claims.iss) !== bare(issuer)) return { problem: 'oidc-failed' };
  if (typeof claims.email !== 'string' || claims.email_verified !== true) return { problem: 'oidc-unverified' };
  const agent = await agentByEmail(claims.email);
  if (!agent) return { problem: 'oidc-unknown' };
  if (agent.disabledAt) return { problem: 'oidc-disabled' };
  const secondStepAt = namesSecondFactor(claims.amr) ? provedAt(claims.auth_time, now) : null;
  return { sessionId: await beginSession(agent.id, { ip, userAgent, method: 'oidc', secondStepAt }, now) };
}

function bare(url: string): string {
  return url.replace(/\/$/, '');
}

async function agentByEmail(given: string): Promise<{ id: string; disabledAt: Date | null } | undefined> {
  const email = given.trim().toLowerCase().slice(0, 254);
  const [agent] = await db.query<{ id: string; disabledAt: Date | null }>(
    sql`SELECT id, disabled_at FROM agent WHERE email = ${email}`,
  );
  return agent;
}

/** A proof of this morning is no proof of a minute ago: what is dangerous asks again. */
function provedAt(authTime: unknown, now: Date): Date {
  const at = typeof authTime === 'number' && authTime > 0 ? authTime * 1000 : now.getTime();
  return new Date(Math.min(at, now.getTime()));
}
