/** The button behind the link of the sign-in mail. Scanners that follow links do not press it. */
import { contactCookie } from '@/app/advertiser/contact-cookie';
import { readForm } from '@/app/api/wall/form-body';
import { CONTACT_SESSION_SECONDS, signInByLink } from '@/lib/accounts/advertiser-sessions';
import { takePortalTry } from '@/lib/accounts/portal-limits';
import { clientIp, problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';

type Context = { params: Promise<{ token: string }> };

export const POST = route<Context>(async (request, { params }) => {
  const refusal = refuseForeignOrigin(request) ?? (await readForm(request));
  if (isRefusal(refusal)) return problem(refusal);
  const tooMany = await takePortalTry('answer', null, clientIp(request));
  if (tooMany) return problem(tooMany);
  const signedIn = await signInByLink((await params).token);
  if (isRefusal(signedIn)) return seeOther('/advertiser?problem=link');
  return seeOther('/advertiser/claims', { 'Set-Cookie': contactCookie(signedIn.session, CONTACT_SESSION_SECONDS) });
});
