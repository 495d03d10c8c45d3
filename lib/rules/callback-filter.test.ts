import { expect, test } from 'vitest';
import { callbackQuery, isNarrowed, readCallbackFilter } from './callback-filter';
import { ticketNumber } from './ticket-number';

const NUMBER = ticketNumber(new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
const NOTHING = { status: null, kind: null, user: null, ticket: null, from: null, to: null };

test('a filter survives its way through an address', () => {
  const filter = readCallbackFilter({
    status: 'FAILED',
    kind: 'REVERSAL',
    user: 'ä b&c',
    ticket: NUMBER,
    from: '2026-11-20T08:30',
    to: '2026-11-21',
  });
  expect(filter).toEqual({
    status: 'FAILED',
    kind: 'REVERSAL',
    user: 'ä b&c',
    ticket: NUMBER,
    from: new Date('2026-11-20T08:30Z'),
    to: new Date('2026-11-21T00:00Z'),
  });
  expect(readCallbackFilter(Object.fromEntries(callbackQuery(filter)))).toEqual(filter);
});

test.each([{}, { status: 'lost' }, { kind: 'BAN' }, { from: 'yesterday' }, { user: '  ', ticket: '' }])(
  'what says nothing narrows nothing: %j',
  (given) => {
    expect(readCallbackFilter(given)).toEqual(NOTHING);
    expect(isNarrowed(readCallbackFilter(given))).toBe(false);
  },
);

test('a mistyped ticket or an impossible user stays in the filter, and finds nobody', () => {
  expect(readCallbackFilter({ ticket: 'MG-0000-0001', user: 'a\u0000b\ud800' })).toMatchObject({
    ticket: 'MG-0000-0001',
    user: 'a\ufffdb\ufffd',
  });
});

test('a ticket is understood as people type it', () => {
  expect(readCallbackFilter({ ticket: NUMBER.toLowerCase().replaceAll('-', ' ') }).ticket).toBe(NUMBER);
});
