/**
 * The doors of the portal, once for whoever has a link and once for a contact who signed in: they differ only in how the
 * visit is found. Forms that rely on a cookie must come from our own page; those of a link bring its secret in their address.
 */
import { CONTACT_COOKIE } from '@/app/advertiser/contact-cookie';
import { CONTACT_DOOR, type Door } from '@/app/advertiser/visit';
import { contactBySession } from '@/lib/accounts/advertiser-sessions';
import { takePortalTry } from '@/lib/accounts/portal-limits';
import { clientIp, refuseForeignOrigin } from '@/lib/foundation/route';
import { type PortalVisit, visitByContact, visitByLink } from '@/lib/rechecks/portal-visit';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

export type Use = 'open' | 'answer' | 'download' | 'upload';

/** The visit and where its pages are; or why not. Takes one try of what is done. */
export type FindVisit = (
  request: Request,
  params: Record<string, string>,
  now: Date,
  use: Use,
) => Promise<{ visit: PortalVisit; door: Door } | Refusal>;

export const byLink: FindVisit = async (request, { token = '' }, now, use) => {
  const visit = await visitByLink(token, now);
  const tooMany = await takePortalTry(use, visit?.subject ?? null, clientIp(request));
  if (tooMany) return tooMany;
  if (!visit) return refuse('not-found', 'This link is over, or it was revoked. Ask for a new one at /advertiser.');
  const pages = `/advertiser/${token}`;
  return { visit, door: { claims: pages, pages, api: `/api${pages}` } };
};

export const byContact: FindVisit = async (request, _, now, use) => {
  const foreign = request.method === 'GET' ? null : refuseForeignOrigin(request);
  if (foreign) return foreign;
  const session = sessionIn(request);
  const contact = session ? await contactBySession(session, now) : null;
  if (!contact) return refuse('not-signed-in', 'You are not signed in. Ask for a link at /advertiser.');
  const visit = visitByContact(contact);
  const tooMany = await takePortalTry(use, visit.subject, clientIp(request));
  return isRefusal(tooMany) ? tooMany : { visit, door: CONTACT_DOOR };
};

/** Two cookies of our name are no session: nobody can tell which one is meant. */
export function sessionIn(request: Request): string | null {
  const values = (request.headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const [name, ...value] = pair.trim().split('=');
    return name === CONTACT_COOKIE ? [value.join('=')] : [];
  });
  return values.length === 1 && /^[A-Za-z0-9_-]{43}$/.test(values[0]!) ? values[0]! : null;
}
