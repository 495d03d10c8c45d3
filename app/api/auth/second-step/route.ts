/** The code of the second step: after the password, and again before something dangerous. Leads back to where it was wanted. */
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor } from '@/app/console/signed-in';
import { takeSecondStep } from '@/lib/accounts/take-second-step';
import { problem, seeOther } from '@/lib/foundation/route';
import { consolePath } from '@/lib/rules/console-path';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = consoleDoor(
  'tickets:read',
  async (request, _context, agent, now) => {
    const form = await readForm(request);
    if (isRefusal(form)) return problem(form);
    const callbackUrl = consolePath(form.text('callbackUrl'));
    const { id, sessionId } = agent;
    const code = form.text('code').slice(0, 40);
    const taken = await takeSecondStep({ id, sessionId, code }, now);
    if (!isRefusal(taken)) return seeOther(callbackUrl);
    const said = taken.refused === 'too-many' ? 'too-many' : 'wrong';
    return seeOther(`/sign-in/code?${new URLSearchParams({ problem: said, callbackUrl })}`);
  },
  { evenBefore: 'code' },
);
