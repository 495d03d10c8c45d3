/** Who gets the next ticket: by turns, beginning with whoever has waited longest for one, and nobody beyond what they can take. */
export type Taker = { id: string; load: number; capacity: number; assignedAt: Date | null };

/** One ticket a turn; who is full is passed over. Tickets in their order, until they or the free places are used up. */
export function giveTurns(
  ticketIds: readonly string[],
  takers: readonly Taker[],
): { ticketId: string; agentId: string }[] {
  const queue = [...takers].sort(byWait).map(({ id, load, capacity }) => ({ id, free: capacity - load }));
  const given: { ticketId: string; agentId: string }[] = [];
  for (const ticketId of ticketIds) {
    const next = queue.findIndex(({ free }) => free > 0);
    if (next < 0) break;
    const [taker] = queue.splice(next, 1);
    given.push({ ticketId, agentId: taker!.id });
    queue.push({ id: taker!.id, free: taker!.free - 1 });
  }
  return given;
}

/** Never before comes first; then the longest ago; the id decides between two at once. */
function byWait(a: Taker, b: Taker): number {
  return (a.assignedAt?.getTime() ?? 0) - (b.assignedAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1);
}
