/** What a person thinks of an automatic decision of the sample. `verdict`: right or wrong, and then a `reason`. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { checkSample } from '@/lib/tickets/check-sample';

type Context = { params: Promise<{ number: string }> };

export const POST = consoleDoor<Context>('tickets:decide', async (request, { params }, agent) => {
  const number = readTicketNumber((await params).number);
  if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const verdict = form.text('verdict');
  if (verdict !== 'right' && verdict !== 'wrong')
    return problem(
      refuse('malformed', 'Say whether it was right or wrong.', { fields: { verdict: 'right or wrong' } }),
    );
  const checked = await checkSample({ number, verdict, reason: form.text('reason'), agentId: agent.id });
  // Somebody else was faster: the list shows what is left.
  const back = '/console/tickets?queue=sample';
  if (wantsPage(request) && (!isRefusal(checked) || checked.refused === 'conflict')) return seeOther(back);
  return isRefusal(checked) ? problem(checked) : json(checked);
});
