import { expect, test } from 'vitest';
import { filterQuery, isFiltered, isSampleClick, readReceiptFilter } from './receipt-filter';

const NOTHING = { outcome: null, code: null, click: null, transaction: null, from: null, to: null };

test('a filter survives its way through an address', () => {
  const filter = readReceiptFilter({
    outcome: 'refused',
    code: 'stale',
    click: 'c-1',
    tx: 't:1',
    from: '2026-11-20T08:30',
    to: '2026-11-21',
  });
  expect(filter).toEqual({
    outcome: 'refused',
    code: 'stale',
    click: 'c-1',
    transaction: 't:1',
    from: new Date('2026-11-20T08:30Z'),
    to: new Date('2026-11-21T00:00Z'),
  });
  expect(readReceiptFilter(Object.fromEntries(filterQuery(filter)))).toEqual(filter);
});

test.each([
  [{ outcome: 'lost' }],
  [{ code: 'because' }],
  [{ click: 'a\u0000b' }],
  [{ tx: 'ä' }],
  [{ from: 'yesterday' }],
  [{ to: '2026-13-01' }],
])('what cannot be understood is left out: %j', (given) => {
  expect(readReceiptFilter(given)).toEqual(NOTHING);
});

test('a reason narrows to what was refused', () => {
  expect(readReceiptFilter({ outcome: 'recorded', code: 'conflict' }).outcome).toBe('refused');
});

test('nothing said is no filter, one thing said is one', () => {
  expect(isFiltered(readReceiptFilter({}))).toBe(false);
  expect(isFiltered(readReceiptFilter({ click: 'c' }))).toBe(true);
});

test('samples are known by their click', () => {
  expect(isSampleClick('sample-1')).toBe(true);
  expect(isSampleClick('samples')).toBe(false);
  expect(isSampleClick(null)).toBe(false);
});
