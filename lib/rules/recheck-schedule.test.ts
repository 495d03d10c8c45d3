import { describe, expect, test } from 'vitest';
import {
  gatheredUntil,
  inOfficeHours,
  nextRecheckStep,
  RECHECK_STEPS,
  recheckDay,
  recheckDeadlines,
} from './recheck-schedule';

const BERLIN = { timeZone: 'Europe/Berlin', holidays: ['2026-12-25', '2027-01-01'] };
const at = (iso: string) => new Date(iso);

describe('deadlines', () => {
  test('ten and fourteen business days, over a weekend', () => {
    expect(recheckDeadlines(at('2026-11-02T10:00:00Z'), BERLIN)).toEqual({
      targetAt: at('2026-11-16T10:00:00Z'),
      breachAt: at('2026-11-20T10:00:00Z'),
    });
  });

  test("the advertiser's holidays do not count", () => {
    expect(recheckDeadlines(at('2026-12-18T10:00:00Z'), BERLIN).targetAt).toEqual(at('2027-01-05T10:00:00Z'));
  });
});

describe('what comes next', () => {
  test('every step is followed by the one after it, and the last by none', () => {
    const sentAt = at('2026-11-02T10:00:00Z');
    const after = RECHECK_STEPS.map((step) => nextRecheckStep(step, sentAt, BERLIN)?.step ?? null);
    expect(after).toEqual(['remind-3', 'remind-7', 'remind-10', 'escalate-12', 'expire', null]);
  });

  test('the days are 3, 7, 10, 12 and 14', () => {
    const sentAt = at('2026-11-02T10:00:00Z');
    const days = RECHECK_STEPS.slice(0, -1).map((step) => nextRecheckStep(step, sentAt, BERLIN)!.at.toISOString());
    expect(days.map((day) => day.slice(0, 10))).toEqual([
      '2026-11-05',
      '2026-11-11',
      '2026-11-16',
      '2026-11-18',
      '2026-11-20',
    ]);
  });

  test('a reminder that falls into the night waits for nine in the morning, the deadline does not', () => {
    const sentAt = at('2026-11-02T22:00:00Z');
    expect(nextRecheckStep('send', sentAt, BERLIN)!.at).toEqual(at('2026-11-06T08:00:00Z'));
    expect(nextRecheckStep('escalate-12', sentAt, BERLIN)!.at).toEqual(at('2026-11-20T22:00:00Z'));
  });
});

describe('office hours', () => {
  test.each([
    ['one millisecond before five', '2026-11-03T15:59:59.999Z', '2026-11-03T15:59:59.999Z'],
    ['at five', '2026-11-03T16:00:00.000Z', '2026-11-04T08:00:00.000Z'],
    ['one millisecond before nine', '2026-11-03T07:59:59.999Z', '2026-11-03T08:00:00.000Z'],
    ['at nine', '2026-11-03T08:00:00.000Z', '2026-11-03T08:00:00.000Z'],
    ['on a Saturday', '2026-11-07T10:00:00.000Z', '2026-11-09T08:00:00.000Z'],
    ['on a holiday', '2026-12-25T10:00:00.000Z', '2026-12-28T08:00:00.000Z'],
  ])('%s', (_, given, expected) => {
    expect(inOfficeHours(at(given), BERLIN)).toEqual(at(expected));
  });

  test('what is gathered goes out at four, and what comes at one past four the next day', () => {
    expect(gatheredUntil(at('2026-11-03T09:00:00Z'), BERLIN)).toEqual(at('2026-11-03T15:00:00Z'));
    expect(gatheredUntil(at('2026-11-03T15:01:00Z'), BERLIN)).toEqual(at('2026-11-04T15:00:00Z'));
  });
});

describe('the day of a re-check', () => {
  const sentAt = at('2026-11-02T10:00:00Z');

  test.each([
    ['2026-11-02T10:00:00Z', 1],
    ['2026-11-03T09:59:59Z', 1],
    ['2026-11-03T10:00:00Z', 2],
    ['2026-11-13T10:00:00Z', 10],
    ['2026-11-16T09:59:59Z', 10],
    ['2026-11-16T10:00:00Z', 11],
  ])('at %s it is day %i', (now, day) => {
    expect(recheckDay(sentAt, at(now), BERLIN)).toBe(day);
  });

  test('what waits to be sent is on its first day', () => {
    expect(recheckDay(sentAt, at('2026-11-01T10:00:00Z'), BERLIN)).toBe(1);
  });
});
