/**
 * The company's own OpenID Connect provider, as next-auth is told about it: discovery, and all three checks (PKCE, state,
 * nonce). Its sign-in ends in a session row of ours like any other.
 */
import type { User } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { type CameBy, type ProviderClaims, signInByProvider } from '@/lib/accounts/sign-in-by-provider';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';
import { clientIp } from '@/lib/foundation/route';

const OIDC = 'oidc';

/** What stands on the button; null: there is no such provider. */
export function providerName(): string | null {
  return env.OIDC_ISSUER ? (env.OIDC_NAME ?? new URL(env.OIDC_ISSUER).hostname) : null;
}

export function oidcProvider(request: Request, now: Date): OAuthConfig<ProviderClaims>[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return [];
  return [
    {
      id: OIDC,
      name: OIDC,
      type: 'oauth',
      wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      httpOptions: { timeout: 10_000 },
      profile: (claims) => cameIn({ issuer, claims }, request, now),
    },
  ];
}

/** Why somebody does not get in travels in the place of a name: an error thrown here would lose its word. */
async function cameIn(by: Pick<CameBy, 'issuer' | 'claims'>, request: Request, now: Date): Promise<User> {
  const from = { ip: clientIp(request), userAgent: request.headers.get('user-agent') };
  try {
    const came = await signInByProvider({ ...by, ...from }, now);
    return 'problem' in came ? { id: OIDC, name: came.problem } : { id: came.sessionId };
  } catch (error) {
    log.error({ err: error }, 'sign-in failed');
    return { id: OIDC, name: 'unavailable' };
  }
}

/** What is thrown appears in the address of the answer: one word that the sign-in page knows. */
export function letIn({ name }: { name?: string | null }): true {
  if (name) throw new Error(name);
  return true;
}
