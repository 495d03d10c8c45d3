/**
 * Makes one ticket of two of the same user about the same offer. Words, pictures and steps move to the one that goes on; the
 * other becomes a stub that leads there. Under the lock of the user's progress, so that each step is live exactly once (R4).
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { closeAsOther } from '@/lib/tickets/close-as-other';
import { lockPair, type Pair } from '@/lib/tickets/lock-pair';
import { appendEvent } from '@/lib/tickets/ticket-events';

type Merging = { number: string; version: number; agentId: string /** The one that goes on. */; into: string };

/** Refused as `lockPair`, and `conflict` for tickets of two users, of two offers, or that wait for no decision. */
export async function mergeTickets(
  { number, version, agentId, into }: Merging,
  options: { at?: Date } = {},
): Promise<{ version: number; number: string } | Refusal> {
  return inTransaction(async (tx) => {
    const pair = await lockPair(tx, number, version, into);
    if (isRefusal(pair)) return pair;
    const { ending, goingOn } = pair;
    if (ending.userId !== goingOn.userId || ending.titleKey !== goingOn.titleKey || ending.kind !== goingOn.kind) {
      return refuse(
        'conflict',
        'Only tickets of one user about one offer can be merged. Link it as a duplicate instead.',
      );
    }
    if (!isUnderReview(goingOn.status)) return refuse('conflict', 'The other ticket is not waiting for a decision.');
    const closed = await closeAsOther(tx, pair, 'merged');
    await moveWords(tx, pair);
    const steps = await moveSteps(tx, pair);
    const actor = { kind: 'AGENT' as const, id: agentId };
    await appendEvent(tx, ending.id, 'merged-into', actor, { before: ending.status, after: goingOn.number });
    await appendEvent(tx, goingOn.id, 'merged', actor, { after: ending.number, steps });
    return { ...closed, number: goingOn.number };
  }, options);
}

/** The claim of the one that ends becomes a message of its user, at the time it was written. */
async function moveWords(tx: Tx, { ending, goingOn }: Pair): Promise<void> {
  await tx.execute(sql`
    INSERT INTO message (ticket_id, at, author, body)
    SELECT ${goingOn.id}::uuid, opened_at, 'USER', description FROM ticket WHERE id = ${ending.id}::uuid`);
  for (const table of MOVED) await tx.execute(table(ending.id, goingOn.id));
}

const MOVED = [
  (from: string, to: string) => sql`UPDATE message SET ticket_id = ${to}::uuid WHERE ticket_id = ${from}::uuid`,
  (from: string, to: string) => sql`UPDATE mention SET ticket_id = ${to}::uuid WHERE ticket_id = ${from}::uuid`,
  (from: string, to: string) => sql`UPDATE screenshot SET ticket_id = ${to}::uuid WHERE ticket_id = ${from}::uuid`,
];

/** Returns the names of what is new there. What it is worth changes with it, so a first approval counts no longer. */
async function moveSteps(tx: Tx, { ending, goingOn }: Pair): Promise<string[]> {
  const moved = await tx.query<{ name: string }>(sql`
    INSERT INTO ticket_task (ticket_id, task_key, name, user_id, title_key, payout_micros, reward_amount)
    SELECT ${goingOn.id}::uuid, task_key, name, user_id, title_key, payout_micros, reward_amount
      FROM ticket_task WHERE ticket_id = ${ending.id}::uuid
    ON CONFLICT (ticket_id, task_key) DO NOTHING RETURNING name`);
  await tx.execute(sql`
    UPDATE ticket t SET value_micros = worth.payout, reward_total = worth.reward, second_wanted_at = NULL,
           second_wanted_by = NULL, touched_at = ${tx.now}, version = version + 1
      FROM (SELECT coalesce(sum(payout_micros), 0) AS payout, coalesce(sum(reward_amount), 0) AS reward
              FROM ticket_task WHERE ticket_id = ${goingOn.id}::uuid) worth
     WHERE t.id = ${goingOn.id}::uuid`);
  return moved.map(({ name }) => name);
}
