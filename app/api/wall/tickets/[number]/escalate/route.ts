/** "I disagree" (R19): once per ticket, within 14 days of the denial. */
import { readForm } from '@/app/api/wall/form-body';
import { askerOf, type TicketContext } from '@/app/api/wall/ticket-door';
import { answer, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { descriptionField } from '@/lib/tickets/ticket-form';

export const POST = route<TicketContext>(async (request, context, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const asker = await askerOf(request, context, form, now);
  if (isRefusal(asker)) return turnedAway(request, asker);
  const description = descriptionField.safeParse(form.text('description'));
  const escalated = description.success
    ? await escalateTicket(asker.userId, asker.number, { description: description.data })
    : refuse('malformed', 'Please write at least 20 characters.', { fields: { description: 'too-short' } });
  const word = isRefusal(escalated) && escalated.refused === 'malformed' ? 'escalate' : 'changed';
  return answer(request, escalated, { onward: asker.page('done=escalated'), back: asker.page(`problem=${word}`) });
});
