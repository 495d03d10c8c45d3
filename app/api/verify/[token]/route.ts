/** The button behind the link of the validation mail (R11). Scanners that follow links do not press it. */
import { readForm } from '@/app/api/wall/form-body';
import { problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { ticketAccessToken } from '@/lib/outbox/links';
import { isRefusal } from '@/lib/rules/refusal';
import { validateByToken } from '@/lib/tickets/validate-email';

type Context = { params: Promise<{ token: string }> };

export const POST = route<Context>(async (request, { params }) => {
  const refusal = refuseForeignOrigin(request) ?? (await readForm(request));
  if (isRefusal(refusal)) return problem(refusal);
  const { token } = await params;
  const validated = await validateByToken(token);
  if (isRefusal(validated)) return seeOther(`/verify/${encodeURIComponent(token)}?over=1`);
  const query = new URLSearchParams({ k: ticketAccessToken(validated.ticketId), done: 'confirmed' });
  return seeOther(`/t/${validated.number}?${query}`);
});
