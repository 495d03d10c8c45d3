/** Reasons: what users are told of them, and what they are never told. */
import { describe, expect, test } from 'vitest';
import { labelOf, needsOwnWords, wordsFaults, wordsFor } from '@/lib/rules/reasons';

const reason = {
  code: 'late',
  outcome: 'deny' as const,
  labels: { en: 'Late', es: 'Tarde' },
  texts: { en: 'Too late.' },
};

test('a label is in the reader’s language, else in English, else the code', () => {
  expect(labelOf(reason, 'es-MX')).toBe('Tarde');
  expect(labelOf(reason, 'ar-XB')).toBe('Late');
  expect(labelOf({ ...reason, labels: { en: 'Late' } }, 'es')).toBe('Late');
  expect(labelOf({ ...reason, labels: {} }, 'en')).toBe('late');
});

test('words are only told in the user’s own language; without them the agent has to write', () => {
  expect(wordsFor(reason, 'en')).toBe('Too late.');
  expect(wordsFor(reason, 'es')).toBeNull();
  expect(needsOwnWords(reason, 'en')).toBe(false);
  expect(needsOwnWords(reason, 'es')).toBe(true);
  expect(needsOwnWords({ ...reason, code: 'not-confirmed', texts: {} }, 'es')).toBe(false);
  expect(needsOwnWords({ ...reason, outcome: 'approve', texts: {} }, 'es')).toBe(false);
});

describe('words to users', () => {
  test.each([
    ['en', 'The step was reached after the deadline.', []],
    ['en', 'You’ll get your gems tomorrow.', ['promise']],
    ['en', 'We guarantee it.', ['promise']],
    ['en', 'See https://example.com', ['link']],
    ['en', 'a\tb', ['control']],
    ['en', 'One line.\nAnother.', []],
    ['en', 'a'.repeat(600), []],
    ['en', 'a'.repeat(601), ['too-long']],
    ['es', 'Recibirás tus gemas.', ['promise']],
    ['es', 'Te pagaremos.', ['promise']],
    ['es', 'No recibirásx nada.', []],
  ] as const)('%s: %s', (language, text, faults) => {
    expect(wordsFaults(text, language).map(({ fault }) => fault)).toEqual(faults);
  });
});
