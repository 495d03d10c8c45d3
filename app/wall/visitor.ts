/** Who is looking at the wall: the session behind the cookie, read once per request. */
import { cookies } from 'next/headers';
import { cache } from 'react';
import { noSession } from '@/app/wall/elsewhere';
import { SESSION_COOKIE } from '@/app/wall/session-cookie';
import { type Visitor, visitorBySession } from '@/lib/accounts/wall-sessions';
import { now } from '@/lib/foundation/clock';

export const currentVisitor = cache(async (): Promise<Visitor | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return token ? visitorBySession(token, now()) : null;
});

/** For pages: who has no session is told how to get one. */
export async function requireVisitor(): Promise<Visitor> {
  return (await currentVisitor()) ?? noSession();
}
