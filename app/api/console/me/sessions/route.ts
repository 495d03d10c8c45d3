/** Ends one of one's own sessions, or all others. */
import { meDoor } from '@/app/api/console/me/me-door';
import { endSessions } from '@/lib/accounts/own-sessions';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = meDoor('sessions', async (self, text, now) => {
  const session = text('session');
  const which = session ? { sessionId: session } : { except: self.sessionId };
  const ended = await endSessions({ by: self, agentId: self.id, ...which }, now);
  return isRefusal(ended) ? ended : null;
});
