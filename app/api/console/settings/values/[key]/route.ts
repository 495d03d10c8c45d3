/** Changes one setting. `version` is the one that was looked at. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { saveSetting } from '@/lib/accounts/settings';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { fieldsOf, isSettingKey } from '@/lib/rules/settings';

type Context = { params: Promise<{ key: string }> };

const PAGE = '/console/settings/automation';

export const POST = consoleDoor<Context>('settings:write', async (request, { params }, agent, now) => {
  const { key } = await params;
  const form = await readForm(request, { several: ['roles'] });
  if (isRefusal(form)) return problem(form);
  if (!isSettingKey(key)) return problem(refuse('not-found', 'There is no such setting.'));
  const typed = (name: string) => form.texts(name).join(' ');
  const version = /^\d{1,9}$/.test(form.text('version')) ? Number(form.text('version')) : -1;
  const refused = await saveSetting({ key, typed, version, by: agent }, now);
  if (!wantsPage(request)) return refused ? problem(refused) : json({ page: PAGE });
  if (!refused) return seeOther(`${PAGE}?${new URLSearchParams({ done: key })}#${key}`);
  const texts = Object.fromEntries(fieldsOf(key).map(([name]) => [name, typed(name)]));
  return backWithProblem(PAGE, refused, { ...texts, section: key }, key);
});
