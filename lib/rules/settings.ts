/**
 * What can be set, in one table: which fields, between which bounds, and what holds while nobody has set anything. The page
 * is drawn from it, what is typed is read by it, and a test holds the readers' own defaults against it.
 */
import { formatUsd, parseUsd } from '@/lib/rules/money';
import { ROLES, type Role } from '@/lib/rules/permissions';

export type Field =
  | { kind: 'usd'; min: string; max: string; mayBeEmpty?: true }
  | { kind: 'whole'; min: number; max: number }
  | { kind: 'zone' }
  | { kind: 'roles' };

type Setting = {
  fields: Record<string, Field>;
  usual: unknown;
  /** Its value is that of its only field, not an object. */
  isPlain?: true;
};

/** Those that the runtime and the database both know; one that the database does not know would stop every count. */
export const TIME_ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

export const SETTINGS = {
  automation: {
    fields: {
      limitUsd: { kind: 'usd', min: '0.01', max: '1000' },
      graceMinutes: { kind: 'whole', min: 0, max: 1440 },
    },
    usual: { limitUsd: '5.00', graceMinutes: 0 },
  },
  fourEyes: {
    fields: { aboveUsd: { kind: 'usd', min: '0.01', max: '100000', mayBeEmpty: true } },
    usual: { aboveUsd: '100.00' as string | null },
  },
  undoSeconds: { fields: { seconds: { kind: 'whole', min: 0, max: 60 } }, usual: 15, isPlain: true },
  breaker: {
    fields: {
      perHour: { kind: 'whole', min: 1, max: 1_000_000 },
      usdPerHour: { kind: 'usd', min: '1', max: '1000000' },
    },
    usual: { perHour: 500, usdPerHour: '2500.00' },
  },
  /** Less than the 60 days of a ticket and the 90 days of a late confirmation together is not offered. */
  receipts: { fields: { keepMonths: { kind: 'whole', min: 6, max: 120 } }, usual: { keepMonths: 13 } },
  retention: {
    fields: {
      pictureDays: { kind: 'whole', min: 30, max: 3650 },
      ticketMonths: { kind: 'whole', min: 6, max: 120 },
      draftDays: { kind: 'whole', min: 1, max: 90 },
    },
    usual: { pictureDays: 90, ticketMonths: 24, draftDays: 15 },
  },
  audit: { fields: { keepMonths: { kind: 'whole', min: 12, max: 120 } }, usual: { keepMonths: 24 } },
  reports: { fields: { timeZone: { kind: 'zone' } }, usual: { timeZone: 'UTC' } },
  twoFactor: { fields: { roles: { kind: 'roles' } }, usual: { roles: [] } },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

export function fieldsOf(key: SettingKey): [string, Field][] {
  return Object.entries((SETTINGS[key] as Setting).fields);
}

/** The value as it stands in a form: one text per field. `undefined` is a setting that nobody has set. */
export function textsOf(key: SettingKey, value: unknown): Record<string, string> {
  const { isPlain, usual } = SETTINGS[key] as Setting;
  const kept = value === undefined ? usual : value;
  return Object.fromEntries(
    fieldsOf(key).map(([name]) => [name, textOf(isPlain ? kept : (kept as Record<string, unknown>)[name])]),
  );
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

export type Typed = { value: unknown } | { faults: string[] };

/** What was typed, as it is kept; or the names of the fields that are not between their bounds. */
export function readTyped(key: SettingKey, typed: (name: string) => string): Typed {
  const read = fieldsOf(key).map(([name, field]) => [name, readField(field, typed(name).trim())] as const);
  const faults = read.filter(([, value]) => value === undefined).map(([name]) => name);
  if (faults.length > 0) return { faults };
  return { value: (SETTINGS[key] as Setting).isPlain ? read[0]![1] : Object.fromEntries(read) };
}

type Widened<T> = T extends string
  ? string
  : T extends null
    ? null
    : T extends number
      ? number
      : { [Name in keyof T]: Widened<T[Name]> };

/** A kept value, held against the same bounds; null for what cannot be meant, as for what nobody has set. */
export function readStored<Key extends 'automation' | 'fourEyes' | 'receipts' | 'audit' | 'reports'>(
  key: Key,
  stored: unknown,
): Widened<(typeof SETTINGS)[Key]['usual']> | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const texts = textsOf(key, { ...SETTINGS[key].usual, ...stored });
  const read = readTyped(key, (name) => texts[name]!);
  return 'value' in read ? (read.value as Widened<(typeof SETTINGS)[Key]['usual']>) : null;
}

/** Undefined: not what the field wants. */
function readField(field: Field, text: string): string | number | Role[] | null | undefined {
  if (field.kind === 'roles') return ROLES.filter((role) => text.split(/[\s,]+/).includes(role));
  if (field.kind === 'zone') return TIME_ZONES.includes(text) ? text : undefined;
  if (field.kind === 'whole') {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return number >= field.min && number <= field.max ? number : undefined;
  }
  if (text === '') return field.mayBeEmpty ? null : undefined;
  const [micros, min, max] = [parseUsd(text), parseUsd(field.min)!, parseUsd(field.max)!];
  return micros !== null && micros >= min && micros <= max ? formatUsd(micros) : undefined;
}
