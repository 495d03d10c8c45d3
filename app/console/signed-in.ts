/**
 * Who is asking. The cookie names a session; the session row, the agent and the role are read on every request, by every
 * page and every door of the console. Nothing here relies on a proxy having looked before.
 */
import { cookies, headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { AGENT_COOKIE, authSecret } from '@/app/api/auth/agent-cookies';
import { agentBySession, type SignedInAgent, type Wants } from '@/lib/accounts/agent-sessions';
import { now as wallClock } from '@/lib/foundation/clock';
import { problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { can, isDangerous, type Permission, PROOF_LASTS_MS } from '@/lib/rules/permissions';
import { refuse } from '@/lib/rules/refusal';

export async function signedInAgent(now: Date): Promise<SignedInAgent | null> {
  const sessionId = await namedSession();
  return sessionId ? agentBySession(sessionId, now) : null;
}

/** The session that the cookie names; whether it still stands is another question. */
export async function namedSession(): Promise<string | undefined> {
  const cookie = (await cookies()).get(AGENT_COOKIE)?.value;
  return cookie && (await sessionIdIn(cookie));
}

async function sessionIdIn(cookie: string): Promise<string | undefined> {
  try {
    return (await decode({ token: cookie, secret: authSecret() }))?.sub;
  } catch {
    // Forged, expired or from before a change of the secret.
    return undefined;
  }
}

/** `evenBefore`: also for agents of whom this is still wanted, because here is where it is done. */
type Admission = { evenBefore?: Wants };

/** For pages: the agent and the instant of the request, or the way to what has to be done first. */
export async function requireAgent(
  permission: Permission,
  { evenBefore }: Admission = {},
): Promise<{ agent: SignedInAgent; now: Date }> {
  const now = wallClock();
  const agent = await signedInAgent(now);
  if (!agent) redirect(signInPath((await headers()).get('x-page')));
  if (agent.wants && agent.wants !== evenBefore) redirect(wantedPath(agent.wants, (await headers()).get('x-page')));
  if (!can(agent.role, permission)) forbidden();
  return { agent, now };
}

function signInPath(page: string | null): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl: consolePath(page) })}`;
}

const WANTED_PAGES: Record<Wants, string> = { code: '/sign-in/code', enrolment: '/console/me/two-factor' };

/** Where an agent does what is still wanted; from there it goes on to `page`. */
export function wantedPath(wants: Wants, page: string | null): string {
  return `${WANTED_PAGES[wants]}?${new URLSearchParams({ callbackUrl: consolePath(page) })}`;
}

type Handler<Context> = (request: Request, context: Context, agent: SignedInAgent, now: Date) => Promise<Response>;

/** For doors under /api/console: who it is, whether they may, and for a change whether our own page asked. */
export function consoleDoor<Context = unknown>(
  permission: Permission,
  handler: Handler<Context>,
  { evenBefore }: Admission = {},
) {
  return route<Context>(async (request, context, now) => {
    const foreign = request.method === 'GET' ? null : refuseForeignOrigin(request);
    if (foreign) return problem(foreign);
    const agent = await signedInAgent(now);
    if (!agent)
      return wantsPage(request) ? seeOther('/sign-in') : problem(refuse('not-signed-in', 'Please sign in again.'));
    if (agent.wants && agent.wants !== evenBefore) return firstDo(agent.wants, request);
    if (!can(agent.role, permission)) return problem(refuse('not-allowed', 'Your role does not allow this.'));
    if (request.method !== 'GET' && isDangerous(permission) && !isProven(agent, now)) return firstDo('code', request);
    return handler(request, context, agent, now);
  });
}

const FIRST_DO: Record<Wants, string> = {
  code: 'Please enter a code of your authenticator app first.',
  enrolment: 'Your role needs two-step sign-in. Please set it up first.',
};

function firstDo(wants: Wants, request: Request): Response {
  const path = wantedPath(wants, pageOf(request));
  return wantsPage(request)
    ? seeOther(path)
    : problem(refuse('second-step', FIRST_DO[wants], { details: { page: path } }));
}

/** The page that the form stood on: there it goes on afterwards. */
function pageOf(request: Request): string | null {
  const from = request.headers.get('referer');
  return from && URL.canParse(from) ? new URL(from).pathname : null;
}

/** Of an agent without two-step sign-in nothing more can be asked. */
export function isProven({ hasTwoFactor, secondStepAt }: SignedInAgent, now: Date): boolean {
  return !hasTwoFactor || (secondStepAt !== null && now.getTime() - secondStepAt.getTime() <= PROOF_LASTS_MS);
}

/** A form of a page without JavaScript, or a script that shows the answer itself? */
export function wantsPage(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html');
}
