import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLines } from '@/lib/rules/csv';

test('cells are quoted where a comma, a quote or a line break stands in them', () => {
  expect(csvLines([['a', 'b,c', 'd"e', 'f\ng']])).toBe('a,"b,c","d""e","f\ng"\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '\u200B=1', '|calc', '%0A=1'])(
  'text that looks like a formula is disarmed: %j',
  (text) => {
    expect(csvLines([[text]])).toMatch(/^"?'/);
  },
);

test.each([
  [-1, '-1'],
  [3_500n, '3500'],
  [true, 'true'],
  [null, ''],
  [undefined, ''],
  [new Date('2026-11-05T10:00:00Z'), '2026-11-05T10:00:00.000Z'],
])('%s stays what it is', (cell, written) => {
  expect(csvLines([['a', cell]])).toBe(`a,${written}\r\n`);
});

test('an ordinary sentence with an equals sign inside is left alone', () => {
  expect(csvLines([['level = 10']])).toBe('level = 10\r\n');
});

test('whatever is written can be read back, cell by cell', () => {
  const rows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (lines) => {
      const read: string[][] = parse(csvLines(lines), { relax_column_count: true, record_delimiter: '\r\n' });
      expect(read.map((line) => line.map((cell) => cell.replace(/^'/, '')))).toEqual(
        lines.map((line) => line.map((cell) => cell.replace(/^'/, ''))),
      );
    }),
  );
});
