/** Saves how a game is told about rewards. A refused form goes back to its page in the address, as it was typed. */
import { readVersion } from '@/app/api/console/settings-door';
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { readCallbackForm } from '@/lib/offers/callback-form';
import { saveCallback } from '@/lib/offers/save-callback';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

export const POST = consoleDoor<Context>('apps:write', async (request, { params }, agent, now) => {
  const { key } = await params;
  const form = await readForm(request);
  if (isRefusal(form)) return problem(form);
  const { config, faults } = readCallbackForm(form.all());
  const look = { key, version: readVersion(form.text('version')), actor: { kind: 'AGENT', id: agent.id } as const };
  const result =
    faults.length > 0
      ? refuse('malformed', 'Something in the form is not right. Nothing was saved.', { details: { faults } })
      : await saveCallback(look, config);
  const page = `/console/apps/${encodeURIComponent(key)}`;
  if (!isRefusal(result)) {
    const told = { done: result.off ? 'off' : 'callback', at: now.getTime().toString(36) };
    const saved = `${page}?${new URLSearchParams(told)}`;
    return wantsPage(request) ? seeOther(saved) : json({ page: saved });
  }
  if (!wantsPage(request) || result.refused === 'not-found') return problem(result);
  return seeOther(`${page}?${new URLSearchParams({ ...form.all(), ...asSeenNow(result) })}`);
});

/** The next press is made knowing that somebody else has changed it. */
function asSeenNow({ refused, details = {} }: Refusal): Record<string, string> {
  return refused === 'version-changed' ? { version: String(details.version ?? ''), changed: '' } : {};
}
