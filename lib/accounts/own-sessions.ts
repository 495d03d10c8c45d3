/** The sessions of an agent that are open: where, since when, and ending one or all others. */
import { endSessionsOf, IDLE_MS } from '@/lib/accounts/agent-sessions';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type OpenSession = {
  id: string;
  createdAt: Date;
  seenAt: Date;
  ip: string | null;
  userAgent: string | null;
  method: 'password' | 'oidc';
};

export async function listSessions(agentId: string, now: Date): Promise<OpenSession[]> {
  const idleSince = new Date(now.getTime() - IDLE_MS);
  return db.query<OpenSession>(sql`
    SELECT id, created_at, seen_at, ip, user_agent, method FROM agent_session
     WHERE agent_id = ${agentId}::uuid AND revoked_at IS NULL AND expires_at > ${now} AND seen_at > ${idleSince}
     ORDER BY seen_at DESC, id DESC LIMIT 100`);
}

type Order = {
  by: { id: string };
  agentId: string;
  /** One session, or every one but `except`. */
  sessionId?: string;
  except?: string;
};

/** How many have ended. */
export async function endSessions({ by, agentId, ...which }: Order, now: Date): Promise<{ ended: number } | Refusal> {
  return inTransaction(
    async (tx) => {
      const ended = await endSessionsOf(tx, agentId, which);
      if (ended === 0 && which.sessionId) return refuse('not-found', 'This session has ended already.');
      if (ended > 0) await auditAgent(tx, by, { action: 'sessions-ended', agentId, after: { ended } });
      return { ended };
    },
    { at: now },
  );
}
