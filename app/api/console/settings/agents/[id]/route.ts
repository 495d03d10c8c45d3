/** What an admin does to somebody else's account: `act` says what. */
import { isUuid } from '@/app/api/console/tickets/ticket-door';
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { changeRole, enableAgent, resetTwoFactor, sendLinkTo } from '@/lib/accounts/change-agent';
import { endSessions } from '@/lib/accounts/own-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { disableAgent } from '@/lib/tickets/disable-agent';

type Context = { params: Promise<{ id: string }> };
type Text = (name: string) => string;

export const POST = consoleDoor<Context>('agents:write', async (request, { params }, agent, now) => {
  const { id } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const act = form.text('act');
  const result = await change(act, { agentId: id, by: agent }, form.text, now);
  const page = `/console/settings/agents/${encodeURIComponent(id)}`;
  if (isRefusal(result)) {
    if (!wantsPage(request) || result.refused === 'not-found') return problem(result);
    return backWithProblem(page, result, { section: act }, act);
  }
  return wantsPage(request) ? seeOther(`${page}?${new URLSearchParams({ done: act })}`) : json({ page });
});

type Order = { agentId: string; by: SignedInAgent };

function change(act: string, order: Order, text: Text, now: Date): Promise<object | Refusal | null> {
  switch (act) {
    case 'role':
      return changeRole({ ...order, role: text('role'), seen: text('seen') }, now);
    case 'disable':
      return disableAgent({ ...order, typed: text('typed') }, now);
    case 'enable':
      return enableAgent(order, now);
    case 'reset-two-factor':
      return resetTwoFactor({ ...order, typed: text('typed') }, now);
    case 'send-link':
      return sendLinkTo({ ...order, locale: text('locale') === 'es' ? 'es' : 'en' }, now);
    case 'end-sessions':
      return endTheirs(order, text('session'), now);
    default:
      return Promise.resolve(refuse('malformed', 'What is to be done with this agent?'));
  }
}

async function endTheirs({ agentId, by }: Order, session: string, now: Date): Promise<object | Refusal> {
  if (!isUuid(agentId)) return refuse('not-found', 'There is no such agent.');
  return endSessions({ by, agentId, ...(session && { sessionId: session }) }, now);
}
