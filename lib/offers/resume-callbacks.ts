/**
 * Somebody says that a publisher's server works again. What has waited is due at once, and what was given up while it was
 * failing gets a new ladder; the lane sends a few first and more as they are acknowledged (lib/outbox/deliver-callbacks.ts).
 */

import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { refireCallbacks, wakeCallbacks } from '@/lib/outbox/promise-callback';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Paused = { id: string; pausedAt: Date | null; failingSince: Date | null };

/** `again`: how many had been given up and are tried anew. Refused: `not-found`, `conflict` when nothing is paused. */
export async function resumeCallbacks(
  key: string,
  actor: Actor,
  options: { at?: Date } = {},
): Promise<{ again: number } | Refusal> {
  return inTransaction(async (tx) => {
    const [app] = await tx.query<Paused>(sql`
      SELECT id, callback_paused_at AS paused_at, callback_failing_since AS failing_since FROM app
       WHERE key = ${key} FOR UPDATE`);
    if (!app) return refuse('not-found', 'There is no such app.');
    if (!app.pausedAt) return refuse('conflict', 'The callbacks of this app are not paused.');
    await tx.execute(sql`
      UPDATE app SET callback_paused_at = NULL, callback_failing_since = NULL, callback_tried_at = NULL
       WHERE id = ${app.id}::uuid`);
    const again = await refireCallbacks(tx, await givenUp(tx, app));
    await wakeCallbacks(tx, [app.id]);
    await auditChange(tx, actor, {
      action: 'resume-callbacks',
      subject: `app:${key}`,
      before: { paused: true, since: app.pausedAt.toISOString() },
      after: { paused: false, again },
    });
    return { again };
  }, options);
}

async function givenUp(tx: Tx, { id, failingSince }: Paused): Promise<string[]> {
  const failed = await tx.query<{ id: string }>(sql`
    SELECT id FROM callback WHERE app_id = ${id}::uuid AND status = 'FAILED' AND failed_at >= ${failingSince}`);
  return failed.map((callback) => callback.id);
}
