import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUsd, parseUsd, sum } from '@/lib/rules/money';

test.each([
  ['0', 0n],
  ['3.50', 3_500_000n],
  ['5.00', 5_000_000n],
  ['5.000001', 5_000_001n],
  ['5.01', 5_010_000n],
  ['0.000001', 1n],
  ['999999999.999999', 999_999_999_999_999n],
])('"%s" is %d micro-dollars', (text, micros) => {
  expect(parseUsd(text)).toBe(micros);
});

// MN-003, MN-004, MN-005, MN-007
test.each([
  '4.9999999',
  '-1',
  '-0',
  '-0.00',
  '1e309',
  '1e3',
  '0x10',
  'Infinity',
  'NaN',
  '5,00',
  '٥',
  ' 5 ',
  '5 ',
  '5\n',
  '',
  '  ',
  'null',
  'true',
  '[5]',
  '05',
  '00',
  '+5',
  '5.',
  '.5',
  '1.2.3',
  '$5',
  '5.00 USD',
  '1_000',
  '1000000000',
  '9007199254740993',
])('%j is no amount: nothing is guessed and nothing is rounded', (text) => {
  expect(parseUsd(text)).toBeNull();
});

test.each([
  [0n, '0.00'],
  [1n, '0.000001'],
  [3_500_000n, '3.50'],
  [5_000_001n, '5.000001'],
  [-3_500_000n, '-3.50'],
  [-1n, '-0.000001'],
  [1_230_000n, '1.23'],
  [1_234_000n, '1.234'],
])('%d micro-dollars are written "%s"', (micros, text) => {
  expect(formatUsd(micros)).toBe(text);
});

test('what was written is read back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (micros) => {
      expect(parseUsd(formatUsd(micros))).toBe(micros);
    }),
  );
});

test('what is read never differs from what was typed', () => {
  const typed = fc.tuple(fc.nat(999_999_999), fc.stringMatching(/^\d{1,6}$/));
  fc.assert(
    fc.property(typed, ([whole, fraction]) => {
      const micros = parseUsd(`${whole}.${fraction}`)!;
      expect(formatUsd(micros).replace(/0+$/, '')).toBe(`${whole}.${fraction}`.replace(/0+$/, ''));
    }),
  );
});

test('a sum is exact where a float is not', () => {
  expect(sum([parseUsd('0.1')!, parseUsd('0.2')!])).toBe(parseUsd('0.3'));
  expect(sum(Array(100).fill(parseUsd('4.35')!))).toBe(parseUsd('435'));
  expect(sum([])).toBe(0n);
});
