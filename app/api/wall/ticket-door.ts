/** The small forms of a ticket page. They come from the wall with a session, or from an e-mail's link with its token `k`. */
import type { PostedForm } from '@/app/api/wall/form-body';
import { postingVisitor } from '@/app/api/wall/visitor-at-door';
import { refuseForeignOrigin } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readTicketByToken } from '@/lib/tickets/read-ticket';

export type TicketContext = { params: Promise<{ number: string }> };

/** `userId`: whose ticket it must be. `page(…)`: the page the form stood on, with a word for it to show. */
export type Asker = { userId: string; number: string; page: (query?: string) => string };

export async function askerOf(
  request: Request,
  { params }: TicketContext,
  form: PostedForm,
  now: Date,
): Promise<Asker | Refusal> {
  const number = readTicketNumber((await params).number);
  if (!number) return refuse('not-found', 'There is no such ticket.');
  const token = form.text('k');
  return token ? byToken(request, number, token, now) : bySession(request, number, now);
}

async function byToken(request: Request, number: string, token: string, now: Date): Promise<Asker | Refusal> {
  const refused = refuseForeignOrigin(request);
  if (refused) return refused;
  const ticket = await readTicketByToken(number, token, now);
  if (!ticket) return refuse('link-not-valid', 'This link is not valid. Please use the one from the newest e-mail.');
  const path = `/t/${ticket.number}?k=${encodeURIComponent(token)}`;
  return { userId: ticket.userId, number: ticket.number, page: (query) => (query ? `${path}&${query}` : path) };
}

async function bySession(request: Request, number: string, now: Date): Promise<Asker | Refusal> {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return visitor;
  const path = `/wall/support/${encodeURIComponent(number)}`;
  return { userId: visitor.userId, number, page: (query) => (query ? `${path}?${query}` : path) };
}
