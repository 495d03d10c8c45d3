/** Keeps what has been typed so far, while it is typed. */
import { readForm } from '@/app/api/wall/form-body';
import { ticketFields } from '@/app/api/wall/ticket-fields';
import { postingVisitor } from '@/app/api/wall/visitor-at-door';
import { json, problem, route } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { saveDraft } from '@/lib/tickets/drafts';

export const POST = route(async (request, _, now) => {
  const visitor = await postingVisitor(request, now);
  if (isRefusal(visitor)) return problem(visitor);
  const form = await readForm(request, { several: ['tasks'] });
  if (isRefusal(form)) return problem(form);
  const saved = await saveDraft(visitor.userId, form.text('click'), ticketFields(form), now);
  return saved ? json({ saved: true }) : problem(refuse('unknown-click', 'We know no such offer of yours.'));
});
