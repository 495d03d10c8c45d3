/** CS agents: who they are and how one is made. An agent is never deleted, only disabled: decisions name them for ever. */
import { hashPassword } from '@/lib/accounts/passwords';
import { db, sql } from '@/lib/foundation/db';
import { readEmailAddress } from '@/lib/rules/email-address';
import { SHORTEST_PASSWORD } from '@/lib/rules/password';
import type { Role } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type NewAgent = { email: string; name: string; role: Role; password: string };

/** Makes the agent; an address that is there already keeps its agent and gets the given name, role and password. */
export async function saveAgent(agent: NewAgent, now: Date): Promise<{ id: string } | Refusal> {
  const email = readEmailAddress(agent.email);
  if (!email)
    return refuse('malformed', 'This is not an e-mail address.', { fields: { email: 'not an e-mail address' } });
  if (agent.password.length < SHORTEST_PASSWORD) {
    const short = `at least ${SHORTEST_PASSWORD} characters`;
    return refuse('malformed', 'The password is too short.', { fields: { password: short } });
  }
  const passwordHash = await hashPassword(agent.password);
  const [saved] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role, password_hash, created_at)
    VALUES (${email.toLowerCase()}, ${agent.name}, ${agent.role}, ${passwordHash}, ${now})
    ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, password_hash = excluded.password_hash
    RETURNING id`);
  return { id: saved!.id };
}
