/** Signing out ends the session row first, then empties the browser: going back shows nothing (bad inputs CS-022). */
import { AGENT_COOKIE, cookieOptions } from '@/app/api/auth/agent-cookies';
import { signedInAgent } from '@/app/console/signed-in';
import { endAgentSession } from '@/lib/accounts/agent-sessions';
import { problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';

export const POST = route(async (request, _context, now) => {
  const foreign = refuseForeignOrigin(request);
  if (foreign) return problem(foreign);
  const agent = await signedInAgent(now);
  if (agent) await endAgentSession(agent.sessionId, now);
  return seeOther('/sign-in?problem=signed-out', {
    'Clear-Site-Data': '"cache", "cookies", "storage"',
    'Set-Cookie': `${AGENT_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${cookieOptions.secure ? '; Secure' : ''}`,
  });
});
