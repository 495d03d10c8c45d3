/** The 6-digit code of the validation mail (R11). */
import { readForm } from '@/app/api/wall/form-body';
import { askerOf, type TicketContext } from '@/app/api/wall/ticket-door';
import { answer, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { validateByCode } from '@/lib/tickets/validate-email';

export const POST = route<TicketContext>(async (request, context, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const asker = await askerOf(request, context, form, now);
  if (isRefusal(asker)) return turnedAway(request, asker);
  const validated = await validateByCode(asker.userId, asker.number, form.text('code').slice(0, 20));
  const word = isRefusal(validated) && validated.refused !== 'malformed' ? 'code-over' : 'code';
  const told = isRefusal(validated) ? validated : { number: validated.number };
  return answer(request, told, { onward: asker.page('done=confirmed'), back: asker.page(`problem=${word}`) });
});
