import { expect, test } from 'vitest';
import { isAfter, readLiveCursor, writeLiveCursor } from '@/lib/rules/live-cursor';

const at = (tx: bigint, id: bigint) => ({ tx, id });

test('what was written is read again', () => {
  expect(readLiveCursor(writeLiveCursor(at(4_294_967_296n, 7n)))).toEqual(at(4_294_967_296n, 7n));
});

test.each([null, '', '1', '1-', '-1', '1-2-3', '1-2 ', 'a-b', `${'9'.repeat(19)}-1`])('%s is no cursor', (text) => {
  expect(readLiveCursor(text)).toBeNull();
});

test('the transaction counts first, then the number', () => {
  expect(isAfter(at(2n, 1n), at(1n, 9n))).toBe(true);
  expect(isAfter(at(1n, 2n), at(1n, 1n))).toBe(true);
  expect(isAfter(at(1n, 1n), at(1n, 1n))).toBe(false);
  expect(isAfter(at(1n, 9n), at(2n, 1n))).toBe(false);
});
