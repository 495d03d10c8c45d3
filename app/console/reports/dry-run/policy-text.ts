/** A policy in words: "up to $5.00, at once". */
import { durationText } from '@/components/ui/time-text';
import type { PolicyRow } from '@/lib/reports/dry-run';
import { formatUsd } from '@/lib/rules/money';

type Words = (key: string, values?: Record<string, string>) => string;

export function policyText({ limitMicros, graceMs }: PolicyRow, t: Words, locale: string): string {
  const limit = `$${formatUsd(BigInt(limitMicros))}`;
  return graceMs === 0 ? t('policyAtOnce', { limit }) : t('policy', { limit, grace: durationText(graceMs, locale) });
}
