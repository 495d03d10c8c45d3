/** What an admin does to somebody else's account, except disabling it (lib/tickets/disable-agent.ts). */
import { sendPasswordLink } from '@/lib/accounts/agent-links';
import { endSessionsOf } from '@/lib/accounts/agent-sessions';
import { auditAgent } from '@/lib/accounts/audit-agent';
import { type LockedAgent, lockAgent } from '@/lib/accounts/lock-agent';
import { forgetTwoFactor } from '@/lib/accounts/two-factor';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRole } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Order = { agentId: string; by: { id: string } };
type Done = Refusal | null;

/** `seen` is the role that the admin was looking at. Sessions end, so that the new role begins with a new one. */
export function changeRole({ role, seen, ...which }: Order & { role: string; seen: string }, now: Date): Promise<Done> {
  return withAgent({ ...which, lessens: role !== 'admin' }, now, async (tx, agent) => {
    if (!isRole(role)) return refuse('malformed', 'Choose a role.');
    if (agent.role === role) return null;
    if (agent.role !== seen) return refuse('version-changed', 'Somebody else has changed this role. Look again.');
    await tx.execute(sql`UPDATE agent SET role = ${role} WHERE id = ${agent.id}::uuid`);
    await endSessionsOf(tx, agent.id);
    const change = { before: { role: agent.role }, after: { role } };
    await auditAgent(tx, which.by, { action: 'change-role', agentId: agent.id, ...change });
    return null;
  });
}

export function enableAgent(order: Order, now: Date): Promise<Done> {
  return withAgent(order, now, async (tx, agent) => {
    if (!agent.disabledAt) return null;
    await tx.execute(sql`UPDATE agent SET disabled_at = NULL WHERE id = ${agent.id}::uuid`);
    await auditAgent(tx, order.by, { action: 'enable-agent', agentId: agent.id });
    return null;
  });
}

/** For whoever lost phone and recovery codes: afterwards the password alone opens, or setting it up anew is wanted. */
export function resetTwoFactor(order: Order & { typed: string }, now: Date): Promise<Done> {
  return withAgent(order, now, async (tx, agent) => {
    if (agent.id === order.by.id) return refuse('not-allowed', 'Your own is looked after on the page of your account.');
    if (!isTyped(agent, order.typed)) return notTyped();
    if (!(await forgetTwoFactor(tx, agent.id))) return refuse('conflict', 'Two-step sign-in is not on.');
    await endSessionsOf(tx, agent.id);
    await auditAgent(tx, order.by, { action: 'reset-two-factor', agentId: agent.id });
    return null;
  });
}

export function sendLinkTo({ locale, ...order }: Order & { locale: string }, now: Date): Promise<Done> {
  return withAgent(order, now, async (tx, agent) => {
    if (agent.disabledAt) return refuse('conflict', 'This agent is disabled.');
    const kind = agent.hasPassword ? 'new-password' : 'invitation';
    await sendPasswordLink(tx, { agentId: agent.id, email: agent.email, kind, locale, by: order.by });
    await auditAgent(tx, order.by, { action: 'send-password-link', agentId: agent.id, after: { kind } });
    return null;
  });
}

function withAgent(
  which: Order & { lessens?: boolean },
  now: Date,
  change: (tx: Tx, agent: LockedAgent) => Promise<Done>,
): Promise<Done> {
  return inTransaction(
    async (tx) => {
      const agent = await lockAgent(tx, which);
      return isRefusal(agent) ? agent : change(tx, agent);
    },
    { at: now },
  );
}

/** What cannot be done by one slip of the mouse: the address is typed. */
export function isTyped(agent: LockedAgent, typed: string): boolean {
  return typed.trim().toLowerCase() === agent.email;
}

export function notTyped(): Refusal {
  return refuse('malformed', 'Type the e-mail address of the agent, so that it is certain whom you mean.');
}
