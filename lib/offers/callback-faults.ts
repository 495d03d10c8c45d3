/** What is wrong with the way a game wants its rewards reported, field by field and with the place where it stands. */
import { dialectNamed } from '@/lib/dialects';
import { checkTemplate } from '@/lib/dialects/check-template';
import type { CallbackOptions, Rewards } from '@/lib/dialects/rewards';
import { fillTemplate } from '@/lib/dialects/template';
import { env } from '@/lib/foundation/env';
import { refuseUrl } from '@/lib/outbox/guard';

/** `position` counts characters from 0; null where it is not about a place in an address. */
export type CallbackFault = {
  field: 'dialect' | 'urlTemplate' | 'reversalUrlTemplate' | 'activities' | 'custom' | 'holdMinutes';
  message: string;
  position: number | null;
};

export type Told = {
  dialect: string;
  urlTemplate: string;
  reversalUrlTemplate?: string | null;
  options: CallbackOptions;
};

export function findCallbackFaults({
  dialect: name,
  urlTemplate,
  reversalUrlTemplate,
  options,
}: Told): CallbackFault[] {
  const dialect = dialectNamed(name);
  if (!dialect?.rewards)
    return [{ field: 'dialect', message: `We do not know how to tell "${name}".`, position: null }];
  const { rewards } = dialect;
  return Object.entries({ urlTemplate, reversalUrlTemplate }).flatMap(([name, template]): CallbackFault[] => {
    if (!template) return [];
    const field = name as 'urlTemplate' | 'reversalUrlTemplate';
    const fault = checkTemplate(dialect, template, options);
    if (fault) return [{ field, ...fault }];
    const refused = refuseAddress(template, rewards);
    return refused === null ? [] : [{ field, message: refused, position: null }];
  });
}

/** The static part of the guard; what a name resolves to is looked at before every call. */
function refuseAddress(template: string, { macros, brackets }: Rewards): string | null {
  const filled = fillTemplate(template, brackets, Object.fromEntries(macros.map(({ name }) => [name, 'x'])));
  return refuseUrl(filled, { allowPrivate: env.ALLOW_PRIVATE_CALLBACKS });
}
