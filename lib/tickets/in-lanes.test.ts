import { expect, test } from 'vitest';
import { inLanes } from '@/lib/tickets/in-lanes';

/** Walks 0 … 9 in steps of one; `work` is what follows a claim. */
async function walk(work: (from: number) => Promise<void>) {
  const claimed: number[] = [];
  await inLanes<number>(3, 0, async (from, onClaimed) => {
    claimed.push(from);
    onClaimed(from < 9 ? from + 1 : null);
    await work(from);
  });
  return claimed;
}

test('every batch is claimed once and in order', async () => {
  expect(await walk(async () => undefined)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('three batches are under way at once, and no more', async () => {
  let [now, most] = [0, 0];
  await walk(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
  });
  expect(most).toBe(3);
});

test('a failing batch stops the walk and is heard', async () => {
  const seen: number[] = [];
  const failing = walk(async (from) => {
    seen.push(from);
    if (from === 2) throw new Error('poison');
    await new Promise(setImmediate);
  });
  await expect(failing).rejects.toThrow('poison');
  expect(Math.max(...seen)).toBeLessThan(9);
});

test('a batch that fails before it could claim does not hang the others', async () => {
  await expect(inLanes<number>(3, 0, () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
});
