/**
 * Erasing a person, first half: the tombstone. From this transaction on nothing is written about them any more, nobody is told
 * anything of theirs, and their tickets are closed. The rest is a job (carry-out-erasure.ts), promised here.
 */

import { PERSONAL_DATA } from '@/lib/accounts/personal-data';
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { addressesOf, pseudonymOfUser } from '@/lib/outbox/erased-users';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { forgetTable } from '@/lib/tickets/forget-table';
import { stopEverything } from '@/lib/tickets/stop-everything';

export type ErasureOrder = {
  userId: string;
  /** The game's id of the user, typed by the agent. */
  typed: string;
  by: { id: string };
};

/** Refused: `not-found`, `malformed` when something else was typed, `conflict` when they were erased before. */
export async function erasePerson(
  { userId, typed, by }: ErasureOrder,
  options: { at?: Date } = {},
): Promise<{ pseudonym: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [user] = await tx.query<{ appId: string; externalId: string; erasedAt: Date | null }>(
      sql`SELECT app_id, external_id, erased_at FROM end_user WHERE id = ${userId}::uuid FOR NO KEY UPDATE`,
    );
    if (!user) return refuse('not-found', 'There is no such user.');
    if (user.erasedAt) return refuse('conflict', 'The data of this user has been erased already.');
    if (typed.trim() !== user.externalId.trim()) {
      return refuse('malformed', 'That is not the id of this user. Type it exactly as it is shown.');
    }
    const pseudonym = pseudonymOfUser(user);
    await tx.execute(sql`UPDATE end_user SET erased_at = ${tx.now} WHERE id = ${userId}::uuid`);
    await tx.execute(sql`
      INSERT INTO erasure (user_id, pseudonym, asked_at, asked_by)
      VALUES (${userId}::uuid, ${pseudonym}, ${tx.now}, ${by.id}::uuid)`);
    await stopEverything(tx, userId);
    // No letter of an erased user bears an address, not even until the job runs.
    const who = { id: userId, pseudonym, addresses: await addressesOf(tx, userId) };
    await forgetTable(tx, 'email', PERSONAL_DATA.email!, who);
    const after = { pseudonym };
    await auditEntries(tx, [
      { actor: { kind: 'AGENT', id: by.id }, action: 'erase-user', subject: `end-user:${userId}`, after },
    ]);
    await promiseErasure(tx, userId, tx.now);
    return { pseudonym };
  }, options);
}

/** Once for each person and instant: a second pass is not taken for the first. */
export async function promiseErasure(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.query(sql`
    SELECT graphile_worker.add_job('erase-person', ${JSON.stringify({ userId })}::json, run_at := ${at}::timestamptz)`);
}
