/** The cookie of a wall session. `__Host-` binds it to this host and to https; plain http (the demo) cannot have that. */
import { env } from '@/lib/foundation/env';

const secure = env.PUBLIC_URL.startsWith('https:');

export const SESSION_COOKIE = secure ? '__Host-makegood' : 'makegood';

export function sessionCookie(token: string, maxAgeSeconds: number): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`, ...(secure ? ['Secure'] : [])];
  return `${SESSION_COOKIE}=${token}; ${attributes.join('; ')}`;
}
