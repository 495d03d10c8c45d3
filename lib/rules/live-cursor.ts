/**
 * How far a page of the console has been told: the transaction and the number of the last event. Not an instant: what began
 * earlier may be committed later, and nothing may fall between two looks.
 */
export type LiveCursor = { tx: bigint; id: bigint };

/** Longer numbers are no transaction's. */
const SAID = /^(\d{1,18})-(\d{1,18})$/;

export function writeLiveCursor({ tx, id }: LiveCursor): string {
  return `${tx}-${id}`;
}

/** Null for anything that `writeLiveCursor` did not write. */
export function readLiveCursor(text: string | null): LiveCursor | null {
  const [, tx, id] = SAID.exec(text ?? '') ?? [];
  return tx && id ? { tx: BigInt(tx), id: BigInt(id) } : null;
}

export function isAfter(one: LiveCursor, other: LiveCursor): boolean {
  return one.tx > other.tx || (one.tx === other.tx && one.id > other.id);
}
