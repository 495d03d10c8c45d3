/**
 * A door behind a plain form, the same with and without JavaScript: the change is made and the browser goes on to a page, or goes
 * back to the form, which says what was wrong and still has what was typed.
 */
import { type PostedForm, readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import type { Permission } from '@/lib/rules/permissions';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';

type PlainDoor<Params> = {
  permission: Permission;
  /** Fields that may come several times; kept joined by a space. */
  several?: string[];
  /** The page of the form, and the part of it. */
  page: (params: Params, form: PostedForm) => string;
  place: string;
  /** Answers with the page to go on to. */
  change: (form: PostedForm, params: Params, agent: SignedInAgent) => Promise<{ page: string } | Refusal>;
};

export function plainDoor<Params = object>({ permission, several = [], page, place, change }: PlainDoor<Params>) {
  return consoleDoor<{ params: Promise<Params> }>(permission, async (request, context, agent) => {
    const params = await context.params;
    const form = await readForm(request, { several });
    if (isRefusal(form)) return problem(form);
    const done = await change(form, params, agent);
    if (!isRefusal(done)) return wantsPage(request) ? seeOther(done.page) : json(done);
    if (!wantsPage(request) || done.refused === 'not-found') return problem(done);
    const typed = { ...form.all(), ...Object.fromEntries(several.map((name) => [name, form.texts(name).join(' ')])) };
    return backWithProblem(page(params, form), done, typed, place);
  });
}

/** 0 is no version and never matches. */
export function versionIn(form: PostedForm): number {
  return /^[1-9]\d{0,8}$/.test(form.text('version')) ? Number(form.text('version')) : 0;
}
