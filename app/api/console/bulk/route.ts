/** Gives an order over many tickets: `action` with its fields, the ticked tickets or `all` of a list, and the typed `count`. */
import { readForm } from '@/app/api/wall/form-body';
import { chosenPairs, readChosen } from '@/app/console/bulk/chosen';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { BULK_FIELDS, isBulkAction, readPayload, readTypedCount } from '@/lib/rules/bulk';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { startBulk } from '@/lib/tickets/bulk-start';

/** A page of a list with all its boxes ticked, and the rest of the form. */
const MOST_PARTS = 120;

/** Whether the action itself is allowed stands in the table of actions. */
export const POST = consoleDoor('tickets:assign', async (request, _context, agent) => {
  const form = await readForm(request, { several: ['ticket'], most: MOST_PARTS });
  if (isRefusal(form)) return problem(form);
  const action = form.text('action');
  if (!isBulkAction(action))
    return problem(refuse('malformed', 'There is no such action.', { fields: { action: 'unknown' } }));
  const chosen = readChosen(form);
  const payload = readPayload(action, form.text);
  const started =
    'missing' in payload
      ? refuse('malformed', 'Something is missing.', { fields: { [payload.missing as string]: 'required' } })
      : await startBulk({ action, payload, chosen, confirmed: readTypedCount(form.text('count')), agent });
  if (!isRefusal(started)) {
    const page = `/console/bulk/${started.id}`;
    return wantsPage(request) ? seeOther(page) : json({ ...started, page }, 201);
  }
  if (!wantsPage(request)) return problem(started);
  const typed = Object.fromEntries(BULK_FIELDS.map((name) => [name, form.text(name)]));
  const query = new URLSearchParams([['action', action], ...chosenPairs(chosen)]);
  return backWithProblem('/console/bulk/new', started, typed, 'main', query);
});
