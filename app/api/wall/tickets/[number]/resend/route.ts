/** Another validation mail; at most one a minute (R11). */
import { readForm } from '@/app/api/wall/form-body';
import { askerOf, type TicketContext } from '@/app/api/wall/ticket-door';
import { answer, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { resendValidation } from '@/lib/tickets/validate-email';

export const POST = route<TicketContext>(async (request, context, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const asker = await askerOf(request, context, form, now);
  if (isRefusal(asker)) return turnedAway(request, asker);
  const sent = await resendValidation(asker.userId, asker.number);
  return answer(request, sent, { onward: asker.page('done=resent'), back: asker.page('problem=resend') });
});
