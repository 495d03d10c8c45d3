/** A banned user appeals (R6). */
import { z } from 'zod';
import { readForm } from '@/app/api/wall/form-body';
import { answer, postingVisitor, turnedAway, wantsJson } from '@/app/api/wall/visitor-at-door';
import { route, seeOther } from '@/lib/foundation/route';
import { writtenLocale } from '@/lib/rules/locales';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { openAppeal } from '@/lib/tickets/open-appeal';
import { descriptionField, emailField, problemsOf } from '@/lib/tickets/ticket-form';

const appealForm = z.strictObject({ email: emailField, description: descriptionField });

export const POST = route(async (request, _, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return turnedAway(request, visitor);
  const form = await readForm(request);
  if (isRefusal(form)) return answer(request, form, { onward: '', back: '/wall/support/appeal?problem=other' });
  const parsed = appealForm.safeParse({ email: form.text('email'), description: form.text('description') });
  if (!parsed.success) {
    const fields = problemsOf(parsed.error);
    const back = `/wall/support/appeal?${new URLSearchParams(fields)}`;
    return answer(request, refuse('malformed', 'Please look at what is marked.', { fields }), { onward: '', back });
  }
  const opened = await openAppeal(visitor.userId, { ...parsed.data, locale: writtenLocale(visitor.locale) });
  const existing = isRefusal(opened) && opened.details?.number;
  if (existing && !wantsJson(request)) return seeOther(`/wall/support/${existing}`);
  const onward = isRefusal(opened) ? '' : `/wall/support/${opened.number}`;
  return answer(request, opened, { onward, back: '/wall/support/appeal?problem=other', status: 201 });
});
