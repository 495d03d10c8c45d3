/** The very e-mail that this decision would send; nothing is decided by asking. A page without scripts opens it in a tab. */
import { ALONE } from '@/app/api/console/letter-alone';
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem } from '@/lib/foundation/route';
import { LONGEST_NOTE } from '@/lib/rules/agent-reasons';
import { readableLocale } from '@/lib/rules/locales';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { previewDecision } from '@/lib/tickets/preview-decision';

type Context = { params: Promise<{ number: string }> };

export const POST = consoleDoor<Context>('tickets:decide', async (request, context, agent, now) => {
  const number = readTicketNumber((await context.params).number);
  if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const outcome = form.text('outcome') === 'approve' ? 'approve' : 'deny';
  const note = form
    .text('note')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .toWellFormed()
    .trim()
    .slice(0, LONGEST_NOTE);
  const given = { number, outcome, reason: form.text('reason'), note: note || null, agentId: agent.id } as const;
  const preview = await previewDecision({ ...given, locale: readableLocale(form.text('locale')) }, { at: now });
  // Why there is nothing to show yet is an answer, not a failure: the agent is still writing.
  if (isRefusal(preview)) {
    const isShown = !wantsPage(request) && preview.refused !== 'not-found';
    return isShown ? json({ problem: preview.message }) : problem(preview);
  }
  const { subject, text, html, locale } = preview;
  return wantsPage(request) ? new Response(html, { headers: ALONE }) : json({ subject, text, html, locale });
});
