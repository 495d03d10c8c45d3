/** An admin connects a network: a new integration, whose page then shows the address to paste and the secret. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { addIntegration } from '@/lib/offers/add-integration';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = consoleDoor('integrations:write', async (request, _context, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const [key, advertiser, dialect, secret] = [
    form.text('key').trim(),
    form.text('advertiser').trim(),
    form.text('dialect'),
    form.text('secret').trim(),
  ];
  const result = await addIntegration({ key, advertiser, dialect, secret }, { kind: 'AGENT', id: agent.id });
  if (isRefusal(result)) {
    if (!wantsPage(request)) return problem(result);
    return backWithProblem('/console/integrations/new', result, { key, advertiser, dialect }, 'main');
  }
  const page = `/console/integrations/${encodeURIComponent(key)}?${new URLSearchParams({ done: 'added', shown: result.slip })}`;
  return wantsPage(request) ? seeOther(page) : json({ page });
});
