/** An agent has seen what was for them: mentions, and what of theirs could not be carried out. */
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal } from '@/lib/rules/refusal';
import { seeMentions } from '@/lib/tickets/mentions';
import { dismissFailed } from '@/lib/tickets/my-intents';

/** `intent`: that failure; without it, all mentions. */
export const POST = consoleDoor('tickets:read', async (request, _, agent, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const intent = form.text('intent');
  const seen = isUuid(intent)
    ? Number(await dismissFailed(agent.id, intent, now))
    : await seeMentions(agent.id, null, now);
  return wantsPage(request) ? seeOther('/console/for-you') : json({ seen });
});
