/** Who is looking at the portal: the link in the address, or the contact behind the cookie. Read once per request. */
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { CONTACT_COOKIE } from '@/app/advertiser/contact-cookie';
import { type Contact, contactBySession } from '@/lib/accounts/advertiser-sessions';
import { takePortalTry } from '@/lib/accounts/portal-limits';
import { now as wallClock } from '@/lib/foundation/clock';
import { trueHop } from '@/lib/foundation/route';
import { noteOpened, type PortalVisit, visitByContact, visitByLink } from '@/lib/rechecks/portal-visit';

export const currentContact = cache(async (): Promise<Contact | null> => {
  const session = (await cookies()).get(CONTACT_COOKIE)?.value;
  return session ? contactBySession(session, wallClock()) : null;
});

const visitOf = cache((token: string): Promise<PortalVisit | null> => visitByLink(token, wallClock()));

/** Addresses of pages and doors: by link they bear its token, of a contact they do not. */
export type Door = { claims: string; pages: string; api: string };

export type AtPortal = { visit: PortalVisit; door: Door; now: Date };

/** For pages behind a link. What is over, revoked or made up ends at 404, with words. */
export async function requireLink(token: string): Promise<AtPortal> {
  const visit = await visitOf(token);
  const ip = await ipOfReader();
  if (await takePortalTry('open', visit?.subject ?? null, ip)) redirect(linkOver('busy'));
  if (!visit) redirect(linkOver('over'));
  await noteOpened(visit, ip);
  const pages = `/advertiser/${token}`;
  return { visit, door: { claims: pages, pages, api: `/api${pages}` }, now: wallClock() };
}

export const CONTACT_DOOR: Door = { claims: '/advertiser/claims', pages: '/advertiser', api: '/api/advertiser/me' };

/** For a contact's pages: who has no session is asked for an address. */
export async function requireContact(): Promise<AtPortal & { contact: Contact }> {
  const contact = await currentContact();
  if (!contact) redirect('/advertiser');
  const visit = visitByContact(contact);
  const ip = await ipOfReader();
  if (await takePortalTry('open', visit.subject, ip)) redirect(linkOver('busy'));
  await noteOpened(visit, ip);
  return { contact, visit, door: CONTACT_DOOR, now: wallClock() };
}

export function linkOver(why: 'over' | 'busy'): string {
  return `/advertiser/link-over?why=${why}`;
}

async function ipOfReader(): Promise<string | null> {
  return trueHop((await headers()).get('x-forwarded-for') ?? '');
}

/** The language that was agreed with this reader; null where nobody is known. */
export async function portalLocale(page: string): Promise<string | null> {
  const token = /^\/advertiser\/([A-Za-z0-9_-]{43})(\/|$)/.exec(page)?.[1];
  return token ? ((await visitOf(token))?.locale ?? null) : ((await currentContact())?.locale ?? null);
}
