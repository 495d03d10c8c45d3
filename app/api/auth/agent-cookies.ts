/**
 * The cookies of the console. Over https they wear the `__Host-` prefix, so that no other host can plant them; over plain
 * http (a demo on this machine) browsers would refuse that prefix.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/foundation/env';

const secure = env.PUBLIC_URL.startsWith('https:');
const prefix = secure ? '__Host-' : '';

export const AGENT_COOKIE = `${prefix}agent`;
export const CSRF_COOKIE = `${prefix}next-auth.csrf-token`;
export const CALLBACK_COOKIE = `${prefix}next-auth.callback-url`;

/** Lax, not Strict: a link to a ticket in an agent's mail opens signed in. Doors check Origin besides. */
export const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;

/** What one attempt at the provider's is held against when it comes back; each ends with that attempt. */
const ATTEMPT = { ...cookieOptions, maxAge: 15 * 60 };
export const OIDC_COOKIES = {
  state: { name: `${prefix}next-auth.state`, options: ATTEMPT },
  nonce: { name: `${prefix}next-auth.nonce`, options: ATTEMPT },
  pkceCodeVerifier: { name: `${prefix}next-auth.pkce`, options: ATTEMPT },
};

export function authSecret(): string {
  if (!env.AUTH_SECRET) throw new Error('AUTH_SECRET is not set: nobody can sign in without it.');
  return env.AUTH_SECRET;
}

/** The token that the sign-in form carries, if the cookie that goes with it is really ours. */
export function csrfTokenOf(cookie: string | undefined): string | null {
  const [token = '', digest = ''] = (cookie ?? '').split('|');
  const expected = createHash('sha256').update(`${token}${authSecret()}`).digest('hex');
  const ours = digest.length === expected.length && timingSafeEqual(Buffer.from(digest), Buffer.from(expected));
  return ours ? token : null;
}
