/**
 * Requests that arrive together are committed together: whatever is waiting when a batch returns is the next batch. No timer,
 * so a lone request waits for nobody. What waits is bounded in number, and in time when the database is slow: whoever has
 * waited too long when his turn comes is told to come again, so that a flood is refused and not swallowed.
 */
import { stopwatch } from '@/lib/foundation/clock';
import { log } from '@/lib/foundation/log';

export type Group<Item, Result> = {
  /** What became of it, once that is durable; null when it is not taken: too many wait, or it has waited too long. */
  add: (item: Item) => Promise<Result | null> | null;
  waiting: () => number;
};

type Limits = { inFlight: number; worthASecond: number; largest: number; mostWaiting: number; longestWaitMs: number };
type Waiting<Item, Result> = {
  item: Item;
  waited: () => number;
  resolve: (result: Result | null) => void;
  reject: (error: unknown) => void;
};

/** `write` makes one batch durable and says for each item, in order, what became of it. */
export function groupCommit<Item, Result>(write: (items: Item[]) => Promise<Result[]>, limits: Limits) {
  const queue: Waiting<Item, Result>[] = [];
  let inFlight = 0;

  function startBatches(): void {
    turnLateAway();
    while (mayStart()) {
      inFlight += 1;
      void writeBatch(queue.splice(0, limits.largest)).finally(() => {
        inFlight -= 1;
        startBatches();
      });
    }
  }

  /** One batch at a time grows with the traffic; a second goes beside it as soon as it is worth a commit of its own. */
  function mayStart(): boolean {
    if (inFlight === 0) return queue.length > 0;
    return inFlight < limits.inFlight && queue.length >= limits.worthASecond;
  }

  function turnLateAway(): void {
    const inTime = queue.findIndex(({ waited }) => waited() <= limits.longestWaitMs);
    const late = queue.splice(0, inTime < 0 ? queue.length : inTime);
    for (const { resolve } of late) resolve(null);
  }

  async function writeBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
    } catch (error) {
      if (batch.length === 1 || isAboutTheServer(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One of them cannot be written: the others must not suffer for it.
      log.warn({ err: error, batch: batch.length }, 'a batch could not be written; its items are written one by one');
      for (const single of batch) await writeBatch([single]);
    }
  }

  const group: Group<Item, Result> = {
    add: (item) => {
      if (queue.length >= limits.mostWaiting) return null;
      return new Promise((resolve, reject) => {
        queue.push({ item, waited: stopwatch(), resolve, reject });
        // Whoever else is read in this very turn of the event loop goes along.
        if (queue.length === 1) setImmediate(startBatches);
      });
    },
    waiting: () => queue.length,
  };
  return group;
}

/** Nothing was wrong with the batch: every item would fail, one after the other. */
function isAboutTheServer(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return !/^(22|23)/.test(code);
}
