/** Starts a dry run over a past period; its page shows how far it has come. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { type DryRunForm, startDryRun } from '@/lib/reports/dry-run';
import { isRefusal } from '@/lib/rules/refusal';

const FIELDS = ['from', 'to', 'app', 'advertiser', 'limit', 'grace', 'limit2', 'grace2'] as const;

export const POST = consoleDoor('reports:read', async (request, _, agent) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const typed = Object.fromEntries(FIELDS.map((name) => [name, form.text(name).trim()])) as DryRunForm;
  const result = await startDryRun(typed, agent.id);
  if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result, 201);
  if (!isRefusal(result)) return seeOther(`/console/reports/dry-run/${result.id}`);
  const details = { ...result.details, fields: result.fields ?? {} };
  return backWithProblem('/console/reports/dry-run', { ...result, details }, typed, 'ask');
});
