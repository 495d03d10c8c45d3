import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestWord } from '@/lib/rules/nearest-word';
import { parseTicketSearch, printTicketSearch, SEARCH_KEYS, type TicketSearch } from '@/lib/rules/ticket-search';

const HOUR = 3_600_000;

function termsOf(typed: string): object[] {
  const { terms, problems } = parseTicketSearch(typed);
  expect(problems).toEqual([]);
  return terms.map(({ from: _, to: __, ...term }) => term);
}

test('keys, negations, lists and quoted values are read', () => {
  expect(termsOf('status:denied,with-advertiser -tag:fraud offer:"Coin Kingdom",farm assignee:me')).toEqual([
    { key: 'status', any: ['DENIED', 'WITH_ADVERTISER'], not: false },
    { key: 'tag', any: ['fraud'], not: true },
    { key: 'offer', any: ['Coin Kingdom', 'farm'], not: false },
    { key: 'assignee', any: ['me'], not: false },
  ]);
});

test.each([
  ['value>5', { min: 5_000_000n, max: null, over: true, under: false }],
  ['value>=2.50', { min: 2_500_000n, max: null, over: false, under: false }],
  ['value<$10', { min: null, max: 10_000_000n, over: false, under: true }],
  ['value:5..10', { min: 5_000_000n, max: 10_000_000n, over: false, under: false }],
  ['value=5', { min: 5_000_000n, max: 5_000_000n, over: false, under: false }],
  ['value:5..', { min: 5_000_000n, max: null, over: false, under: false }],
])('%s is an amount between its limits', (typed, range) => {
  expect(termsOf(typed)).toEqual([{ key: 'value', range, not: false }]);
});

test.each([
  ['age>24h', 'age', { min: 24 * HOUR, max: null, over: true, under: false }],
  ['due<4h', 'due', { min: null, max: 4 * HOUR, over: false, under: true }],
  ['due<-30m', 'due', { min: null, max: -HOUR / 2, over: false, under: true }],
  ['age:1d..1w', 'age', { min: 24 * HOUR, max: 168 * HOUR, over: false, under: false }],
])('%s is a length of time', (typed, key, range) => {
  expect(termsOf(typed)).toEqual([{ key, range, not: false }]);
});

test.each([
  ['created:2026-11-01..', { first: '2026-11-01', last: null }],
  ['created:2026-11-01..2026-11-07', { first: '2026-11-01', last: '2026-11-07' }],
  ['created:2026-11-05', { first: '2026-11-05', last: '2026-11-05' }],
  ['created>2026-02-28', { first: '2026-03-01', last: null }],
  ['created<2026-03-01', { first: null, last: '2026-02-28' }],
  ['created>=2026-11-01', { first: '2026-11-01', last: null }],
])('%s are days', (typed, days) => {
  expect(termsOf(typed)).toEqual([{ key: 'created', days, not: false }]);
});

test('words and phrases are what was written; a bare address is an address', () => {
  const { terms, words } = parseTicketSearch('refund "level ten" -angry jo@players.example');
  expect(words).toEqual(['refund', 'level ten']);
  expect(terms).toMatchObject([
    { key: 'word', any: ['angry'], not: true },
    { key: 'email', any: ['jo@players.example'], not: false },
  ]);
});

test('terms know where they stand, so that each can be taken out again', () => {
  const typed = 'tag:vip  value>5 word';
  const [tag, value] = parseTicketSearch(typed).terms;
  expect(typed.slice(tag!.from, tag!.to)).toBe('tag:vip');
  expect(typed.slice(value!.from, value!.to)).toBe('value>5');
});

test.each([
  ['statsu:open', 'unknown-key', 'statsu', 'status'],
  ['colour:red', 'unknown-key', 'colour', null],
  ['status:opne', 'unknown-value', 'opne', 'open'],
  ['has:prof', 'unknown-value', 'prof', 'proof'],
  ['is:asleep', 'unknown-value', 'asleep', null],
  ['status:', 'no-value', 'status:', null],
  ['value>five', 'not-money', 'five', null],
  ['value>5.0000001', 'not-money', '5.0000001', null],
  ['age>24', 'not-duration', '24', null],
  ['created:2026-02-29', 'not-days', '2026-02-29', null],
  ['created:2026-11-01..2026-11-07..2026-11-09', 'not-days', '2026-11-01..2026-11-07..2026-11-09', null],
  ['value:5,6', 'one-value', '6', null],
  ['due:4h', 'needs-comparison', 'due:4h', 'due<4h'],
  ['age:4h', 'needs-comparison', 'age:4h', 'age>4h'],
  ['status>open', 'no-comparison', 'status>open', 'status:open'],
  ['"not closed', 'unclosed', '"not closed', null],
  ['…', 'no-letters', '…', null],
])('%s is pointed at: %s', (typed, code, spot, suggestion) => {
  const { problems } = parseTicketSearch(`tag:vip ${typed}`);
  expect(problems).toHaveLength(1);
  const [{ from, to, ...found }] = problems as [(typeof problems)[0]];
  expect(`tag:vip ${typed}`.slice(from, to)).toBe(spot);
  expect(found).toMatchObject({ code, suggestion, message: expect.stringMatching(/^[^<>]{10,}\.$/) });
});

test('what is understood counts, whatever stands beside it', () => {
  expect(parseTicketSearch('status:open,opne word')).toMatchObject({
    terms: [{ key: 'status', any: ['OPEN'] }],
    words: ['word'],
    problems: [{ code: 'unknown-value' }],
  });
});

test('an address of the web is a word, not a key', () => {
  expect(parseTicketSearch('https://example.com/a')).toMatchObject({ words: ['https://example.com/a'], problems: [] });
});

const bits = fc.constantFrom(
  ...SEARCH_KEYS,
  ':',
  '>',
  '>=',
  '<',
  '=',
  '-',
  '"',
  ',',
  '..',
  ' ',
  'open',
  'DENIED',
  'me',
  '5',
  '2.50',
  '4h',
  '-2d',
  '2026-11-01',
  '1970-01-01',
  'proof',
  'a@b',
  'é',
  '\0',
  '\\',
  "'",
  '🙂',
);
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(bits, { maxLength: 14 }).map((all) => all.join('')),
);

test('whatever is typed can be read, and every problem stands within it', () => {
  fc.assert(
    fc.property(typed, (text) => {
      for (const { from, to } of parseTicketSearch(text).problems) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('what is written back and read again is the same', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const read = parseTicketSearch(text);
      const again = parseTicketSearch(printTicketSearch(read));
      expect(again.problems).toEqual([]);
      expect(withoutPlaces(again)).toEqual(withoutPlaces(read));
    }),
    { numRuns: 5_000 },
  );
});

function withoutPlaces({ terms, words }: TicketSearch) {
  return { words, terms: terms.map(({ from: _, to: __, ...term }) => term) };
}

test('a slip of the finger is recognised, another word is not', () => {
  const words = ['status', 'value', 'tag'];
  for (const slip of ['statsu', 'sttus', 'statuss', 'stauts', 'stat']) expect(nearestWord(slip, words)).toBe('status');
  expect(nearestWord('colour', words)).toBeNull();
  expect(nearestWord('', words)).toBeNull();
});
