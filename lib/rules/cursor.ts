/** Where a list goes on: the last row's instant and id, opaque to whoever carries it back. Pages go by key, never by offset. */
export type Cursor = { at: Date; id: string };

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url');
}

/** Before everything, from the newest down. */
export const LAST: Cursor = { at: new Date('9999-12-31T00:00:00Z'), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Comes before every other id of the same instant. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Null for anything that `writeCursor` did not write. */
export function readCursor(text: string): Cursor | null {
  const [, at, id] =
    /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return at && id ? { at: new Date(Number(at)), id } : null;
}

/** The rows that a page shows, and where the next page starts; `rows` holds one more than `limit` if there is a next page. */
export function pageOf<Row extends { id: string }>(rows: readonly Row[], limit: number, at: (row: Row) => Date) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: last && rows.length > limit ? writeCursor({ at: at(last), id: last.id }) : null };
}
