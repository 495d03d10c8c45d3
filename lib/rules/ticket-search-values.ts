/** The values of the search language that are measured: money, lengths of time, days. Each can be written back. */
import { isCalendarDay } from '@/lib/rules/instant';
import { formatUsd, parseUsd } from '@/lib/rules/money';
import type { Operator } from '@/lib/rules/ticket-search-tokens';

/** Null is "no limit on this side"; `over` and `under` leave the limit itself out. */
export type Range<Measure> = { min: Measure | null; max: Measure | null; over: boolean; under: boolean };
/** Whole days of UTC, both included. */
export type Days = { first: string | null; last: string | null };

type Measured<Measure> = { read: (text: string) => Measure | null; write: (measure: Measure) => string };

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

export const MONEY: Measured<bigint> = {
  read: (text) => parseUsd(text.replace(/^\$/, '')),
  write: (micros) => formatUsd(micros).replace(/\.00$/, ''),
};

/** Minutes, hours, days, weeks: "30m", "4h", "2d", "1w"; "-2h" has passed for two hours. In milliseconds. */
export const DURATION: Measured<number> = {
  read: (text) => {
    const [, sign, count, unit] = /^(-?)(\d{1,5})([mhdw])$/i.exec(text) ?? [];
    if (!count) return null;
    const length = Number(count) * UNITS[unit!.toLowerCase() as keyof typeof UNITS];
    return sign && length > 0 ? -length : length;
  },
  write: (length) => {
    const [unit, size] = Object.entries(UNITS).find(([, ms]) => length !== 0 && length % ms === 0) ?? ['m', UNITS.m];
    return `${length / size}${unit}`;
  },
};

/** `5`, `5..10`, `5..`, `..10` after a colon; one measure after a comparison. Null: not to be understood. */
export function readRange<Measure>(
  { read }: Measured<Measure>,
  operator: Operator,
  text: string,
): Range<Measure> | null {
  const [least = '', most = least, ...more] = operator === ':' ? text.split('..') : [text];
  if (more.length > 0 || (least === '' && most === '')) return null;
  const [min, max] = [least === '' ? null : read(least), most === '' ? null : read(most)];
  if ((min === null && least !== '') || (max === null && most !== '')) return null;
  if (operator === '>' || operator === '>=') return { min, max: null, over: operator === '>', under: false };
  if (operator === '<' || operator === '<=') return { min: null, max, over: false, under: operator === '<' };
  return { min, max, over: false, under: false };
}

/** With its operator: ">=5", ":5..10". */
export function writeRange<Measure>({ write }: Measured<Measure>, { min, max, over, under }: Range<Measure>): string {
  if (min !== null && max !== null) return min === max ? `:${write(min)}` : `:${write(min)}..${write(max)}`;
  if (min !== null) return `${over ? '>' : '>='}${write(min)}`;
  return max === null ? ':' : `${under ? '<' : '<='}${write(max)}`;
}

/** `2026-11-01`, `2026-11-01..2026-11-07`, one side open, or compared with a day. */
export function readDays(operator: Operator, text: string): Days | null {
  const read = { read: (day: string) => (isDay(day) ? day : null), write: (day: string) => day };
  const range = readRange(read, operator, text);
  if (!range) return null;
  const { min, max, over, under } = range;
  const days = { first: min && over ? besideDay(min, 1) : min, last: max && under ? besideDay(max, -1) : max };
  return [days.first, days.last].every((day) => day === null || isDay(day)) ? days : null;
}

export function writeDays({ first, last }: Days): string {
  return first !== null && first === last ? `:${first}` : `:${first ?? ''}..${last ?? ''}`;
}

function isDay(text: string): boolean {
  return isCalendarDay(text) && text >= '1970-01-01' && text <= '2999-12-31';
}

function besideDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * UNITS.d).toISOString().slice(0, 10);
}
