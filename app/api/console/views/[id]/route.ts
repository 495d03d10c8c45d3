/** Changes a saved view. `action`: rename (with a `name`), delete, or restore what was just deleted. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { entryOf } from '@/lib/rules/entry-of';
import { can } from '@/lib/rules/permissions';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { deleteView, renameView, restoreView } from '@/lib/tickets/saved-views';

type Context = { params: Promise<{ id: string }> };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const POST = consoleDoor<Context>('tickets:read', async (request, { params }, { id: agentId, role }, now) => {
  const { id } = await params;
  if (!UUID.test(id)) return problem(refuse('not-found', 'There is no such view of yours.'));
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const keeper = { id: agentId, role, mayShare: can(role, 'views:share') };
  const changes = {
    rename: () => renameView(id, form.text('name'), keeper),
    delete: () => deleteView(id, keeper, now),
    restore: () => restoreView(id, keeper),
  };
  const change = entryOf(changes, form.text('action'));
  const changed = change ? await change() : refuse('malformed', 'Rename, delete or restore.');
  if (isRefusal(changed)) return problem(changed);
  if (!wantsPage(request)) return json(changed);
  const back = consolePath(form.text('back'));
  const undo = form.text('action') === 'delete' ? `${back.includes('?') ? '&' : '?'}deleted=${id}` : '';
  return seeOther(`${back}${undo}`);
});
