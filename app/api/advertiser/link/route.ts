/** A contact asks for a link to sign in. The answer is the same whether the address is known or not. */
import { pageWith } from '@/app/api/advertiser/answers-door';
import { readForm } from '@/app/api/wall/form-body';
import { askForLink } from '@/lib/accounts/advertiser-sessions';
import { clientIp, problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { readEmailAddress } from '@/lib/rules/email-address';
import { isRefusal } from '@/lib/rules/refusal';

export const POST = route(async (request) => {
  const form = refuseForeignOrigin(request) ?? (await readForm(request));
  if (isRefusal(form)) return problem(form);
  const back = (said: Record<string, string>) => seeOther(pageWith('/advertiser', form.text('lang'), said));
  const email = readEmailAddress(form.text('email'));
  if (email === null) return back({ problem: 'email' });
  const refusal = await askForLink({ email, ip: clientIp(request) });
  return back(refusal ? { problem: 'too-many' } : { done: 'asked' });
});
