/** Who is looking at the wall: the session behind the cookie, read once per request. */
import { cookies } from 'next/headers';
import { unauthorized } from 'next/navigation';
import { cache } from 'react';
import { SESSION_COOKIE } from '@/app/wall/session-cookie';
import { type Visitor, visitorBySession } from '@/lib/accounts/wall-sessions';
import { now } from '@/lib/foundation/clock';

export const currentVisitor = cache(async (): Promise<Visitor | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return token ? visitorBySession(token, now()) : null;
});

/** For pages: without a session they answer 401 and say how to get one (app/unauthorized.tsx). */
export async function requireVisitor(): Promise<Visitor> {
  return (await currentVisitor()) ?? unauthorized();
}
