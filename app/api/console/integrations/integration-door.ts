/** What the doors of one integration share: the key in the address, the version that was looked at, and the two ways to answer. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import type { Changed, Look } from '@/lib/offers/with-integration';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import type { Faults } from '@/lib/rules/setting-lines';

type Context = { params: Promise<{ key: string }> };
type Text = (name: string) => string;
/** `done` names what has been done where it is not the section's own. */
type Done = Partial<Changed> & { slip?: string; done?: string };
type Change = (look: Look, text: Text, agent: SignedInAgent, now: Date) => Promise<Done | Refusal>;

/**
 * `section` is the part of the page that the form stands in. A script is answered with the address to go on to; `kept` are
 * the fields that a page without JavaScript gets back when the change was refused.
 */
export function integrationDoor(section: string, kept: readonly string[], change: Change) {
  return consoleDoor<Context>('integrations:write', async (request, context, agent, now) => {
    const { key } = await context.params;
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const look: Look = { key, version: versionOf(form.text), actor: { kind: 'AGENT', id: agent.id } };
    const result = await change(look, form.text, agent, now);
    const page = `/console/integrations/${encodeURIComponent(key)}`;
    if (isRefusal(result)) {
      if (!wantsPage(request) || result.refused === 'not-found') return problem(result);
      const typed = Object.fromEntries(kept.map((name) => [name, form.text(name)]));
      return backWithProblem(page, result, { ...typed, section }, section);
    }
    const next = `${page}?${new URLSearchParams(said(section, result, now))}#${section}`;
    return wantsPage(request) ? seeOther(next) : json({ page: next });
  });
}

/** The instant makes each such address another one, so that the browser loads the page again. */
function said(section: string, { version, slip, done }: Done, now: Date): Record<string, string> {
  return {
    ...((version || done) && { done: done ?? section }),
    ...(slip && { shown: slip }),
    at: now.getTime().toString(36),
  };
}

/** 0 is no version and never matches. */
function versionOf(text: Text): number {
  return /^[1-9]\d{0,8}$/.test(text('version')) ? Number(text('version')) : 0;
}

const MOST_FAULTS_SHOWN = 10;
const LONGEST_SHOWN = 60;

/** `details.lines` says by field what is wrong with which line. */
export function refuseLines(faulty: Record<string, Faults>): Refusal {
  const lines = Object.fromEntries(
    Object.entries(faulty).map(([field, { faults }]) => [
      field,
      faults.slice(0, MOST_FAULTS_SHOWN).map((fault) => ({ ...fault, text: fault.text.slice(0, LONGEST_SHOWN) })),
    ]),
  );
  return refuse('malformed', 'Some lines are not right. Nothing was saved.', { details: { lines } });
}
