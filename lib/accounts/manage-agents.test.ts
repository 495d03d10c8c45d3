import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { readPasswordLink, setPasswordByLink } from '@/lib/accounts/agent-links';
import { agentBySession, startAgentSession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { changeRole, enableAgent, resetTwoFactor, sendLinkTo } from '@/lib/accounts/change-agent';
import { inviteAgent } from '@/lib/accounts/invite-agent';
import { readAgent } from '@/lib/accounts/list-agents';
import { signInAgent } from '@/lib/accounts/sign-in-agent';
import { beginTwoFactor } from '@/lib/accounts/two-factor';
import { db, sql } from '@/lib/foundation/db';
import { passwordToken } from '@/lib/outbox/links';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const HOUR = 3_600_000;
const later = (ms: number) => new Date(NOON.getTime() + ms);
const PASSWORD = 'purple umbrellas in june';

let made = 0;

async function anAgent(role: Role = 'agent') {
  made += 1;
  const email = `managed-${made}@example.com`;
  const saved = await saveAgent({ email, name: `Agent ${made}`, role, password: 'correct horse battery' }, NOON);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, email, sessionId: await startAgentSession(saved.id, { ip: null, userAgent: null }, NOON) };
}

async function anInvited(by: { id: string }) {
  made += 1;
  const email = `invited-${made}@example.com`;
  const invited = await inviteAgent({ email, name: 'New', role: 'agent', locale: 'es', by }, NOON);
  if (isRefusal(invited)) throw new Error(invited.message);
  return { id: invited.id, email, token: await tokenOf(invited.id) };
}

async function tokenOf(agentId: string): Promise<string> {
  const [link] = await db.query<{ id: string }>(
    sql`SELECT id FROM agent_link WHERE agent_id = ${agentId}::uuid AND used_at IS NULL AND replaced_at IS NULL`,
  );
  return passwordToken(link!.id);
}

let address = 0;
const setPassword = (token: string, at = NOON, password = PASSWORD) => {
  address += 1;
  return setPasswordByLink({ token, password, ip: `192.0.2.${address}` }, at);
};
const signIn = (email: string, password: string) => signInAgent({ email, password, ip: null, userAgent: null }, NOON);
const isIn = async (sessionId: string) => (await agentBySession(sessionId, NOON)) !== null;

test('an invitation is an agent without a password, an e-mail that is promised and a line in the audit log', async () => {
  const admin = await anAgent('admin');
  const { id, email, token } = await anInvited(admin);
  expect(await readAgent(id, NOON)).toMatchObject({ hasPassword: false, linkUntil: later(72 * HOUR), openTickets: 0 });
  const mails = await db.query<{ template: string; locale: string; props: object }>(
    sql`SELECT template, locale, props FROM email WHERE to_address = ${email}`,
  );
  expect(mails).toMatchObject([{ template: 'agent-invited', locale: 'es', props: { kind: 'invitation' } }]);
  expect(JSON.stringify(mails)).not.toContain(token);
  const [entry] = await db.query(
    sql`SELECT actor_id, after FROM audit_entry WHERE action = 'invite-agent' AND subject = ${`agent:${id}`}`,
  );
  expect(entry).toMatchObject({ actorId: admin.id, after: { email, role: 'agent' } });
});

test('an address is invited once', async () => {
  const admin = await anAgent('admin');
  const { email } = await anInvited(admin);
  const again = { email: email.toUpperCase(), name: 'Again', role: 'admin', locale: 'en', by: admin };
  expect(await inviteAgent(again, NOON)).toMatchObject({ refused: 'conflict' });
});

test('the link sets a password once, also when two press at the same time', async () => {
  const { email, token } = await anInvited(await anAgent('admin'));
  const both = await Promise.all([setPassword(token), setPassword(token)]);
  expect(both.filter(isRefusal)).toHaveLength(1);
  expect(isRefusal(await signIn(email, PASSWORD))).toBe(false);
  expect(await setPassword(token)).toMatchObject({ refused: 'link-not-valid' });
});

