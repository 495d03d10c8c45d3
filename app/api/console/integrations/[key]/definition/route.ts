/** Saves what a custom dialect is. A refused form goes back to its page in the address, as it was typed. */
import { readVersion } from '@/app/api/console/settings-door';
import { readForm } from '@/app/api/wall/form-body';
import { consoleDoor, wantsPage } from '@/app/console/signed-in';
import { parseCustomDefinition } from '@/lib/dialects/custom-definition';
import { type Fields, fromFields } from '@/lib/dialects/definition-form';
import { json, problem, seeOther } from '@/lib/foundation/route';
import { changeIntegration } from '@/lib/offers/change-integration';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ key: string }> };

/** Some thirty fields, and two for each part of a signature. */
const MOST_FIELDS = 120;

export const POST = consoleDoor<Context>('integrations:write', async (request, context, agent, now) => {
  const { key } = await context.params;
  const form = await readForm(request, { most: MOST_FIELDS });
  if (isRefusal(form)) return problem(form);
  const definition = parseCustomDefinition(fromFields(form.all()));
  const look = { key, version: readVersion(form.text('version')), actor: { kind: 'AGENT', id: agent.id } as const };
  const result =
    'faults' in definition
      ? refuse('malformed', 'The definition is not right yet. Nothing was saved.', { details: definition })
      : await changeIntegration(look, { custom: definition });
  const page = `/console/integrations/${encodeURIComponent(key)}/definition`;
  if (!isRefusal(result)) {
    const saved = `${page}?${new URLSearchParams({ done: '', at: now.getTime().toString(36) })}`;
    return wantsPage(request) ? seeOther(saved) : json({ page: saved });
  }
  if (!wantsPage(request) || result.refused === 'not-found') return problem(result);
  return seeOther(`${page}?${new URLSearchParams({ ...form.all(), ...asSeenNow(result) })}`);
});

/** The next press is made knowing that somebody else has changed it. */
function asSeenNow({ refused, details = {} }: Refusal): Fields {
  return refused === 'version-changed' ? { version: String(details.version ?? ''), changed: '' } : {};
}
