/** The doors of one's own account: whoever is signed in, about nobody else. `section` is the part of the page that asked. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';

const PAGE = '/console/me';

type Change = (self: SignedInAgent, text: (name: string) => string, now: Date) => Promise<Refusal | null>;

export function meDoor(section: string, change: Change) {
  return consoleDoor('tickets:read', async (request, _context, agent, now) => {
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const refused = await change(agent, form.text, now);
    if (!wantsPage(request)) return refused ? problem(refused) : json({ page: PAGE });
    return refused
      ? backWithProblem(PAGE, refused, { section }, section)
      : seeOther(`${PAGE}?${new URLSearchParams({ done: section })}#${section}`);
  });
}