test('the link works for 72 hours, to the millisecond', async () => {
  const { token } = await anInvited(await anAgent('admin'));
  expect(await readPasswordLink(token, later(72 * HOUR))).toBeNull();
  expect(await setPassword(token, later(72 * HOUR))).toMatchObject({ refused: 'link-not-valid' });
  expect(await setPassword(token, later(72 * HOUR - 1))).toHaveProperty('agentId');
});

test('a weak password leaves the link as it was', async () => {
  const { token } = await anInvited(await anAgent('admin'));
  expect(await setPassword(token, NOON, 'password1234')).toMatchObject({ fields: { password: 'too-common' } });
  expect(await readPasswordLink(token, NOON)).not.toBeNull();
});

test('a newer link ends the older one, and setting a new password ends every session', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent()];
  await sendLinkTo({ agentId: agent.id, by: admin, locale: 'en' }, NOON);
  const old = await tokenOf(agent.id);
  await sendLinkTo({ agentId: agent.id, by: admin, locale: 'en' }, NOON);
  expect(await setPassword(old)).toMatchObject({ refused: 'link-not-valid' });
  expect(await setPassword(await tokenOf(agent.id))).toEqual({ agentId: agent.id });
  expect(await isIn(agent.sessionId)).toBe(false);
});

test('the sixth try with links within 20 seconds is not looked at', async () => {
  const ip = '198.51.100.9';
  const attempt = () => setPasswordByLink({ token: 'guess', password: PASSWORD, ip }, NOON);
  for (let tries = 1; tries <= 5; tries += 1) expect(await attempt()).toMatchObject({ refused: 'link-not-valid' });
  expect(await attempt()).toMatchObject({ refused: 'too-many' });
});

test('a new role signs the agent out, and is refused when somebody else has changed it meanwhile', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent()];
  const order = { agentId: agent.id, by: admin, role: 'lead', seen: 'agent' };
  expect(await changeRole({ ...order, seen: 'senior' }, NOON)).toMatchObject({ refused: 'version-changed' });
  expect(await changeRole({ ...order, role: 'root' }, NOON)).toMatchObject({ refused: 'malformed' });
  expect(await isIn(agent.sessionId)).toBe(true);
  expect(await changeRole(order, NOON)).toBeNull();
  expect(await isIn(agent.sessionId)).toBe(false);
  expect((await readAgent(agent.id, NOON))?.role).toBe('lead');
});

test('nobody takes their own power away', async () => {
  const admin = await anAgent('admin');
  const order = { agentId: admin.id, by: admin, role: 'agent', seen: 'admin' };
  expect(await changeRole(order, NOON)).toMatchObject({ refused: 'not-allowed' });
});

test('resetting two-step sign-in wants the address typed, and signs the agent out', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent()];
  await beginTwoFactor(agent.id);
  const order = { agentId: agent.id, by: admin };
  expect(await resetTwoFactor({ ...order, typed: 'somebody@example.com' }, NOON)).toMatchObject({
    refused: 'malformed',
  });
  expect(await resetTwoFactor({ ...order, typed: ` ${agent.email.toUpperCase()}` }, NOON)).toBeNull();
  expect(await isIn(agent.sessionId)).toBe(false);
  expect(await resetTwoFactor({ ...order, typed: agent.email }, NOON)).toMatchObject({ refused: 'conflict' });
});

test('an agent who is enabled again signs in with the old password', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent()];
  await db.execute(sql`UPDATE agent SET disabled_at = ${NOON} WHERE id = ${agent.id}::uuid`);
  expect(isRefusal(await signIn(agent.email, 'correct horse battery'))).toBe(true);
  expect(await enableAgent({ agentId: agent.id, by: admin }, NOON)).toBeNull();
  expect(isRefusal(await signIn(agent.email, 'correct horse battery'))).toBe(false);
});

test('of an agent who is not there nothing is done', async () => {
  const admin = await anAgent('admin');
  for (const agentId of ['01890f0e-1111-7222-8333-444455556666', 'nothing', '']) {
    expect(await enableAgent({ agentId, by: admin }, NOON)).toMatchObject({ refused: 'not-found' });
  }
});
