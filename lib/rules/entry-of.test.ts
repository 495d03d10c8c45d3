import { expect, test } from 'vitest';
import { entryOf } from './entry-of';

test('only what was put into the table is in it', () => {
  const table = { keep: 1 };
  expect(entryOf(table, 'keep')).toBe(1);
  for (const name of ['drop', 'constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', '']) {
    expect(entryOf(table, name), name).toBeUndefined();
  }
});
