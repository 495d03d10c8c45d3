/** More proof for a ticket that is open already: words, pictures, or both. */
import { FORM_WITH_PICTURES_LIMIT, type PostedForm, readForm } from '@/app/api/wall/form-body';
import { keepPictures } from '@/app/api/wall/keep-pictures';
import { type Asker, askerOf, type TicketContext } from '@/app/api/wall/ticket-door';
import { answer, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { addProof } from '@/lib/tickets/add-proof';
import { messageField } from '@/lib/tickets/ticket-form';

export const POST = route<TicketContext>(async (request, context, now) => {
  const form = await readForm(request, { files: 'screenshots', limit: FORM_WITH_PICTURES_LIMIT });
  if (isRefusal(form)) return problem(form);
  const asker = await askerOf(request, context, form, now);
  if (isRefusal(asker)) return turnedAway(request, asker);
  const added = await add(asker, form);
  const word = isRefusal(added) && added.fields?.screenshots ? 'screenshots' : 'proof';
  return answer(request, added, { onward: asker.page('done=proof'), back: asker.page(`problem=${word}`) });
});

async function add({ userId, number }: Asker, form: PostedForm): Promise<{ number: string } | Refusal> {
  const text = messageField.safeParse(form.text('text'));
  if (!text.success || (text.data === '' && form.files.length === 0)) {
    return refuse('malformed', 'Please write something or choose a picture.', { fields: { text: 'required' } });
  }
  const kept = await keepPictures(form.files, { userId, target: { ticketNumber: number } });
  return isRefusal(kept) ? kept : addProof(userId, number, { text: text.data });
}
