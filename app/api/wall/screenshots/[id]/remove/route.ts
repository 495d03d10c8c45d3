/** "Remove" without JavaScript: the whole form comes along, is kept as the draft, and is shown again without the picture. */
import { FORM_WITH_PICTURES_LIMIT, readForm } from '@/app/api/wall/form-body';
import { formPage, ticketFields } from '@/app/api/wall/ticket-fields';
import { postingVisitor, turnedAway } from '@/app/api/wall/visitor-at-door';
import { problem, route, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { saveDraft } from '@/lib/tickets/drafts';
import { removeScreenshot } from '@/lib/tickets/screenshots';

type Context = { params: Promise<{ id: string }> };

export const POST = route<Context>(async (request, { params }, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return turnedAway(request, visitor);
  const form = await readForm(request, { several: ['tasks'], files: 'screenshots', limit: FORM_WITH_PICTURES_LIMIT });
  if (isRefusal(form)) return problem(form);
  await saveDraft(visitor.userId, form.text('click'), ticketFields(form), now);
  const { id } = await params;
  const refusal = await removeScreenshot({ userId: visitor.userId, id });
  return refusal ? problem(refusal) : seeOther(formPage(form.text('click')));
});
