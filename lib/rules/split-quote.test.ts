import { expect, test } from 'vitest';
import { splitQuote } from '@/lib/rules/split-quote';

test('quoted lines at the end are told from what was said, with the line that introduces them', () => {
  const text = 'It was level 10.\n\nOn Monday you wrote:\n> Which level?\n>\n> Regards\n';
  expect(splitQuote(text)).toEqual({
    said: 'It was level 10.',
    quoted: 'On Monday you wrote:\n> Which level?\n>\n> Regards',
  });
});

test('answers between the quotes stay, with the quotes before them', () => {
  const text = '> Which level?\nLevel 10.';
  expect(splitQuote(text)).toEqual({ said: text, quoted: '' });
});

test('a reply of nothing but quotes is shown whole', () => {
  expect(splitQuote('> Which level?').said).toBe('> Which level?');
  expect(splitQuote('You wrote:\n> Which level?').said).toBe('You wrote:');
});

test('text without quotes, and empty text, stay as they are', () => {
  expect(splitQuote('5 > 4\n\n')).toEqual({ said: '5 > 4\n\n', quoted: '' });
  expect(splitQuote('')).toEqual({ said: '', quoted: '' });
});
