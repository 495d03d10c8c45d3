/**
 * Two tickets that become one. Both are locked in one order, whichever of them the agent began with, so that two agents who
 * link them in both directions at once wait for each other instead of locking each other out.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { lockUnderReview } from '@/lib/tickets/lock-for-change';
import { lockProgress, lockTickets, type TicketRecord } from '@/lib/tickets/ticket-record';

export type Pair = { ending: TicketRecord; goingOn: TicketRecord };

/** `ending` is closed, `goingOn` stays. Refused: `malformed`, `not-found`, `version-changed`, `being-decided`, `conflict`. */
export async function lockPair(tx: Tx, number: string, version: number, other: string): Promise<Pair | Refusal> {
  if (number === other)
    return refuse('malformed', 'A ticket cannot be a duplicate of itself.', { fields: { other: 'same' } });
  const found = await tx.query<{ id: string; number: string; userId: string; titleKey: string; stub: boolean }>(sql`
    SELECT id, number, user_id, title_key, duplicate_of_id IS NOT NULL AS stub FROM ticket
     WHERE number = ANY(${[number, other]}) ORDER BY user_id, title_key`);
  const target = found.find((one) => one.number === other);
  if (!target) return refuse('not-found', 'There is no ticket with the number of the other one.');
  for (const { userId, titleKey } of found) await lockProgress(tx, userId, titleKey);
  await lockTickets(
    tx,
    found.map(({ id }) => id),
  );
  const ending = await lockUnderReview(tx, number, version);
  if (isRefusal(ending)) return ending;
  const [goingOn] = await lockTickets(tx, [target.id]);
  const refusal = refusePair(ending, goingOn!, target.stub);
  return refusal ?? { ending, goingOn: goingOn! };
}

function refusePair(ending: TicketRecord, goingOn: TicketRecord, isStub: boolean): Refusal | null {
  if (ending.appId !== goingOn.appId) return refuse('conflict', 'The other ticket belongs to another game.');
  if (isStub || goingOn.status === 'CLOSED') return refuse('conflict', 'The other ticket is closed itself.');
  if (ending.status === 'WITH_ADVERTISER')
    return refuse('conflict', 'This ticket is with the advertiser. Wait for the answer, or link the other way round.');
  return goingOn.decidingUntil === null
    ? null
    : refuse('being-decided', 'The other ticket is just being decided.', {
        details: { until: goingOn.decidingUntil.toISOString() },
      });
}
