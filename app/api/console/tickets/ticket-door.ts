/** What the ticket doors of the console share: the number in the address, the form, and the two ways to answer. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import type { Permission } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { readChangesSince } from '@/lib/tickets/last-change';

type Context = { params: Promise<{ number: string }> };
export type Text = (name: string) => string;
type Change = (number: string, text: Text, agent: SignedInAgent, now: Date) => Promise<object | Refusal>;

/**
 * `kept` are the fields that a page without JavaScript gets back when the change was refused, `place` the part of the page
 * that the form stands in.
 */
export function ticketDoor(permission: Permission, kept: readonly string[], change: Change, place = 'decide') {
  return consoleDoor<Context>(permission, async (request, context, agent, now) => {
    const number = readTicketNumber((await context.params).number);
    if (!number) return problem(refuse('not-found', 'There is no ticket with this number.'));
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const changed = await change(number, form.text, agent, now);
    const result = isRefusal(changed) ? await withChanges(number, versionOf(form.text), changed) : changed;
    const page = `/console/tickets/${number}`;
    if (!wantsPage(request)) return isRefusal(result) ? problem(result) : json(result);
    if (!isRefusal(result)) return seeOther(page);
    if (result.refused === 'not-found') return problem(result);
    return backWithProblem(page, result, Object.fromEntries(kept.map((name) => [name, form.text(name)])), place);
  });
}

const BECAUSE_OF_OTHERS: readonly RefusalCode[] = ['version-changed', 'conflict', 'being-decided', 'too-late'];

/** 409 says not only that something changed, but what, who and when: the last change, and all since the agent's version. */
async function withChanges(number: string, version: number, refusal: Refusal): Promise<Refusal> {
  if (!BECAUSE_OF_OTHERS.includes(refusal.refused)) return refusal;
  const events = (await readChangesSince(number, version)).map((change) => ({
    ...change,
    at: change.at.toISOString(),
  }));
  const last = events.at(-1);
  const { event, by, at } = last ?? {};
  return last ? { ...refusal, details: { event, by, at, ...refusal.details, events } } : refusal;
}

/** The version of the ticket that the agent was looking at; 0 is none and never matches. */
export function versionOf(text: Text): number {
  return /^[1-9]\d{0,8}$/.test(text('version')) ? Number(text('version')) : 0;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
