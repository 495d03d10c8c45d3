import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entryOf } from './entry-of';

test('only what was put into the table is in it', () => {
  const table = { keep: 1 };
  expect(entryOf(table, 'keep')).toBe(1);
  for (const name of ['drop', 'constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', '']) {
    expect(entryOf(table, name), name).toBeUndefined();
  }
});

test('no door takes an entry of a table by a posted or asked name in another way', () => {
  const doors = join(import.meta.dirname, '../../app/api');
  const files = readdirSync(doors, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const byName = /[\w)\]}]\[[^\]\n]*\b(?:text|get)\('/;
  expect(files.filter((file) => byName.test(readFileSync(join(doors, file), 'utf8')))).toEqual([]);
});
