import { expect, test } from 'vitest';
import { mentionsIn } from '@/lib/rules/mentions';

const agents = [
  { id: 'ann', name: 'Ann Lee', email: 'ann@desk.example' },
  { id: 'anna', name: 'Anna Roth', email: 'anna@desk.example' },
  { id: 'ben1', name: 'Ben One', email: 'ben@desk.example' },
  { id: 'ben2', name: 'Ben Two', email: 'two@desk.example' },
];

test.each([
  ['@Ann Lee can you look?', ['ann']],
  ['Ask @anna roth, and @ANN.', ['anna', 'ann']],
  ['@Anna', ['anna']],
  ['@Ben', []],
  ['@Ben Two or @ben@desk.example', ['ben2', 'ben1']],
  ['@Ann Lee @Ann Lee', ['ann']],
  ['mail to ann@desk.example', []],
  ['@nobody', []],
  ['@Annabel', []],
  ['(@Ann)', ['ann']],
  ['', []],
])('%s', (text, meant) => {
  expect(mentionsIn(text, agents)).toEqual(meant);
});
