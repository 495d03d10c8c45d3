/**
 * An operator asks us to tell a publisher again: with the same event id, so that whoever has paid does not pay twice (R18).
 * What was taken back before anybody was told stays untold.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, type TransactionOptions } from '@/lib/foundation/db';
import { refireCallback } from '@/lib/outbox/promise-callback';
import { readCallback } from '@/lib/rewards/callback-queries';
import type { CallbackOutput } from '@/lib/rewards/callback-schema';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Replaying = {
  /** Only if it is this app's. */
  appKey?: string;
  /** A person should know that the game has said yes already; a machine that asks has decided. */
  evenIfAcknowledged?: boolean;
};

export async function replayCallback(
  callbackId: string,
  actor: { kind: 'API' | 'AGENT'; id: string },
  { appKey, evenIfAcknowledged = true }: Replaying = {},
  options: TransactionOptions = {},
): Promise<CallbackOutput | Refusal> {
  return inTransaction(async (tx) => {
    const before = await readCallback(tx, callbackId);
    if (!before || (appKey ?? before.app) !== before.app) return refuse('not-found', 'There is no such callback.');
    if (before.acknowledgedAt !== null && !evenIfAcknowledged)
      return refuse(
        'conflict',
        'The game has acknowledged it meanwhile. Say that it should be told again all the same.',
      );
    if (!(await refireCallback(tx, callbackId, { force: true }))) {
      return refuse('conflict', refusalOf(before));
    }
    const was = { status: before.status, attempts: before.attempts };
    await auditEntries(tx, [{ actor, action: 'replay-callback', subject: `callback:${callbackId}`, before: was }]);
    return (await readCallback(tx, callbackId))!;
  }, options);
}

function refusalOf({ kind, status }: CallbackOutput): string {
  if (kind === 'PENDING' && status !== 'CANCELLED') return 'The reward is no longer on hold.';
  return 'This reward was taken back before the game was told about it.';
}
