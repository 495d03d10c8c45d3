/** What the doors of one thing that is set up share: the key in the address, the version that was looked at, and the two ways to answer. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import type { Changed, Look } from '@/lib/offers/with-integration';
import type { Permission } from '@/lib/rules/permissions';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };
type Text = (name: string) => string;
/** `done` names what has been done where it is not the section's own. */
type Done = Partial<Changed> & { slip?: string; done?: string };
type Change = (look: Look, text: Text, agent: SignedInAgent, now: Date) => Promise<Done | Refusal>;

/**
 * `pages` is where its page stands, without the key; `section` the part of the page that the form stands in. A script is
 * answered with the address to go on to; `kept` are the fields that a page without JavaScript gets back when the change was
 * refused.
 */
export function settingsDoor(permission: Permission, pages: string) {
  return (section: string, kept: readonly string[], change: Change) =>
    consoleDoor<Context>(permission, async (request, context, agent, now) => {
      const { key } = await context.params;
      const form = await readForm(request);
      if (isRefusal(form)) return problem(form);
      const look: Look = { key, version: readVersion(form.text('version')), actor: { kind: 'AGENT', id: agent.id } };
      const result = await change(look, form.text, agent, now);
      const page = `${pages}/${encodeURIComponent(key)}`;
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
export function readVersion(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
