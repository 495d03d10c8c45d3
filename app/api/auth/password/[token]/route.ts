/** Setting a password by the link of an e-mail. The link says who it is; nobody is signed in by it. */
import { readForm } from '@/app/api/wall/form-body';
import { setPasswordByLink } from '@/lib/accounts/agent-links';
import { clientIp, problem, refuseForeignOrigin, route, seeOther } from '@/lib/foundation/route';
import { LONGEST_PASSWORD } from '@/lib/rules/password';
import { isRefusal } from '@/lib/rules/refusal';

type Context = { params: Promise<{ token: string }> };

export const POST = route<Context>(async (request, { params }, now) => {
  const form = refuseForeignOrigin(request) ?? (await readForm(request));
  if (isRefusal(form)) return problem(form);
  const { token } = await params;
  const password = form.text('password').slice(0, LONGEST_PASSWORD + 1);
  const set = await setPasswordByLink({ token, password, ip: clientIp(request) }, now);
  if (!isRefusal(set)) return seeOther('/sign-in?problem=password-set');
  const said = set.fields?.password ?? set.refused;
  return seeOther(`/set-password/${encodeURIComponent(token)}?${new URLSearchParams({ problem: said })}`);
});
