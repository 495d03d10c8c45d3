import { expect, test } from 'vitest';
import { argumentsOf, pseudo } from '@/lib/rules/pseudo-locale';

const inner = (message: string) => pseudo({ message }).message.slice(1, -1);

test('what a person reads gets accents', () => {
  expect(inner('Open ticket')).toBe('Ôpéñ tíçkét');
});

test('arguments, formats and tags stay as they are', () => {
  expect(inner('{count, plural, one {# day <b>{name}</b>} other {# days}}')).toBe(
    '{count, plural, one {# dáý <b>{name}</b>} other {# dáýš}}',
  );
});

test('arguments are listed with their kind', () => {
  expect(argumentsOf('{count, plural, one {# day <b>{name}</b>} other {# days}} {count}')).toEqual([
    '<b>',
    'count',
    'count:plural',
    'name',
  ]);
});
