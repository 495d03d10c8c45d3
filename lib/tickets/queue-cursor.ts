/**
 * Where a page of a queue ended: what it is sorted by (an instant in milliseconds, or a value in micro-dollars), and the id
 * that breaks ties. Two tickets of the same millisecond are told apart, so that none is shown twice or left out.
 */
export type QueueCursor = { at: number | null; id: string };

export function writeCursor({ at, id }: { at: Date | bigint | null; id: string }): string {
  return `${at === null ? '-' : Number(at).toString(36)}.${id.replaceAll('-', '')}`;
}

const CURSOR = /^(-|[0-9a-z]{1,10})\.([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
/** Later no date can be. */
const LATEST = 8.64e15;

/** Null for anything that `writeCursor` did not write. */
export function readCursor(text: string): QueueCursor | null {
  const [, at, ...id] = CURSOR.exec(text) ?? [];
  if (!at) return null;
  const sortedBy = at === '-' ? null : Number.parseInt(at, 36);
  return sortedBy !== null && sortedBy > LATEST ? null : { at: sortedBy, id: id.join('-') };
}
