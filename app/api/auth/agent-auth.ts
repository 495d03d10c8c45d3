/**
 * How next-auth signs agents in: by password or through the company's own provider, with a session row of ours whose id is all that its cookie carries
 * (as `sub`). Whether that session still stands is asked on every request (app/console/signed-in.ts), not here.
 */
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import {
  AGENT_COOKIE,
  authSecret,
  CALLBACK_COOKIE,
  CSRF_COOKIE,
  cookieOptions,
  OIDC_COOKIES,
} from '@/app/api/auth/agent-cookies';
import { letIn, oidcProvider } from '@/app/api/auth/oidc-provider';
import { SESSION_LIVES_MS } from '@/lib/accounts/agent-sessions';
import { signInAgent } from '@/lib/accounts/sign-in-agent';
import { log } from '@/lib/foundation/log';
import { clientIp } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { isRefusal } from '@/lib/rules/refusal';

export function agentAuth(request: Request, now: Date): NextAuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_LIVES_MS / 1000 },
    pages: { signIn: '/sign-in?cookie=set', error: '/sign-in' },
    cookies: {
      sessionToken: { name: AGENT_COOKIE, options: cookieOptions },
      csrfToken: { name: CSRF_COOKIE, options: cookieOptions },
      callbackUrl: { name: CALLBACK_COOKIE, options: cookieOptions },
      ...OIDC_COOKIES,
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (given) => authorize(given, request, now),
      }),
      ...oidcProvider(request, now),
    ],
    callbacks: {
      signIn: ({ user }) => letIn(user),
      redirect: ({ url }) => consolePath(url),
      jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub }),
    },
    logger: {
      error: (code, why) => log.warn({ code, why: reasonOf(why) }, 'sign-in'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** What it throws appears in an address, so it is one of two words. */
async function authorize(given: { email?: string; password?: string } | undefined, request: Request, now: Date) {
  const session = await signInAgent(
    {
      email: given?.email ?? '',
      password: given?.password ?? '',
      ip: clientIp(request),
      userAgent: request.headers.get('user-agent'),
    },
    now,
  ).catch((error: unknown) => {
    log.error({ err: error }, 'sign-in failed');
    throw new Error('unavailable');
  });
  if (!isRefusal(session)) return { id: session.sessionId };
  if (session.refused === 'too-many') throw new Error('too-many');
  return null;
}

/** A wrong client secret or an unreachable provider has to be findable in the log; tokens are not in these sentences. */
function reasonOf(why: unknown): string | undefined {
  const error = why instanceof Error ? why : (why as { error?: unknown } | null)?.error;
  return error instanceof Error ? error.message.slice(0, 300) : undefined;
}
