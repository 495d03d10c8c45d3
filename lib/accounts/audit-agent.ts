/** What was done about an agent's account, in the audit log. */
import { auditEntries } from '@/lib/foundation/audit';
import type { Tx } from '@/lib/foundation/db';

type Entry = { action: string; agentId: string; before?: Record<string, unknown>; after?: Record<string, unknown> };

/** `by`: the agent who did it; null for the house itself. */
export async function auditAgent(tx: Tx, by: { id: string } | null, { agentId, ...entry }: Entry): Promise<void> {
  const actor = by ? { kind: 'AGENT' as const, id: by.id } : { kind: 'AUTO' as const, id: null };
  await auditEntries(tx, [{ actor, subject: `agent:${agentId}`, ...entry }]);
}
