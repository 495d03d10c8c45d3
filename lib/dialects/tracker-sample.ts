/**
 * What a tracker would send: the address of its setup with its macros filled, by the names its table knows them under. A
 * state can be told where the address holds a status; what else a tracker does about it is a peculiarity of its own.
 */
import { createHash } from 'node:crypto';
import type { ConfirmationState, SampleContent } from './dialect';
import type { Filling } from './sample';
import type { Tracker } from './tracker';

const USUAL_WORDS: Readonly<Record<ConfirmationState, string>> = {
  COMPLETED: 'approved',
  PENDING: 'pending',
  RECONCILED: 'rejected',
};

export function fillTracker(tracker: Tracker, what: SampleContent): Filling | null {
  const { words = USUAL_WORDS, event = [], transaction = [], payout = [], reason = [] } = tracker;
  const peculiar = tracker.sample?.(what);
  if (peculiar === null) return null;
  const saysStates = tracker.setup.urlTemplate('').includes('&status=');
  if (peculiar === undefined && what.state !== 'COMPLETED' && !saysStates) return null;
  const under = (names: readonly string[], value: string | null) => names.map((name) => [name, value] as const);
  const filled = Object.fromEntries([
    ...under(tracker.click, what.clickId),
    ...under(event, what.taskKey),
    ...distinguish(tracker, what.transaction),
    ...under(transaction, what.transaction),
    ...under(payout, what.payoutUsd),
    ...under(reason, what.state === 'COMPLETED' ? null : what.reason),
    ['status', words[what.state]],
    ['currency', 'USD'],
  ]);
  return { ...peculiar, filled: { ...filled, ...peculiar?.filled } };
}

/** Orders are named like the transaction; a time is the same for all that is said of one transaction. */
function distinguish({ distinction = [] }: Tracker, transaction: string): [string, string][] {
  const order = transaction;
  const seconds = 1_760_000_000 + (createHash('sha256').update(transaction).digest().readUInt32BE() % 1_000_000);
  const isTime = /time|utc|created/;
  return distinction.map((name) => [name, isTime.test(name) ? seconds.toString() : order]);
}
