import { expect, test } from 'vitest';
import { daysLeft, whereItStands } from '@/components/offers/where-it-stands';
import { rewardTimeline, type StepProgress } from '@/lib/rules/timeline';

const started = new Date('2026-11-01T12:00:00Z');
const step = (facts: Partial<StepProgress>): StepProgress => ({
  taskKey: 'level-10',
  name: 'Level 10',
  rewardAmount: 3500n,
  deadline: null,
  confirmation: null,
  grant: null,
  callback: null,
  ...facts,
});
const standing = (...steps: StepProgress[]) => whereItStands(rewardTimeline(started, steps));

test('the step that is furthest behind speaks for all', () => {
  const done = step({
    taskKey: 'install',
    name: 'Install',
    grant: { at: started, reversedAt: null, reversalReason: null },
  });
  expect(standing(done, step({}))).toMatchObject({ word: 'NONE', step: 'Level 10' });
});

test('a rejection is not called "not confirmed yet"', () => {
  const rejected = step({ confirmation: { state: 'RECONCILED', at: started, reason: 'FRAUD' } });
  expect(standing(rejected).word).toBe('REJECTED');
});

for (const [now, days] of [
  ['2026-12-31T11:59:59Z', 0],
  ['2026-12-30T12:00:00Z', 1],
  ['2026-11-01T12:00:00Z', 60],
] as const) {
  test(`at ${now} there are ${days} days left`, () => {
    expect(daysLeft(new Date('2026-12-31T12:00:00Z'), new Date(now))).toBe(days);
  });
}
