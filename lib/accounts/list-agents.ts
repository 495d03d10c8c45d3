/** Who the agents are, for administration. */
import { db, empty, type Sql, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { UNDER_REVIEW } from '@/lib/rules/ticket-states';

export type AgentRow = {
  id: string;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
  disabledAt: Date | null;
  seenAt: Date | null;
  twoFactorSince: Date | null;
  hasPassword: boolean;
  /** Until when a link that was sent works. */
  linkUntil: Date | null;
  openTickets: number;
};

/** The ones who work before the ones who do not any more. */
export function listAgents(now: Date): Promise<AgentRow[]> {
  return agentsWhere(empty, now);
}

export async function readAgent(id: string, now: Date): Promise<AgentRow | null> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  const [agent] = await agentsWhere(sql`WHERE a.id::text = ${id.toLowerCase()}`, now);
  return agent ?? null;
}

function agentsWhere(condition: Sql, now: Date): Promise<AgentRow[]> {
  return db.query<AgentRow>(sql`
    SELECT a.id, a.email, a.name, a.role, a.created_at, a.disabled_at, a.totp_confirmed_at AS two_factor_since,
           a.password_hash IS NOT NULL AS has_password,
           (SELECT max(s.seen_at) FROM agent_session s WHERE s.agent_id = a.id) AS seen_at,
           (SELECT l.expires_at FROM agent_link l WHERE l.agent_id = a.id AND l.used_at IS NULL
               AND l.replaced_at IS NULL AND l.expires_at > ${now}) AS link_until,
           (SELECT count(*)::int FROM ticket t WHERE t.assignee_id = a.id AND t.status = ANY(${UNDER_REVIEW})) AS open_tickets
      FROM agent a ${condition} ORDER BY a.disabled_at IS NOT NULL, lower(a.name), a.id LIMIT 1000`);
}
