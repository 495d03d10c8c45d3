/** Ends a contact's session. Without one there is nothing to end, which is as well. */
import { contactCookie } from '@/app/advertiser/contact-cookie';
import { sessionIn } from '@/app/api/advertiser/portal-doors';
import { endContactSession } from '@/lib/accounts/advertiser-sessions';
import { problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';

export const POST = route(async (request) => {
  const foreign = refuseForeignOrigin(request);
  if (foreign) return problem(foreign);
  const session = sessionIn(request);
  if (session) await endContactSession(session);
  return seeOther('/advertiser?done=signed-out', { 'Set-Cookie': contactCookie('', 0) });
});
