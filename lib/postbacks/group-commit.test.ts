import { afterEach, expect, test, vi } from 'vitest';
import { groupCommit } from '@/lib/postbacks/group-commit';

const LIMITS = { inFlight: 2, worthASecond: 4, largest: 4, mostWaiting: 6, longestWaitMs: 1000 };

/** A writer whose batches return when the test says so. */
function slowWriter() {
  const batches: { items: number[]; done: (failure?: unknown) => void }[] = [];
  const write = (items: number[]) =>
    new Promise<string[]>((resolve, reject) => {
      const done = (failure?: unknown) => (failure ? reject(failure) : resolve(items.map((item) => `kept ${item}`)));
      batches.push({ items, done });
    });
  return { batches, write };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a lone item waits for nobody', async () => {
  const group = groupCommit(async (items: number[]) => items.map(String), LIMITS);
  expect(await group.add(7)).toBe('7');
});

test('what comes together goes together, and what waits when a batch returns is the next one', async () => {
  const { batches, write } = slowWriter();
  const group = groupCommit(write, LIMITS);
  const first = [1, 2].map((item) => group.add(item));
  await turn();
  const second = [3, 4, 5].map((item) => group.add(item));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
  batches[0]!.done();
  expect(await Promise.all(first)).toEqual(['kept 1', 'kept 2']);
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  batches[1]!.done();
  expect(await Promise.all(second)).toEqual(['kept 3', 'kept 4', 'kept 5']);
});

test('a batch worth its commit goes beside the one that is under way, and no third', async () => {
  const { batches, write } = slowWriter();
  const group = groupCommit(write, { ...LIMITS, mostWaiting: 20 });
  const first = group.add(0);
  await turn();
  const rest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => group.add(item));
  await turn();
  expect(batches.map(({ items }) => items.length)).toEqual([1, 4]);
  batches[1]!.done();
  await turn();
  expect(batches.map(({ items }) => items.length)).toEqual([1, 4, 4]);
  batches[0]!.done();
  batches[2]!.done();
  await turn();
  await turn();
  expect(batches.map(({ items }) => items.length)).toEqual([1, 4, 4, 1]);
  batches[3]!.done();
  expect(await Promise.all([first, ...rest])).toHaveLength(10);
});

test('no batch is larger than the limit', async () => {
  const { batches, write } = slowWriter();
  const group = groupCommit(write, LIMITS);
  const all = [1, 2, 3, 4, 5, 6].map((item) => group.add(item));
  await turn();
  expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3, 4]]);
  batches[0]!.done();
  await turn();
  expect(batches[1]!.items).toEqual([5, 6]);
  batches[1]!.done();
  expect(await Promise.all(all)).toHaveLength(6);
});

test('the sixth that waits is taken, the seventh is turned away', async () => {
  const { batches, write } = slowWriter();
  const group = groupCommit(write, LIMITS);
  const taken = Array.from({ length: 6 }, (_, item) => group.add(item));
  expect(taken).not.toContain(null);
  expect(group.add(7)).toBeNull();
  await turn();
  batches[0]!.done();
  await turn();
  batches[1]!.done();
  await Promise.all(taken);
  expect(group.waiting()).toBe(0);
  expect(group.add(8)).not.toBeNull();
});

afterEach(() => void vi.useRealTimers());

test.each([
  [1000, 'kept 2'],
  [1001, null],
])('what has waited %i ms when its batch could begin becomes %s', async (ms, fate) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { batches, write } = slowWriter();
  const group = groupCommit(write, { ...LIMITS, inFlight: 1, largest: 1 });
  const [first, second] = [group.add(1), group.add(2)];
  await turn();
  vi.advanceTimersByTime(ms);
  batches[0]!.done();
  expect(await first).toBe('kept 1');
  await turn();
  batches[1]?.done();
  expect(await second).toBe(fate);
  expect(group.waiting()).toBe(0);
});

test('an item that cannot be written fails alone', async () => {
  const write = async (items: number[]) => {
    if (items.includes(3)) throw Object.assign(new Error('poison'), { code: '22P05' });
    return items.map((item) => `kept ${item}`);
  };
  const group = groupCommit(write, LIMITS);
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => group.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('when the server is gone everybody is told at once', async () => {
  let tries = 0;
  const group = groupCommit<number, string>(async () => {
    tries += 1;
    throw Object.assign(new Error('gone'), { code: '57P01' });
  }, LIMITS);
  const results = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(tries).toBe(1);
});
