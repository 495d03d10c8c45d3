import { expect, test } from 'vitest';
import { withoutPerson } from '@/lib/rules/without-person';

test('addresses and the name in the game are taken out, the proof stays', () => {
  const text = 'I am jane.doe@example.com (user-4711), order 991. Write <JANE@example.org>.';
  expect(withoutPerson(text, ['user-4711'])).toBe('I am … (…), order 991. Write <…>.');
});

test('a name too short to be one is left where it stands by chance', () => {
  expect(withoutPerson('level 10 on day 3', ['10', ''])).toBe('level 10 on day 3');
});
