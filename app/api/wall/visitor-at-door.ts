/** Doors of the wall: who is asking, and how they want to be answered. */
import { SESSION_COOKIE } from '@/app/wall/session-cookie';
import { type Visitor, visitorBySession } from '@/lib/accounts/wall-sessions';
import { json, problem, refuseForeignOrigin, seeOther } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

const NO_SESSION = refuse('not-signed-in', 'Please open the offers from your game again.');

/** For doors that change something: a page of ours sent it, and there is a session. */
export async function postingVisitor(request: Request, now: Date): Promise<Visitor | Refusal> {
  return refuseForeignOrigin(request) ?? (await visitorAtDoor(request, now)) ?? NO_SESSION;
}

export async function visitorAtDoor(request: Request, now: Date): Promise<Visitor | null> {
  const token = sessionToken(request.headers.get('cookie') ?? '');
  return token ? visitorBySession(token, now) : null;
}

/** Two cookies of our name are no session: nobody can tell which one is meant. */
function sessionToken(header: string): string | null {
  const values = header.split(';').flatMap((pair) => {
    const [name, ...value] = pair.trim().split('=');
    return name === SESSION_COOKIE ? [value.join('=')] : [];
  });
  return values.length === 1 && /^[A-Za-z0-9_-]{43}$/.test(values[0]!) ? values[0]! : null;
}

export function wantsJson(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('application/json');
}

/** Scripts get JSON; forms are sent on: to `onward` when it worked, back to `back` when it did not. */
export function answer(
  request: Request,
  result: object | null | Refusal,
  { onward, back, status = 200 }: { onward: string; back: string | null; status?: number },
): Response {
  if (isRefusal(result)) return wantsJson(request) || back === null ? problem(result) : seeOther(back);
  return wantsJson(request) ? json({ ...result, location: onward }, status) : seeOther(onward);
}

/** Who pressed a button after their session ended is told how to come back; what they typed is their draft. */
export function turnedAway(request: Request, refusal: Refusal): Response {
  const isPage = (request.headers.get('accept') ?? '').includes('text/html');
  return refusal.refused === 'not-signed-in' && isPage ? seeOther('/wall') : problem(refusal);
}
