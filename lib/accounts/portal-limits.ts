/** How often the portal may be used: of each link or contact, and from one address. Guessing a link is hopeless; this keeps it cheap. */
import { addressKey, ipKey, tryLimit } from '@/lib/accounts/try-limits';
import type { Refusal } from '@/lib/rules/refusal';

const MINUTE = 60;
const LIMITS = {
  open: tryLimit('portal-open', 120, MINUTE),
  answer: tryLimit('portal-answer', 120, MINUTE),
  download: tryLimit('portal-download', 30, MINUTE),
  upload: tryLimit('portal-upload', 60, 10 * MINUTE),
};

/** `who`: a link or a contact, in a word that is none of its secrets. */
export function takePortalTry(
  use: keyof typeof LIMITS,
  who: string | null,
  ip: string | null,
): Promise<Refusal | null> {
  return LIMITS[use].take([...(who ? [`who:${who}`] : []), ipKey(ip ?? 'unknown')]);
}

const asked = tryLimit('portal-link', 5, 60 * MINUTE);
const askedFrom = tryLimit('portal-link-ip', 30, 60 * MINUTE);

/** Asking for a link to sign in: 5 an hour for an address, 30 from one IP. */
export async function takeLinkTry(email: string, ip: string | null): Promise<Refusal | null> {
  return (await askedFrom.take([ipKey(ip ?? 'unknown')])) ?? asked.take([addressKey(email)]);
}
