import { expect, test } from 'vitest';
import { id, rewardAmount, usd, userId } from '@/lib/rules/api-fields';

// MN-002 … MN-007
for (const [given, micros] of [
  ['5.01', 5_010_000n],
  ['5.000001', 5_000_001n],
  ['0', 0n],
  ['3.50', 3_500_000n],
  ['999999999.999999', 999_999_999_999_999n],
] as const) {
  test(`the amount ${given} is ${micros} micro-dollars`, () => {
    expect(usd.parse(given)).toBe(micros);
  });
}

for (const given of [
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
  '',
  '05',
  '+5',
  '5.',
  '.5',
  '1000000000',
  '5\n',
  5,
  Number('9007199254740993'),
  Number.NaN,
  null,
  true,
  [5],
]) {
  test(`${typeof given} ${JSON.stringify(given)} is no amount`, () => {
    expect(usd.safeParse(given).success).toBe(false);
  });
}

test('a reward is a whole number of at least 0 that JSON keeps exact', () => {
  expect(rewardAmount.parse(3500)).toBe(3500n);
  expect(rewardAmount.parse(0)).toBe(0n);
  for (const wrong of [-1, -0, 0.5, Number('9007199254740993'), Number.POSITIVE_INFINITY, '3500', null]) {
    expect(rewardAmount.safeParse(wrong).success, String(wrong)).toBe(false);
  }
});

test('ids are opaque and never trimmed or folded', () => {
  expect(id.parse('aA0._:-')).toBe('aA0._:-');
  for (const wrong of ['', ' e1', 'e1 ', 'e1\n', 'ü', 'a/b', 'a%00', 'x'.repeat(129)]) {
    expect(id.safeParse(wrong).success, wrong).toBe(false);
  }
});

test('placeholders that nobody filled in are not users', () => {
  expect(userId.parse('player|42@example')).toBe('player|42@example');
  for (const wrong of [
    '',
    ' ',
    'null',
    'NULL',
    'undefined',
    '0',
    'NaN',
    '{user_id}',
    '[USER_ID]',
    '%USER%',
    '$' + '{user}',
  ]) {
    expect(userId.safeParse(wrong).success, wrong).toBe(false);
  }
});
