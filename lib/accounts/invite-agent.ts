/** A new agent: the row at once, without a password, and a link to choose one by e-mail. */
import { sendPasswordLink } from '@/lib/accounts/agent-links';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { readAgentName } from '@/lib/accounts/rename-agent';
import { inTransaction, sql } from '@/lib/foundation/db';
import { readEmailAddress } from '@/lib/rules/email-address';
import { isRole } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Invitation = { email: string; name: string; role: string; locale: string; by: { id: string } };

export async function inviteAgent(given: Invitation, now: Date): Promise<{ id: string } | Refusal> {
  const email = readEmailAddress(given.email)?.toLowerCase();
  const name = readAgentName(given.name);
  const { role, locale, by } = given;
  if (!email) return refuse('malformed', 'This is not an e-mail address that we can write to.');
  if (!name) return refuse('malformed', 'Write a name of at most 80 characters.');
  if (!isRole(role)) return refuse('malformed', 'Choose a role.');
  return inTransaction(
    async (tx) => {
      const [agent] = await tx.query<{ id: string }>(sql`
        INSERT INTO agent (email, name, role, created_at) VALUES (${email}, ${name}, ${role}, ${tx.now})
        ON CONFLICT (email) DO NOTHING RETURNING id`);
      if (!agent) return refuse('conflict', 'There is an agent with this address already.');
      await auditAgent(tx, by, { action: 'invite-agent', agentId: agent.id, after: { email, name, role } });
      await sendPasswordLink(tx, { agentId: agent.id, email, kind: 'invitation', locale, by });
      return { id: agent.id };
    },
    { at: now },
  );
}
