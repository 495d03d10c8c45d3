import { expect, test } from 'vitest';
import { pageOf, readCursor, writeCursor } from '@/lib/rules/cursor';

const row = { at: new Date('2026-11-20T12:00:00.123Z'), id: '01936f0e-1111-7222-8333-444455556666' };

test('a cursor comes back as it was written', () => {
  expect(readCursor(writeCursor(row))).toEqual(row);
});

test('what we did not write is no cursor', () => {
  for (const text of [
    '',
    'x',
    '%00',
    Buffer.from('1 2').toString('base64url'),
    Buffer.from("0 ' OR 1=1").toString('base64url'),
  ]) {
    expect(readCursor(text), text).toBeNull();
  }
});

test('the last page has no next one', () => {
  const rows = [row, row, row];
  expect(pageOf(rows, 3, ({ at }) => at).nextCursor).toBeNull();
  expect(pageOf(rows, 2, ({ at }) => at)).toEqual({ shown: [row, row], nextCursor: writeCursor(row) });
});
