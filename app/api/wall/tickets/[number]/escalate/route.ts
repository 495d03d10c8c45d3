/** "I disagree" (R19): once per ticket, within 14 days of the denial; with a reason, words, and pictures if there are any. */
import { FORM_WITH_PICTURES_LIMIT, type PostedForm, readForm } from '@/app/api/wall/form-body';
import { keepPictures } from '@/app/api/wall/keep-pictures';
import { type Asker, askerOf, type TicketContext } from '@/app/api/wall/ticket-door';
import { answer, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route } from '@/lib/foundation/route';
import { readContestReason } from '@/lib/rules/contest-reasons';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { descriptionField } from '@/lib/tickets/ticket-form';

export const POST = route<TicketContext>(async (request, context, now) => {
  const form = await readForm(request, { files: 'screenshots', limit: FORM_WITH_PICTURES_LIMIT });
  if (isRefusal(form)) return problem(form);
  const asker = await askerOf(request, context, form, now);
  if (isRefusal(asker)) return turnedAway(request, asker);
  const escalated = await contest(asker, form);
  return answer(request, escalated, {
    onward: asker.page('done=escalated'),
    back: asker.page(`problem=${wordFor(escalated)}`),
  });
});

/** The pictures first: they stay with the ticket whatever becomes of the rest. */
async function contest({ userId, number }: Asker, form: PostedForm): Promise<{ number: string } | Refusal> {
  const description = descriptionField.safeParse(form.text('description'));
  if (!description.success) {
    return refuse('malformed', 'Please write at least 20 characters.', { fields: { description: 'too-short' } });
  }
  const kept = await keepPictures(form.files, { userId, target: { ticketNumber: number } });
  if (isRefusal(kept)) return kept;
  const reason = readContestReason(form.text('reason'));
  return escalateTicket(userId, number, { description: description.data, reason });
}

function wordFor(result: object | Refusal): string {
  if (!isRefusal(result)) return '';
  if (result.fields?.screenshots) return 'screenshots';
  return result.refused === 'malformed' ? 'escalate' : 'changed';
}
