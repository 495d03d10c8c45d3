import { COUNTED_UP_TO } from '@/lib/rules/queues';

/** "1,000+" is as far as queues are counted. */
export function countText(count: number, locale: string): string {
  const shown = new Intl.NumberFormat(locale).format(Math.min(count, COUNTED_UP_TO));
  return count > COUNTED_UP_TO ? `${shown}+` : shown;
}
