import { expect, test } from 'vitest';
import { type AnswerCause, causeOf, isAsItShouldBe, type Verdict } from '@/lib/rules/answer-cause';

test.each<[number, Verdict, AnswerCause]>([
  [200, 'acknowledged', 'acknowledged'],
  [200, 'retry', 'wrong-body'],
  [201, 'retry', 'wrong-status'],
  [299, 'retry', 'wrong-status'],
  [300, 'retry', 'redirect'],
  [399, 'retry', 'redirect'],
  [400, 'retry', 'wrong-status'],
  [401, 'retry', 'refused'],
  [403, 'retry', 'refused'],
  [403, 'final', 'final'],
  [404, 'retry', 'not-found'],
  [405, 'retry', 'not-found'],
  [410, 'final', 'final'],
  [499, 'retry', 'wrong-status'],
  [500, 'retry', 'server-error'],
])('status %i with the verdict %s is %s', (status, verdict, cause) => {
  expect(causeOf({ status, body: '' }, verdict)).toBe(cause);
});

test.each(['timeout', 'tls', 'dns', 'connect', 'reset', 'too-large', 'refused-address', 'unreadable'])(
  'a call that failed with %s says so, wanted or not',
  (failed) => {
    expect(causeOf({ failed }, 'retry')).toBe(failed);
    expect(causeOf({ failed }, 'retry', false)).toBe(failed);
  },
);

test('a failure that nobody has met yet is an answer that could not be read', () => {
  expect(causeOf({ failed: 'toString' }, 'retry')).toBe('unreadable');
});

test('a forged message is to be turned away', () => {
  expect(causeOf({ status: 200, body: '' }, 'acknowledged', false)).toBe('believed');
  expect(causeOf({ status: 401, body: '' }, 'retry', false)).toBe('turned-away');
  expect([isAsItShouldBe('believed'), isAsItShouldBe('turned-away')]).toEqual([false, true]);
});
