/**
 * Batches of one long walk, several under way at once: each is claimed where the one before it ended, so claims go one
 * after the other, and what follows a claim runs side by side.
 */

/** A batch says where it ends as soon as it knows: the next may then be claimed. Null: there was nothing left. */
export type Claimed<Cursor> = (end: Cursor | null) => void;

type Walk<Cursor> = { next: Cursor | null; turn: Promise<void> };

/** Walks from `start` to the end. A lane that fails stops the others after their batch; its error is thrown at the end. */
export async function inLanes<Cursor>(
  lanes: number,
  start: Cursor,
  batch: (from: Cursor, onClaimed: Claimed<Cursor>) => Promise<void>,
): Promise<void> {
  const walk: Walk<Cursor> = { next: start, turn: Promise.resolve() };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, () => lane(walk, batch)));
  const failed = ends.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

async function lane<Cursor>(walk: Walk<Cursor>, batch: Parameters<typeof inLanes<Cursor>>[2]): Promise<void> {
  try {
    while (walk.next !== null) await inTurn(walk, batch);
  } catch (error) {
    walk.next = null;
    throw error;
  }
}

async function inTurn<Cursor>(walk: Walk<Cursor>, batch: Parameters<typeof inLanes<Cursor>>[2]): Promise<void> {
  const before = walk.turn;
  let pass = () => {};
  walk.turn = new Promise((resolve) => {
    pass = resolve;
  });
  try {
    await before;
    const from = walk.next;
    if (from === null) return;
    await batch(from, (end) => {
      // Only the first time: a batch that is tried again takes up its own claim.
      if (walk.next === from) walk.next = end;
      pass();
    });
  } finally {
    pass();
  }
}
