import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketPhase, ticketWindow, titleKey } from '@/lib/rules/eligibility';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const click = new Date('2026-03-28T12:00:00.123Z');
const after = (ms: number) => new Date(click.getTime() + ms);

// R2: "exactly 24 h after is in, exactly 60 days after is out".
test.each([
  ['at the click itself', 0, 'too-early'],
  ['a millisecond before 24 hours', DAY - 1, 'too-early'],
  ['at 24 hours to the millisecond', DAY, 'open'],
  ['a millisecond before 60 days', 60 * DAY - 1, 'open'],
  ['at 60 days to the millisecond', 60 * DAY, 'too-late'],
  ['a year later', 365 * DAY, 'too-late'],
] as const)('%s a ticket is %s ms after the click: %s', (_, ms, phase) => {
  expect(ticketPhase(click, after(ms))).toBe(phase);
});

test('a clock that runs behind the click finds it too early, not too late', () => {
  expect(ticketPhase(click, after(-1))).toBe('too-early');
});

test('a day is 86,400 seconds, also when the clocks change: 29 March 2026 has 23 hours in Berlin', () => {
  expect(ticketWindow(click)).toEqual({
    opensAt: new Date('2026-03-29T12:00:00.123Z'),
    closesAt: new Date('2026-05-27T12:00:00.123Z'),
  });
});

test('the phases follow each other and never go back', () => {
  const order = ['too-early', 'open', 'too-late'];
  const moment = fc.integer({ min: 0, max: 100 * DAY });
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const phaseAt = (ms: number) => order.indexOf(ticketPhase(click, after(ms)));
      expect(phaseAt(Math.min(a, b))).toBeLessThanOrEqual(phaseAt(Math.max(a, b)));
    }),
  );
});

test.each([
  ['Coin Kingdom', 'coin kingdom'],
  ['  COIN \t  Kingdom\n', 'coin kingdom'],
  ['Coin\u00a0Kingdom', 'coin kingdom'],
  ['Ｃｏｉｎ Kingdom', 'coin kingdom'],
  ['Cafe\u0301 Rush', 'café rush'],
  ['Café Rush', 'café rush'],
  ['Coin Kingdom 2', 'coin kingdom 2'],
])('%j is the offer title %j', (title, key) => {
  expect(titleKey(title)).toBe(key);
});

test('folding a folded title changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(titleKey(titleKey(title))).toBe(titleKey(title));
    }),
    { numRuns: 2000 },
  );
});
