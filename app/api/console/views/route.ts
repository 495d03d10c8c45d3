/** Saves a list under a name. `query`: the part of its address after the question mark; `visibility`: me, team or everyone. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { can } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { saveView } from '@/lib/tickets/saved-views';

export const POST = consoleDoor('tickets:read', async (request, _context, { id, role }, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const [name, query, visibility] = [form.text('name'), form.text('query'), form.text('visibility')];
  const keeper = { id, role, mayShare: can(role, 'views:share') };
  const saved = await saveView({ name, query, visibility }, keeper, now);
  if (isRefusal(saved)) return problem(saved);
  return wantsPage(request) ? seeOther(`/console/tickets?${new URLSearchParams(query)}`) : json(saved, 201);
});
