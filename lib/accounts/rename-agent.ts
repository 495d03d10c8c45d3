/** An agent's own name, as colleagues and users read it. */
import { auditAgent } from '@/lib/accounts/audit-agent';
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

const LONGEST_NAME = 80;

/** Trimmed, on one line; null when it is none. */
export function readAgentName(typed: string): string | null {
  const name = typed.normalize('NFC').replace(/\s+/g, ' ').trim();
  return name !== '' && name.length <= LONGEST_NAME && !/\p{C}/u.test(name) ? name : null;
}

type Self = { id: string };

export async function renameAgent(self: Self, typed: string, now: Date): Promise<Refusal | null> {
  const name = readAgentName(typed);
  if (!name) return refuse('malformed', `Write a name of at most ${LONGEST_NAME} characters.`);
  return inTransaction(
    async (tx) => {
      const [old] = await tx.query<{ name: string }>(
        sql`SELECT name FROM agent WHERE id = ${self.id}::uuid FOR UPDATE`,
      );
      if (!old || old.name === name) return null;
      await tx.execute(sql`UPDATE agent SET name = ${name} WHERE id = ${self.id}::uuid`);
      const change = { before: { name: old.name }, after: { name } };
      await auditAgent(tx, self, { action: 'renamed', agentId: self.id, ...change });
      return null;
    },
    { at: now },
  );
}
