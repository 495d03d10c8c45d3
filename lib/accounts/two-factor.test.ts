import { generateSync } from 'otplib';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { agentBySession, startAgentSession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { takeSecondStep } from '@/lib/accounts/take-second-step';
import {
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  readTwoFactor,
  renewRecoveryCodes,
} from '@/lib/accounts/two-factor';
import { db, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const codeAt = (secret: string, at: Date) => generateSync({ secret, epoch: at.getTime() / 1000 });

let made = 0;

async function anAgent(role: Role = 'lead') {
  made += 1;
  const email = `two-factor-${made}@example.com`;
  const saved = await saveAgent({ email, name: 'Ada', role, password: 'correct horse battery' }, NOON);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, role, sessionId: await aSession(saved.id) };
}

const aSession = (id: string) => startAgentSession(id, { ip: null, userAgent: null }, NOON);

/** With two-step sign-in on since noon, by the code of noon. */
async function anEnrolledAgent(role?: Role) {
  const agent = await anAgent(role);
  await beginTwoFactor(agent.id);
  const { secret } = await readTwoFactor(agent.id);
  const confirmed = await confirmTwoFactor(agent, codeAt(secret!, NOON), NOON);
  if (isRefusal(confirmed)) throw new Error(confirmed.message);
  return { ...agent, secret: secret!, codes: confirmed.codes };
}

const wantsOf = async (sessionId: string) => (await agentBySession(sessionId, NOON))?.wants;
const attempt = async (id: string, sessionId: string, code: string, at: Date) => {
  const taken = await takeSecondStep({ id, sessionId, code }, at);
  return isRefusal(taken) ? taken.refused : taken.by;
};

test('the secret counts for nothing until a code of it was typed, and is not readable in the database', async () => {
  const agent = await anAgent();
  expect(await beginTwoFactor(agent.id)).toBeNull();
  const { on, secret } = await readTwoFactor(agent.id);
  expect([on, secret?.length]).toEqual([false, 32]);
  const [row] = await db.query<{ totpSecret: string }>(sql`SELECT totp_secret FROM agent WHERE id = ${agent.id}::uuid`);
  expect(row!.totpSecret).not.toContain(secret);
  expect(await wantsOf(agent.sessionId)).toBeNull();
  expect(await confirmTwoFactor(agent, '000000', NOON)).toMatchObject({ refused: 'malformed' });
  expect(await confirmTwoFactor(agent, codeAt(secret!, NOON), NOON)).toMatchObject({ codes: { length: 10 } });
  expect(await readTwoFactor(agent.id)).toMatchObject({ on: true, secret: null, codesLeft: 10 });
  expect(await beginTwoFactor(agent.id)).toMatchObject({ refused: 'conflict' });
});

test('the session that set it up goes on; every other one wants a code', async () => {
  const agent = await anAgent();
  const other = await aSession(agent.id);
  await beginTwoFactor(agent.id);
  const { secret } = await readTwoFactor(agent.id);
  await confirmTwoFactor(agent, codeAt(secret!, NOON), NOON);
  expect(await wantsOf(agent.sessionId)).toBeNull();
  expect(await wantsOf(other)).toBe('code');
});

test('a code opens once, also when two come at the same time', async () => {
  const { id, secret } = await anEnrolledAgent();
  const [a, b] = [await aSession(id), await aSession(id)];
  expect(await attempt(id, a, codeAt(secret, NOON), NOON)).toBe('malformed');
  const next = codeAt(secret, after(30));
  const both = await Promise.all([a, b].map((session) => attempt(id, session, next, after(30))));
  expect(both.sort()).toEqual(['app', 'malformed']);
  expect(await attempt(id, b, codeAt(secret, after(60)), after(60))).toBe('app');
});

test('a code of before the last one that opened does not open any more', async () => {
  const { id, secret } = await anEnrolledAgent();
  const session = await aSession(id);
  expect(await attempt(id, session, codeAt(secret, after(90)), after(90))).toBe('app');
  expect(await attempt(id, session, codeAt(secret, after(60)), after(90))).toBe('malformed');
});

test('a recovery code opens once, however it is typed', async () => {
  const { id, codes } = await anEnrolledAgent();
  const session = await aSession(id);
  expect(await attempt(id, session, codes[0]!.toUpperCase().replace('-', ' '), NOON)).toBe('recovery-code');
  expect(await attempt(id, session, codes[0]!, NOON)).toBe('malformed');
  expect((await readTwoFactor(id)).codesLeft).toBe(9);
});

test('a recovery code of somebody else opens nothing', async () => {
  const [mine, other] = [await anEnrolledAgent(), await anEnrolledAgent()];
  expect(await attempt(mine.id, await aSession(mine.id), other.codes[0]!, NOON)).toBe('malformed');
});

test('new recovery codes replace the old ones', async () => {
  const agent = await anEnrolledAgent();
  expect(await renewRecoveryCodes(agent, NOON)).toMatchObject({ codes: { length: 10 } });
  expect(await attempt(agent.id, await aSession(agent.id), agent.codes[0]!, NOON)).toBe('malformed');
});

test('the eleventh wrong code is not looked at, even if it is right', async () => {
  const { id, secret } = await anEnrolledAgent();
  const session = await aSession(id);
  for (let tries = 1; tries <= 10; tries += 1) {
    expect(await attempt(id, session, '000000', after(30))).toBe('malformed');
  }
  expect(await attempt(id, session, codeAt(secret, after(30)), after(30))).toBe('too-many');
});

test('a session that has ended takes no second step', async () => {
  const { id, secret } = await anEnrolledAgent();
  const session = await aSession(id);
  await db.execute(sql`UPDATE agent_session SET revoked_at = ${NOON} WHERE id = ${session}::uuid`);
  expect(await attempt(id, session, codeAt(secret, after(30)), after(30))).toBe('not-signed-in');
});

test('a role that must have it is led to set it up, and cannot turn it off', async () => {
  const [lead, agent] = [await anAgent('lead'), await anAgent('agent')];
  const enrolled = await anEnrolledAgent('lead');
  await db.execute(sql`INSERT INTO setting (key, value) VALUES ('twoFactor', '{"roles":["lead"]}')`);
  expect(await Promise.all([lead, agent, enrolled].map(({ sessionId }) => wantsOf(sessionId)))).toEqual([
    'enrolment',
    null,
    null,
  ]);
  expect(await endTwoFactor(enrolled, NOON)).toMatchObject({ refused: 'not-allowed' });
  await db.execute(sql`DELETE FROM setting WHERE key = 'twoFactor'`);
  expect(await endTwoFactor(enrolled, NOON)).toBeNull();
  expect(await readTwoFactor(enrolled.id)).toMatchObject({ on: false, codesLeft: 0 });
  expect(await wantsOf(await aSession(enrolled.id))).toBeNull();
});
