/**
 * What every change of somebody else's account begins with: the agent is locked, and so are all live admins, so that two who
 * take the last admins away from each other do not both succeed.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type LockedAgent = {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabledAt: Date | null;
  hasPassword: boolean;
};

type Which = {
  agentId: string;
  by: { id: string };
  /** The change takes the agent's power to administrate away, if it has any. */
  lessens?: boolean;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function lockAgent(tx: Tx, { agentId, by, lessens = false }: Which): Promise<LockedAgent | Refusal> {
  const nobody = refuse('not-found', 'There is no such agent.');
  if (!UUID.test(agentId)) return nobody;
  const admins = lessens ? sql`OR (role = 'admin' AND disabled_at IS NULL)` : sql``;
  const locked = await tx.query<LockedAgent>(sql`
    SELECT id, email, name, role, disabled_at, password_hash IS NOT NULL AS has_password FROM agent
     WHERE id = ${agentId}::uuid ${admins} ORDER BY id FOR UPDATE`);
  const agent = locked.find(({ id }) => id === agentId.toLowerCase());
  if (!agent) return nobody;
  if (!lessens) return agent;
  if (agent.id === by.id) return refuse('not-allowed', 'Nobody does this to their own account. Ask another admin.');
  const isAdmin = agent.role === 'admin' && !agent.disabledAt;
  const others = locked.filter(({ id, role, disabledAt }) => id !== agent.id && role === 'admin' && !disabledAt);
  if (isAdmin && others.length === 0) return refuse('not-allowed', 'This is the last admin. Make another one first.');
  return agent;
}
