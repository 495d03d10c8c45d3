/** How figures are written on the pages of the reports; a part of nothing, and what does not apply, is a dash. */
import { durationText } from '@/components/ui/time-text';
import { formatUsd, type Micros } from '@/lib/rules/money';

export const NONE = '–';

export function figureText(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    count: (count: number) => number.format(count),
    part: (part: number | null) => (part === null ? NONE : percent.format(part)),
    length: (ms: number | null) => (ms === null ? NONE : durationText(ms, locale)),
    money: (micros: Micros) => `$${formatUsd(micros)}`,
  };
}
