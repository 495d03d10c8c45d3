import { expect, test } from 'vitest';
import {
  dayIn,
  daysBetween,
  grainOf,
  isTallied,
  MOST_DAYS,
  readDay,
  readReportQuery,
  reportParams,
} from '@/lib/rules/report-query';

const TODAY = '2026-11-21';
const read = (given: Record<string, string | string[]>) => readReportQuery(given, TODAY);

test('thirty days up to today, unless something else is asked for', () => {
  expect(read({})).toMatchObject({ period: '30d', from: '2026-10-23', to: TODAY, by: 'app', sort: 'opened' });
  expect(read({ period: '7d' })).toMatchObject({ from: '2026-11-15', to: TODAY });
  expect(read({ period: '8d', by: 'x', sort: 'y' })).toMatchObject({ period: '30d', by: 'app', sort: 'opened' });
});

test('chosen days are taken as they are, up to today and at most four hundred', () => {
  expect(read({ from: '2026-11-01', to: '2026-11-02' })).toMatchObject({
    period: null,
    from: '2026-11-01',
    to: '2026-11-02',
  });
  expect(read({ to: '2026-11-22' }).to).toBe(TODAY);
  const long = read({ from: '2020-01-01', to: TODAY });
  expect(daysBetween(long.from, long.to)).toHaveLength(MOST_DAYS);
});

test('a first day after the last is not meant: the period before the last is shown', () => {
  expect(read({ from: '2026-11-20', to: '2026-11-10' })).toMatchObject({ from: '2026-10-12', to: '2026-11-10' });
});

test('days are those of the calendar, leap days included', () => {
  expect([readDay('2028-02-29'), readDay('2026-02-29')]).toEqual(['2028-02-29', null]);
  for (const text of ['', '2026-2-1', '2026-13-01', '20261121', '2026-11-21T00:00:00Z'])
    expect(readDay(text), text).toBeNull();
  expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
});

test('the day of an instant is where the clocks of the zone hang', () => {
  const at = new Date('2026-11-21T23:30:00Z');
  expect([dayIn(at, 'UTC'), dayIn(at, 'Europe/Berlin'), dayIn(at, 'America/New_York')]).toEqual([
    '2026-11-21',
    '2026-11-22',
    '2026-11-21',
  ]);
});

test('an address says what its query does, and can say one thing otherwise', () => {
  const query = read({ period: '7d', app: 'gems', sort: 'denied' });
  const again = (params: URLSearchParams) => read(Object.fromEntries(params));
  expect(again(reportParams(query))).toEqual(query);
  expect(again(reportParams(query, { by: 'agent' }))).toEqual({ ...query, by: 'agent' });
});

test('what cannot be a key is left out; one that does not exist stays, and finds nothing', () => {
  expect(read({ app: 'no such', offer: 'nowhere', agent: '\u0000' }).only).toEqual({
    app: null,
    advertiser: null,
    offer: 'nowhere',
    agent: null,
  });
});

test('each grain has a number of its own; an offer is never without its advertiser', () => {
  expect(grainOf(new Set())).toBe(15);
  expect(grainOf(new Set(['offer']))).toBe(grainOf(new Set(['offer', 'advertiser'])));
  const grains = ([['app'], ['advertiser'], ['offer'], ['agent']] as const).map((apart) => grainOf(new Set(apart)));
  expect(grains).toEqual([7, 11, 9, 14]);
});

test('offers and agents are not told apart together, nor three things at once', () => {
  expect(isTallied(new Set(['app', 'agent']))).toBe(true);
  expect(isTallied(new Set(['offer', 'agent']))).toBe(false);
  expect(isTallied(new Set(['advertiser', 'offer']))).toBe(true);
  expect(isTallied(new Set(['app', 'advertiser', 'agent']))).toBe(false);
});
