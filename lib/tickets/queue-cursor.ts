/**
 * Where a page of a queue ended: the instant it is sorted by, and the id that breaks ties. Two tickets of the same
 * millisecond are told apart, so that none is shown twice or left out.
 */
export type QueueCursor = { at: Date | null; id: string };

export function writeCursor({ at, id }: QueueCursor): string {
  return `${at ? at.getTime().toString(36) : '-'}.${id.replaceAll('-', '')}`;
}

const CURSOR = /^(-|[0-9a-z]{1,10})\.([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Null for anything that `writeCursor` did not write. */
export function readCursor(text: string): QueueCursor | null {
  const found = CURSOR.exec(text);
  if (!found) return null;
  const [, at, ...id] = found;
  const instant = at === '-' ? null : new Date(Number.parseInt(at!, 36));
  return instant && Number.isNaN(instant.getTime()) ? null : { at: instant, id: id.join('-') };
}
