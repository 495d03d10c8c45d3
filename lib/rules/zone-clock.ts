/**
 * Instants and the times that clocks on a wall show, in any zone that the runtime knows. A time that a change of the clocks
 * skips is taken as much later as the gap is long; of a time that comes twice the first is taken.
 */
export const DAY = 86_400_000;

/** Times on the wall are written as milliseconds too, as if the wall hung in Greenwich. */
export type Wall = number;

export function toWall(instant: number, zone: Intl.DateTimeFormat): Wall {
  return instant + offsetAt(instant, zone);
}

/** Of a time that comes twice the first; a skipped one is as much later as the gap is long. */
export function fromWall(wall: Wall, zone: Intl.DateTimeFormat): number {
  const offsets = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)] as const;
  const readings = offsets.filter((offset) => offsetAt(wall - offset, zone) === offset);
  return wall - (readings.length ? Math.max(...readings) : offsets[0]);
}

/** How far the clocks of the zone are ahead of Greenwich at this instant, in milliseconds. */
function offsetAt(instant: number, zone: Intl.DateTimeFormat): number {
  const parts = Object.fromEntries(zone.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  const shown = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return shown - Math.floor(instant / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that does not exist. */
export function zoneClock(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const numeric = 'numeric';
    const fields = {
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    } as const;
    clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', calendar: 'gregory', ...fields });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** Does the runtime know this zone? */
export function isTimeZone(name: string): boolean {
  try {
    return name.length > 0 && name.length <= 64 && Boolean(zoneClock(name));
  } catch {
    return false;
  }
}
