/**
 * Who is asking. The cookie names a session; the session row, the agent and the role are read on every request, by every
 * page and every door of the console. Nothing here relies on a proxy having looked before.
 */
import { cookies, headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { AGENT_COOKIE, authSecret } from '@/app/api/auth/agent-cookies';
import { agentBySession, type SignedInAgent } from '@/lib/accounts/agent-sessions';
import { now as wallClock } from '@/lib/foundation/clock';
import { problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { can, type Permission } from '@/lib/rules/permissions';
import { refuse } from '@/lib/rules/refusal';

export async function signedInAgent(now: Date): Promise<SignedInAgent | null> {
  const cookie = (await cookies()).get(AGENT_COOKIE)?.value;
  const sessionId = cookie && (await sessionIdIn(cookie));
  return sessionId ? agentBySession(sessionId, now) : null;
}

async function sessionIdIn(cookie: string): Promise<string | undefined> {
  try {
    return (await decode({ token: cookie, secret: authSecret() }))?.sub;
  } catch {
    // Forged, expired or from before a change of the secret.
    return undefined;
  }
}

/** For pages: the agent and the instant of the request, or the way to the sign-in page. */
export async function requireAgent(permission: Permission): Promise<{ agent: SignedInAgent; now: Date }> {
  const now = wallClock();
  const agent = await signedInAgent(now);
  if (!agent) redirect(signInPath((await headers()).get('x-page')));
  if (!can(agent.role, permission)) forbidden();
  return { agent, now };
}

function signInPath(page: string | null): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl: consolePath(page) })}`;
}

type Handler<Context> = (request: Request, context: Context, agent: SignedInAgent, now: Date) => Promise<Response>;

/** For doors under /api/console: who it is, whether they may, and for a change whether our own page asked. */
export function consoleDoor<Context = unknown>(permission: Permission, handler: Handler<Context>) {
  return route<Context>(async (request, context, now) => {
    const foreign = request.method === 'GET' ? null : refuseForeignOrigin(request);
    if (foreign) return problem(foreign);
    const agent = await signedInAgent(now);
    if (!agent)
      return wantsPage(request) ? seeOther('/sign-in') : problem(refuse('not-signed-in', 'Please sign in again.'));
    if (!can(agent.role, permission)) return problem(refuse('not-allowed', 'Your role does not allow this.'));
    return handler(request, context, agent, now);
  });
}

/** A form of a page without JavaScript, or a script that shows the answer itself? */
export function wantsPage(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html');
}
