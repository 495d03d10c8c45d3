/** Looks for the users that somebody asks about. Posted, so that no address of a person stands in an address of ours. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem, backWithResult } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { findPeople } from '@/lib/accounts/find-people';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';

const PAGE = '/console/settings/people';

export const POST = consoleDoor('erase:users', async (request) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const typed = { app: form.text('app'), name: form.text('name').trim() };
  const people = await findPeople({ appKey: typed.app, name: typed.name });
  if (!wantsPage(request)) return json({ people });
  const [first, ...more] = people;
  if (!first)
    return backWithProblem(PAGE, refuse('not-found', 'Nobody is known by this id or address.'), typed, 'find');
  if (more.length === 0) return seeOther(`${PAGE}/${first.id}`);
  return backWithResult(PAGE, { people: people.map(({ id }) => id) }, 'find');
});
