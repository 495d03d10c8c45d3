/** An agent's own keys: a plain form with a field per command. `reset` brings the usual ones back. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { saveShortcuts } from '@/lib/accounts/save-shortcuts';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { TABLE } from '@/lib/rules/shortcuts';

const PAGE = '/console/me/keyboard';

export const POST = consoleDoor('tickets:read', async (request, _context, agent) => {
  const form = await readForm(request, { most: TABLE.length + 5 });
  if (isRefusal(form)) return problem(form);
  const typed = form.group('strokes');
  const off = form.text('single-keys') !== 'on';
  const saved = await saveShortcuts(agent.id, { off, strokes: form.text('reset') ? {} : typed });
  if (!isRefusal(saved)) return wantsPage(request) ? seeOther(`${PAGE}?done=saved`) : json(saved);
  if (!wantsPage(request)) return problem(saved);
  return backWithProblem(PAGE, saved, { ...typed, off: String(off) }, 'keys');
});
