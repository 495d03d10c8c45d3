import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { agentBySession, endAgentSession, IDLE_MS, SESSION_LIVES_MS } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { type SignIn, signInAgent } from '@/lib/accounts/sign-in-agent';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const START = new Date('2026-11-20T08:00:00.000Z');
const PASSWORD = 'correct horse battery';
const after = (ms: number) => new Date(START.getTime() + ms);

let made = 0;

async function someAgent(): Promise<{ id: string; email: string }> {
  made += 1;
  const email = `agent${made}@example.com`;
  const saved = await saveAgent({ email, name: `Agent ${made}`, role: 'agent', password: PASSWORD }, START);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, email };
}

function attempt(given: Partial<SignIn>) {
  return signInAgent({ email: '', password: PASSWORD, ip: null, userAgent: 'test', ...given }, START);
}

async function signedIn(): Promise<{ id: string; sessionId: string }> {
  const { id, email } = await someAgent();
  const session = await attempt({ email });
  if (isRefusal(session)) throw new Error(session.message);
  return { id, sessionId: session.sessionId };
}

test('the right password opens a session that names the agent and the role', async () => {
  const { id, sessionId } = await signedIn();
  expect(await agentBySession(sessionId, START)).toMatchObject({ id, sessionId, role: 'agent' });
});

test('an unknown address, a wrong password and a disabled agent are told the same', async () => {
  const known = await someAgent();
  const gone = await someAgent();
  await db.execute(sql`UPDATE agent SET disabled_at = ${START} WHERE id = ${gone.id}::uuid`);
  const answers = [
    await attempt({ email: 'nobody@example.com' }),
    await attempt({ email: known.email, password: 'wrong password here' }),
    await attempt({ email: gone.email }),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ refused: 'not-signed-in' });
});

test('the address is compared without case and spaces', async () => {
  const { email } = await someAgent();
  expect(isRefusal(await attempt({ email: ` ${email.toUpperCase()} ` }))).toBe(false);
});

test('a password longer than the limit is refused, even if its beginning is right', async () => {
  const password = 'x'.repeat(256);
  await saveAgent({ email: 'long@example.com', name: 'Long', role: 'agent', password }, START);
  expect(isRefusal(await attempt({ email: 'long@example.com', password }))).toBe(false);
  expect(await attempt({ email: 'long@example.com', password: `${password}x` })).toMatchObject({
    refused: 'not-signed-in',
  });
});

test('the sixth try within 20 seconds is refused, even with the right password', async () => {
  const { email } = await someAgent();
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await attempt({ email, password: 'wrong password here' })).toMatchObject({ refused: 'not-signed-in' });
  }
  const sixth = await attempt({ email });
  expect(sixth).toMatchObject({ refused: 'too-many' });
});

test('one IP that guesses at many addresses is refused as well', async () => {
  const ip = '203.0.113.7';
  for (let tries = 0; tries < 5; tries += 1) await attempt({ email: `guess${tries}@example.com`, ip });
  expect(await attempt({ email: 'guess6@example.com', ip })).toMatchObject({ refused: 'too-many' });
  expect(await attempt({ email: 'guess7@example.com', ip: '203.0.113.8' })).toMatchObject({ refused: 'not-signed-in' });
});

test('signing in rightly uses up no tries', async () => {
  const { email } = await someAgent();
  for (let times = 0; times < 7; times += 1) {
    expect(isRefusal(await attempt({ email, ip: '203.0.113.20' }))).toBe(false);
  }
});

test('two sign-ins have two sessions, each ended by itself', async () => {
  const { email } = await someAgent();
  const [one, two] = [await attempt({ email }), await attempt({ email })];
  if (isRefusal(one) || isRefusal(two)) throw new Error('refused');
  await endAgentSession(one.sessionId, START);
  expect(await agentBySession(one.sessionId, START)).toBeNull();
  expect(await agentBySession(two.sessionId, START)).not.toBeNull();
});

test('a session without a request ends at 60 minutes, to the millisecond', async () => {
  const { sessionId } = await signedIn();
  expect(await agentBySession(sessionId, after(IDLE_MS))).toBeNull();
  expect(await agentBySession(sessionId, after(IDLE_MS - 1))).not.toBeNull();
  expect(await agentBySession(sessionId, after(2 * IDLE_MS - 2))).not.toBeNull();
});

test('a busy session ends at 8 hours, to the millisecond', async () => {
  const { sessionId } = await signedIn();
  for (let minutes = 30; minutes < 8 * 60; minutes += 30) await agentBySession(sessionId, after(minutes * 60_000));
  expect(await agentBySession(sessionId, after(SESSION_LIVES_MS - 1))).not.toBeNull();
  expect(await agentBySession(sessionId, after(SESSION_LIVES_MS))).toBeNull();
});

test('disabling an agent ends the sessions at once', async () => {
  const { id, sessionId } = await signedIn();
  await db.execute(sql`UPDATE agent SET disabled_at = ${START} WHERE id = ${id}::uuid`);
  expect(await agentBySession(sessionId, START)).toBeNull();
});

test('a change of role is seen by the next request', async () => {
  const { id, sessionId } = await signedIn();
  await db.execute(sql`UPDATE agent SET role = 'auditor' WHERE id = ${id}::uuid`);
  expect(await agentBySession(sessionId, START)).toMatchObject({ role: 'auditor' });
});

test('a cookie that names no session is nobody', async () => {
  for (const id of ['', 'x', "'; DROP TABLE agent", '00000000-0000-0000-0000-000000000000']) {
    expect(await agentBySession(id, START)).toBeNull();
  }
});

test('each sign-in leaves a line in the audit log', async () => {
  const { id } = await signedIn();
  const lines = await db.query(sql`SELECT action FROM audit_entry WHERE subject = ${`agent:${id}`}`);
  expect(lines).toEqual([{ action: 'signed-in' }]);
});
