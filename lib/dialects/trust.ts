/** How far an integration's postbacks are believed (04, 5), derived from its dialect and settings, and said with reasons. */
import { confirmsFor } from '.';
import type { Confirms, IntegrationSettings, TrustReason } from './dialect';

export type Trust = 'strong' | 'weak';

/** Of a postback whose signature is valid. Without one it is weak, whatever the dialect. */
export function trustWhenSigned({ weaknesses }: Confirms): Trust {
  return weaknesses.length === 0 ? 'strong' : 'weak';
}

/** Of an integration as a whole: strong only where nothing but a strong postback gets in. Null: it takes no postbacks. */
export function trustOf(
  dialect: string,
  settings: Pick<IntegrationSettings, 'requireSignature' | 'custom'>,
): { trust: Trust; why: TrustReason[] } | null {
  const confirms = confirmsFor(dialect, settings);
  if (!confirms) return null;
  const isOptional = !settings.requireSignature && !confirms.neverSigned;
  const why: TrustReason[] = [...confirms.weaknesses, ...(isOptional ? (['not-required'] as const) : [])];
  return { trust: why.length === 0 ? 'strong' : 'weak', why };
}
