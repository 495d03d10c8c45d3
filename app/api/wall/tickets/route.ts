/**
 * Submit ticket (R7, R8). Whatever is wrong, nothing typed is lost: it is kept as the draft, and the form is shown again
 * with it. A second press finds the ticket of the first and goes there.
 */
import { FORM_WITH_PICTURES_LIMIT, type PostedForm, readForm } from '@/app/api/wall/form-body';
import { keepPictures } from '@/app/api/wall/keep-pictures';
import { formPage, ticketFields } from '@/app/api/wall/ticket-fields';
import { answer, postingVisitor, turnedAway, wantsJson } from '@/app/api/wall/visitor-at-door';
import type { Visitor } from '@/lib/accounts/wall-sessions';
import { route, seeOther } from '@/lib/foundation/route';
import { writtenLocale } from '@/lib/rules/locales';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { saveDraft } from '@/lib/tickets/drafts';
import { type OpenedTicket, openTicket } from '@/lib/tickets/open-ticket';
import { problemsOf, ticketForm } from '@/lib/tickets/ticket-form';

export const POST = route(async (request, _, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return turnedAway(request, visitor);
  const form = await readForm(request, { several: ['tasks'], files: 'screenshots', limit: FORM_WITH_PICTURES_LIMIT });
  if (isRefusal(form)) return answer(request, form, { onward: '', back: `/wall/support?problem=${form.refused}` });
  const opened = await submit(visitor, form, now);
  const existing = isRefusal(opened) && opened.refused === 'ticket-exists' ? opened.details?.number : null;
  if (existing && !wantsJson(request)) return seeOther(`/wall/support/${existing}`);
  return answer(request, opened, {
    onward: isRefusal(opened) ? '' : `/wall/support/${opened.number}`,
    back: formPage(form.text('click'), isRefusal(opened) ? problemWord(opened) : ''),
    status: 201,
  });
});

async function submit(visitor: Visitor, form: PostedForm, now: Date): Promise<OpenedTicket | Refusal> {
  if (visitor.banned) return refuse('user-banned', 'You are banned. You can appeal against the ban.');
  const click = form.text('click');
  const fields = ticketFields(form);
  await saveDraft(visitor.userId, click, fields, now);
  const kept = await keepPictures(form.files, { userId: visitor.userId, target: { clickId: click } });
  if (isRefusal(kept)) return kept;
  const parsed = ticketForm.safeParse({ click, ...fields });
  if (!parsed.success) {
    return refuse('malformed', 'Please look at what is marked and send it again.', {
      fields: problemsOf(parsed.error),
    });
  }
  return openTicket(parsed.data, { userId: visitor.userId, locale: writtenLocale(visitor.locale), source: 'USER' });
}

/** What the form says above its fields; what is wrong in a field it finds out by itself from the draft. */
function problemWord({ refused, fields }: Refusal): string {
  return fields?.screenshots ? 'screenshots' : refused;
}
