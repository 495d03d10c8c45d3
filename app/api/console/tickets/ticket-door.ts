/** What the ticket doors of the console share: the number in the address, the form, and the two ways to answer. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { afterDecision } from '@/app/console/tickets/after-decision';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
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
    if (!isRefusal(result)) {
      const page = leadsOn(result)
        ? await afterDecision(number, form.text('from'), wanted(result) ?? form.text('after'), agent.id)
        : pageBefore(request, `/console/tickets/${number}`);
      return wantsPage(request) ? seeOther(page) : json({ ...result, page });
    }
    if (!wantsPage(request) || result.refused === 'not-found') return problem(result);
    return backWithProblem(
      `/console/tickets/${number}`,
      result,
      Object.fromEntries(kept.map((name) => [name, form.text(name)])),
      place,
    );
  });
}

/** What is decided or asked is done with, for now; everything else leaves the agent where they are. */
function leadsOn(result: object): boolean {
  return 'intent' in result || 'secondWanted' in result || 'next' in result;
}

/** A macro says itself what comes after it; one that only notes something leaves the choice to the form. */
function wanted(result: object): string | null {
  return 'next' in result && typeof result.next === 'string' ? result.next : null;
}

/** Undoing and tagging go back to where they were pressed, with its list still in the address. */
function pageBefore(request: Request, otherwise: string): string {
  const before = URL.parse(request.headers.get('referer') ?? '');
  if (!before) return otherwise;
  for (const once of ['problem', 'told']) before.searchParams.delete(once);
  const path = `${before.pathname}${before.search}`;
  return consolePath(path) === path ? path : otherwise;
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
