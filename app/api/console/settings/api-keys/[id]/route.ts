/** Revokes a key: whatever uses it is refused from the next call on. The key's name is typed, so that it is the right one. */
import { readForm } from '@/app/api/wall/form-body';
import { backWithProblem } from '@/app/console/flash';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { listApiKeys, revokeApiKey } from '@/lib/accounts/api-keys';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ id: string }> };

const PAGE = '/console/settings/api-keys';

export const POST = consoleDoor<Context>('keys:write', async (request, { params }, agent, now) => {
  const { id } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const refused = await revoke(id, form.text('typed').trim());
  if (!wantsPage(request)) return refused ? problem(refused) : json({ page: PAGE });
  return refused ? backWithProblem(PAGE, refused, {}, 'told') : seeOther(`${PAGE}?done=revoked`);

  async function revoke(keyId: string, typed: string): Promise<Refusal | null> {
    const key = (await listApiKeys()).find((one) => one.id === keyId && !one.revokedAt);
    if (!key) return refuse('not-found', 'This key is revoked already.');
    if (typed !== key.name) return refuse('malformed', 'Type the name of the key, so that it is the right one.');
    return (await revokeApiKey(keyId, now, agent)) ? null : refuse('not-found', 'This key is revoked already.');
  }
});
