/** One's own second step: `act` says whether to begin, to confirm with a first code, to make new recovery codes, or to end it. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem, backWithResult } from '@/app/console/flash';
import { consoleDoor, isProven, wantedPath } from '@/app/console/signed-in';
import type { SignedInAgent } from '@/lib/accounts/agent-sessions';
import { seal } from '@/lib/accounts/sealed';
import { beginTwoFactor, confirmTwoFactor, endTwoFactor, renewRecoveryCodes } from '@/lib/accounts/two-factor';
import { problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

const PAGE = '/console/me/two-factor';

export const POST = consoleDoor(
  'tickets:read',
  async (request, _context, agent, now) => {
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const act = form.text('act');
    if (LESSENS.includes(act) && !isProven(agent, now)) return seeOther(wantedPath('code', PAGE));
    const result = await change(act, form.text('code').slice(0, 20), agent, now);
    if (isRefusal(result)) return backWithProblem(PAGE, result, {}, 'two-factor');
    // Sealed, because a browser keeps cookies on its disk.
    if (result) return backWithResult(PAGE, { codes: seal('shown-once', JSON.stringify(result.codes)) }, 'codes');
    return seeOther(PAGE);
  },
  { evenBefore: 'enrolment' },
);

/** A session that somebody else took over must not be able to do these. */
const LESSENS = ['codes', 'end'];

async function change(
  act: string,
  code: string,
  self: SignedInAgent,
  now: Date,
): Promise<{ codes: string[] } | Refusal | null> {
  switch (act) {
    case 'begin':
      return beginTwoFactor(self.id);
    case 'confirm':
      return confirmTwoFactor(self, code, now);
    case 'codes':
      return renewRecoveryCodes(self, now);
    case 'end':
      return endTwoFactor(self, now);
    default:
      return refuse('malformed', 'Begin, confirm, codes or end?');
  }
}
