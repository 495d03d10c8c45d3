/** Where a game wants its rewards reported, checked when it is written down and not at the first callback that fails. */
import { dialectNamed } from '@/lib/dialects';
import { checkTemplate } from '@/lib/dialects/template';
import { env } from '@/lib/foundation/env';
import type { CallbackInput } from '@/lib/offers/app-schema';
import { refuseUrl } from '@/lib/outbox/guard';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export function checkCallback({ dialect: name, urlTemplate, reversalUrlTemplate }: CallbackInput): Refusal | null {
  const dialect = dialectNamed(name);
  if (!dialect?.rewards) return wrong({ 'callback.dialect': `We do not know how to tell "${name}".` });
  const problems: Record<string, string> = {};
  for (const [field, template] of Object.entries({ urlTemplate, reversalUrlTemplate })) {
    const problem = template && (checkTemplate(dialect, template)?.message ?? refuseAddress(template));
    if (problem) problems[`callback.${field}`] = problem;
  }
  return Object.keys(problems).length > 0 ? wrong(problems) : null;
}

/** The static part of the guard; what a name resolves to is looked at before every call. */
function refuseAddress(template: string): string | null {
  return refuseUrl(template.replace(/\[[A-Z_]+\]/g, 'x'), { allowPrivate: env.ALLOW_PRIVATE_CALLBACKS });
}

function wrong(fields: Record<string, string>): Refusal {
  return refuse('malformed', 'Rewards cannot be reported like this.', { fields });
}
