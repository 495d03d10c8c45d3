import { expect, test } from 'vitest';
import { summaryOf } from '@/components/offers/reward-summary';
import { rewardTimeline, type StepProgress } from '@/lib/rules/timeline';

const started = new Date('2026-11-01T12:00:00Z');
const at = (hour: number) => new Date(started.getTime() + hour * 3_600_000);
const waiting: NonNullable<StepProgress['callback']> = {
  status: 'PENDING',
  attempts: 1,
  firstAttemptAt: at(1),
  acknowledgedAt: null,
  nextAt: at(2),
  failedAt: null,
  lastReason: 'answered with status 500',
  heldUntil: null,
  triesUntil: at(48),
};
const step = (callback: Partial<typeof waiting>, taskKey = 'level-10'): StepProgress => ({
  taskKey,
  name: taskKey,
  rewardAmount: 3500n,
  deadline: null,
  confirmation: { state: 'COMPLETED', at: started, reason: null },
  grant: { at: started, reversedAt: null, reversalReason: null },
  callback: { ...waiting, ...callback },
});
const said = (...steps: StepProgress[]) => summaryOf(rewardTimeline(started, steps));
const answered = (hour: number) => ({ status: 'ACKNOWLEDGED' as const, acknowledgedAt: at(hour), nextAt: null });

test('when the game has acknowledged, and of several steps the last one', () => {
  expect(said(step(answered(3)))).toEqual({ words: 'acknowledged', date: at(3) });
  expect(said(step(answered(3)), step(answered(7), 'level-20'))).toEqual({ words: 'acknowledged', date: at(7) });
});

test('until when the game is asked while it does not answer', () => {
  expect(said(step({}))).toEqual({ words: 'waiting', date: at(48) });
  expect(said(step(answered(3)), step({}, 'level-20'))).toEqual({ words: 'waiting', date: at(48) });
});

test('that nobody asks it any more while it is paused', () => {
  expect(said(step({ triesUntil: null }))).toEqual({ words: 'paused', date: null });
});

test('until when the reward is on hold', () => {
  const held = { attempts: 0, firstAttemptAt: null, nextAt: at(24), heldUntil: at(24) };
  expect(said(step(held))).toEqual({ words: 'held', date: at(24) });
});

test('nothing before the game is concerned', () => {
  expect(said({ ...step({}), confirmation: null, grant: null, callback: null })).toBeNull();
  expect(
    said({ ...step({}), confirmation: { state: 'PENDING', at: started, reason: null }, grant: null, callback: null }),
  ).toBeNull();
});
