import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { agentBySession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { type ProviderClaims, signInByProvider } from '@/lib/accounts/sign-in-by-provider';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const NOW = new Date('2026-11-20T08:00:00.000Z');
const ISSUER = 'https://id.example.com';
const SECONDS = NOW.getTime() / 1000;
let made = 0;

async function someAgent(): Promise<{ id: string; email: string }> {
  made += 1;
  const email = `agent${made}@example.com`;
  const saved = await saveAgent({ email, name: 'Agent', role: 'agent', password: 'correct horse battery' }, NOW);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, email };
}

function comes(claims: ProviderClaims) {
  const signed = { iss: ISSUER, email_verified: true, ...claims };
  return signInByProvider({ issuer: ISSUER, claims: signed, ip: '192.0.2.7', userAgent: 'test' }, NOW);
}

async function comesIn(claims: ProviderClaims): Promise<string> {
  const came = await comes(claims);
  if ('problem' in came) throw new Error(came.problem);
  return came.sessionId;
}

test('a verified address of an agent opens a session that says how, and stands in the audit log', async () => {
  const { id, email } = await someAgent();
  const sessionId = await comesIn({ email: ` ${email.toUpperCase()}` });
  expect(await agentBySession(sessionId, NOW)).toMatchObject({ id, sessionId, wants: null, secondStepAt: null });
  const [session] = await db.query(sql`SELECT method FROM agent_session WHERE id = ${sessionId}::uuid`);
  expect(session).toEqual({ method: 'oidc' });
  const entries = await db.query(
    sql`SELECT action, actor_id, after, ip FROM audit_entry WHERE subject = ${`agent:${id}`}`,
  );
  const after = { method: 'oidc', secondStep: null };
  expect(entries).toEqual([{ action: 'signed-in', actorId: id, after, ip: '192.0.2.7' }]);
});

test('an address that the provider does not call verified opens nothing', async () => {
  const { email } = await someAgent();
  for (const email_verified of [false, undefined, 'true', 1]) {
    expect(await comes({ email, email_verified })).toEqual({ problem: 'oidc-unverified' });
  }
  expect(await comes({})).toEqual({ problem: 'oidc-unverified' });
});

test('nobody is made an agent by it, and a disabled one stays out', async () => {
  expect(await comes({ email: 'nobody@example.com' })).toEqual({ problem: 'oidc-unknown' });
  const { id, email } = await someAgent();
  await db.execute(sql`UPDATE agent SET disabled_at = ${NOW} WHERE id = ${id}::uuid`);
  expect(await comes({ email })).toEqual({ problem: 'oidc-disabled' });
  expect(await db.query(sql`SELECT 1 FROM agent_session WHERE agent_id = ${id}::uuid`)).toEqual([]);
});

test('another issuer is not believed; a slash at the end makes no other', async () => {
  const { email } = await someAgent();
  for (const iss of ['https://id.example.com.evil.example', 'https://id.example.com/tenant', undefined]) {
    expect(await comes({ iss, email })).toEqual({ problem: 'oidc-failed' });
  }
  expect(await comes({ iss: `${ISSUER}/`, email })).toHaveProperty('sessionId');
});

test('our second step is asked for, unless the provider has seen a second factor', async () => {
  const { id, email } = await someAgent();
  await db.execute(sql`UPDATE agent SET totp_secret = 'sealed', totp_confirmed_at = ${NOW} WHERE id = ${id}::uuid`);
  const one = await agentBySession(await comesIn({ email, amr: ['pwd'] }), NOW);
  expect(one).toMatchObject({ wants: 'code', secondStepAt: null });
  const two = await agentBySession(await comesIn({ email, amr: ['pwd', 'otp'] }), NOW);
  expect(two).toMatchObject({ wants: null, secondStepAt: NOW });
});

test('a second factor counts from when it was shown, and never from the future', async () => {
  const { email } = await someAgent();
  const seenAt = async (auth_time: number) =>
    (await agentBySession(await comesIn({ email, amr: ['mfa'], auth_time }), NOW))!.secondStepAt;
  expect(await seenAt(SECONDS - 3600)).toEqual(new Date('2026-11-20T07:00:00.000Z'));
  expect(await seenAt(SECONDS + 3600)).toEqual(NOW);
});
