/** A new password for oneself: the present one is asked, and every other session ends. */
import { endSessionsOf } from '@/lib/accounts/agent-sessions';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { hashPassword, passwordMatches, refuseWeak } from '@/lib/accounts/passwords';
import { tryLimit } from '@/lib/accounts/try-limits';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Self = { id: string; sessionId: string; email: string; name: string };

const limit = tryLimit('own-password', 5, 300);

export async function changeOwnPassword(
  self: Self,
  { present, next }: { present: string; next: string },
  now: Date,
): Promise<Refusal | null> {
  const refused = refuseWeak(next, [self.email, self.name]) ?? (await limit.take([self.id]));
  if (refused) return refused;
  const [agent] = await db.query<{ passwordHash: string | null }>(
    sql`SELECT password_hash FROM agent WHERE id = ${self.id}::uuid`,
  );
  if (!(await passwordMatches(agent?.passwordHash ?? null, present))) {
    return refuse('malformed', 'Your present password is not right.', { fields: { present: 'not right' } });
  }
  await limit.giveBack(self.id);
  const passwordHash = await hashPassword(next);
  await inTransaction(
    async (tx) => {
      await tx.execute(sql`UPDATE agent SET password_hash = ${passwordHash} WHERE id = ${self.id}::uuid`);
      await endSessionsOf(tx, self.id, { except: self.sessionId });
      await auditAgent(tx, self, { action: 'password-changed', agentId: self.id });
    },
    { at: now },
  );
  return null;
}
