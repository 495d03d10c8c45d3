import { expect, test } from 'vitest';
import { BULK_ACTIONS, bulkLine, isBulkAction, readPayload, readTypedCount } from '@/lib/rules/bulk';

const form = (fields: Record<string, string>) => (name: string) => fields[name] ?? '';

test('an order keeps only the fields of its action', () => {
  expect(readPayload('deny', form({ reason: 'other', note: ' Sorry. ', tag: 'vip' }))).toEqual({
    reason: 'other',
    note: 'Sorry.',
  });
  expect(readPayload('release', form({ why: 'because' }))).toEqual({});
});

test('what has to be said is missing when it is empty; what may stay empty is not', () => {
  expect(readPayload('hold', form({ why: ' ' }))).toEqual({ missing: 'why' });
  expect(readPayload('assign', form({}))).toEqual({ assignee: '' });
  expect(readPayload('deny', form({ note: 'x' }))).toEqual({ missing: 'reason' });
});

test('what has told somebody outside cannot be taken back afterwards', () => {
  const canBeUndone = BULK_ACTIONS.filter((action) => bulkLine(action).canBeUndone);
  expect(canBeUndone).toEqual(['assign', 'tag', 'untag', 'snooze', 'hold', 'release']);
});

test('only what stands in the table is an action', () => {
  expect(isBulkAction('deny')).toBe(true);
  expect(isBulkAction('toString')).toBe(false);
  expect(isBulkAction(undefined)).toBe(false);
});

test.each([
  ['51', 51],
  ['1,204', 1204],
  ['1.204', 1204],
  ['1 204', 1204],
  ['1\u202f204', 1204],
])('%j is typed for %d', (typed, count) => expect(readTypedCount(typed)).toBe(count));

test.each(['', 'all', '5x', '-51', '٥١'])('%j is no number that somebody confirms with', (typed) =>
  expect(readTypedCount(typed)).toBeNull(),
);
