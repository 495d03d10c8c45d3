/**
 * Instants from outside: RFC 3339 with an offset, to the letter. `new Date()` is not a judge here: it turns 29 February
 * 2026 into 1 March, takes a bare date for midnight UTC and a number for milliseconds.
 */
export const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** "2026-11-20T12:00:00+01:00" → that instant, cut to milliseconds; null for anything else. Leap seconds are refused. */
export function parseInstant(text: string): Date | null {
  const [, year, month, day, hour, minute, second, fraction = '', offset] = RFC_3339.exec(text) ?? [];
  if (!offset || Number(year) < 1970) return null;
  if (!isCalendarDay(`${year}-${month}-${day}`)) return null;
  const millis = fraction.slice(1, 4).padEnd(3, '0');
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${offset}`);
}

/** "2026-02-28" is a day, "2026-02-29" is not. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
