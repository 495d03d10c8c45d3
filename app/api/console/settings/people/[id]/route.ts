/** What can be done with a person's data: `act` is `export`, which answers with an archive, or `erase`. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { readPerson } from '@/lib/accounts/find-people';
import { streamOf } from '@/lib/foundation/csv-download';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { erasePerson } from '@/lib/tickets/erase-person';
import { exportPerson, noteExportOfPerson } from '@/lib/tickets/export-person';

type Context = { params: Promise<{ id: string }> };

export const POST = consoleDoor<Context>('erase:users', async (request, { params }, agent, now) => {
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const person = await readPerson((await params).id);
  if (!person) return problem(refuse('not-found', 'There is no such user.'));
  if (form.text('act') === 'export') {
    await noteExportOfPerson(person.id, agent);
    return download(`user-${person.id}`, exportPerson(person.id, now));
  }
  const erased = await erasePerson({ userId: person.id, typed: form.text('typed'), by: agent }, { at: now });
  const page = `/console/settings/people/${person.id}`;
  if (!isRefusal(erased)) return wantsPage(request) ? seeOther(`${page}?done=erased`) : json(erased, 202);
  return wantsPage(request) ? backWithProblem(page, erased, {}, 'erase') : problem(erased);
});

function download(name: string, parts: AsyncGenerator<Uint8Array>): Response {
  return new Response(streamOf(parts), {
    headers: {
      'Content-Type': 'application/x-tar',
      'Content-Disposition': `attachment; filename="${name}.tar"`,
      'Cache-Control': 'no-store',
    },
  });
}
