/** Somebody has come in: the session and its line in the audit log stand or fall together. */
import { type SessionStart, startAgentSession } from '@/lib/accounts/agent-sessions';
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction } from '@/lib/foundation/db';

/** The id of the session. */
export function beginSession(agentId: string, start: SessionStart, now: Date): Promise<string> {
  return inTransaction(
    async (tx) => {
      const sessionId = await startAgentSession(agentId, start, tx.now, tx);
      const { ip, method, secondStepAt } = start;
      const after = method === 'oidc' ? { method, secondStep: secondStepAt ? 'provider' : null } : null;
      const entry = { action: 'signed-in', subject: `agent:${agentId}`, ip, after };
      await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, ...entry }]);
      return sessionId;
    },
    { at: now },
  );
}
