/** How tickets are shared out, and how much everybody has in hand: what the page about it shows. */
import { db, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { DECIDING_ROLES, givesByTurns, IN_HAND } from '@/lib/tickets/assign-waiting';

export type AgentLoad = {
  id: string;
  name: string;
  role: Role;
  available: boolean;
  capacity: number;
  load: number;
  assignedAt: Date | null;
};

export async function readAssignment(): Promise<{ byTurns: boolean; agents: AgentLoad[] }> {
  const agents = await db.query<AgentLoad>(sql`
    SELECT g.id, g.name, g.role, g.available, g.capacity, g.assigned_at,
           (SELECT count(*)::int FROM ticket t WHERE t.assignee_id = g.id AND ${IN_HAND}) AS load
      FROM agent g WHERE g.disabled_at IS NULL AND g.role = ANY(${DECIDING_ROLES}) ORDER BY g.name, g.id`);
  return { byTurns: await givesByTurns(db), agents };
}
