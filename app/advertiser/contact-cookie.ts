/** The cookie of a contact's session. `__Host-` binds it to this host and to https; plain http (the demo) cannot have that. */
import { env } from '@/lib/foundation/env';

const secure = env.PUBLIC_URL.startsWith('https:');

export const CONTACT_COOKIE = secure ? '__Host-advertiser' : 'advertiser';

export function contactCookie(session: string, maxAgeSeconds: number): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`, ...(secure ? ['Secure'] : [])];
  return `${CONTACT_COOKIE}=${session}; ${attributes.join('; ')}`;
}
