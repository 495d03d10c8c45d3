/** What the ticket doors of the console share: the number in the address, the form, and the two ways to answer. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import type { Permission } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readLastChange } from '@/lib/tickets/last-change';

type Context = { params: Promise<{ number: string }> };
type Text = (name: string) => string;
type Change = (number: string, text: Text, agent: SignedInAgent) => Promise<object | Refusal>;

/** `kept` are the fields that a page without JavaScript gets back when the change was refused. */
export function ticketDoor(permission: Permission, kept: readonly string[], change: Change) {
  return consoleDoor<Context>(permission, async (request, context, agent) => {
    const number = readTicketNumber((await context.params).number);
    if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const result = await withLastChange(number, await change(number, form.text, agent));
    const page = `/console/tickets/${number}`;
    if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
    if (!isRefusal(result)) return seeOther(page);
    if (result.refused === 'not-found') return problem(result);
    return backWithProblem(page, result, Object.fromEntries(kept.map((name) => [name, form.text(name)])));
  });
}

/** 409 says not only that something changed, but what, who and when. */
async function withLastChange(number: string, result: object | Refusal): Promise<object | Refusal> {
  if (!isRefusal(result) || (result.refused !== 'version-changed' && result.refused !== 'conflict')) return result;
  const last = await readLastChange(number);
  return last
    ? { ...result, details: { ...result.details, event: last.event, by: last.by, at: last.at.toISOString() } }
    : result;
}

/** The version of the ticket that the agent was looking at; 0 is none and never matches. */
export function versionOf(text: Text): number {
  return /^[1-9]\d{0,8}$/.test(text('version')) ? Number(text('version')) : 0;
}
