/** The way in (03, "The wall"): the game's signed link becomes a session cookie, and leaves the address bar. */

import { linkRefusedPage } from '@/app/wall/link-refused-page';
import { sessionCookie } from '@/app/wall/session-cookie';
import { enterWall } from '@/lib/accounts/wall-sessions';
import { route, seeOther } from '@/lib/foundation/route';
import { preferredLocale } from '@/lib/rules/locales';
import { isRefusal } from '@/lib/rules/refusal';

export const GET = route(async (request, _, now) => {
  const locale = preferredLocale(request.headers.get('accept-language'));
  const session = await enterWall(new URL(request.url).searchParams, now, locale);
  if (isRefusal(session)) return linkRefusedPage(request, session, locale);
  const maxAge = Math.floor((session.expiresAt.getTime() - now.getTime()) / 1000);
  return seeOther('/wall/in-progress', { 'Set-Cookie': sessionCookie(session.token, maxAge) });
});
