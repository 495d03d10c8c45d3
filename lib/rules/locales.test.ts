import { expect, test } from 'vitest';
import { direction, preferredLocale } from '@/lib/rules/locales';

for (const [asked, spoken] of [
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['de-DE,de;q=0.9', 'en'],
  ['en;q=0.5, es;q=0.7', 'es'],
  ['ar-xb', 'ar-XB'],
  ['', 'en'],
  [null, 'en'],
  [';q=,,;;', 'en'],
] as const) {
  test(`who asks for ${asked} reads ${spoken}`, () => expect(preferredLocale(asked)).toBe(spoken));
}

test('the pseudo-locale runs from right to left, Spanish does not', () => {
  expect([direction('ar-XB'), direction('es')]).toEqual(['rtl', 'ltr']);
});
