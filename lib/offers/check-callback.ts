/** Where a game wants its rewards reported, checked when it is written down and not at the first callback that fails. */
import { dialectNamed } from '@/lib/dialects';
import { checkTemplate } from '@/lib/dialects/check-template';
import type { Dialect } from '@/lib/dialects/dialect';
import type { Rewards } from '@/lib/dialects/rewards';
import { fillTemplate } from '@/lib/dialects/template';
import { env } from '@/lib/foundation/env';
import type { CallbackInput } from '@/lib/offers/app-schema';
import { refuseUrl } from '@/lib/outbox/guard';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export function checkCallback({
  dialect: name,
  urlTemplate,
  reversalUrlTemplate,
  options,
}: CallbackInput): Refusal | null {
  const dialect = dialectNamed(name);
  if (!dialect?.rewards) return wrong({ 'callback.dialect': `We do not know how to tell "${name}".` });
  const problems: Record<string, string> = {};
  for (const [field, template] of Object.entries({ urlTemplate, reversalUrlTemplate })) {
    const problem = template && (findFault(dialect, template, options) ?? refuseAddress(template, dialect.rewards));
    if (problem) problems[`callback.${field}`] = problem;
  }
  return Object.keys(problems).length > 0 ? wrong(problems) : null;
}

/** "where: what", counted from 1 as people count. */
function findFault(dialect: Dialect, template: string, options: CallbackInput['options']): string | null {
  const fault = checkTemplate(dialect, template, options);
  return fault && `Character ${fault.position + 1}: ${fault.message}`;
}

/** The static part of the guard; what a name resolves to is looked at before every call. */
function refuseAddress(template: string, { macros, brackets }: Rewards): string | null {
  const filled = fillTemplate(template, brackets, Object.fromEntries(macros.map(({ name }) => [name, 'x'])));
  return refuseUrl(filled, { allowPrivate: env.ALLOW_PRIVATE_CALLBACKS });
}

function wrong(fields: Record<string, string>): Refusal {
  return refuse('malformed', 'Rewards cannot be reported like this.', { fields });
}
