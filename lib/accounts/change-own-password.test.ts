import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { agentBySession, startAgentSession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { changeOwnPassword } from '@/lib/accounts/change-own-password';
import { endSessions, listSessions } from '@/lib/accounts/own-sessions';
import { signInAgent } from '@/lib/accounts/sign-in-agent';
import { isRefusal } from '@/lib/rules/refusal';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const OLD = 'correct horse battery';
const NEW = 'purple umbrellas in june';

let made = 0;

async function anAgent() {
  made += 1;
  const email = `own-${made}@example.com`;
  const saved = await saveAgent({ email, name: 'Ada', role: 'agent', password: OLD }, NOON);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, email, name: 'Ada', sessionId: await aSession(saved.id) };
}

const aSession = (id: string) => startAgentSession(id, { ip: '192.0.2.7', userAgent: 'test' }, NOON);
const signIn = (email: string, password: string) =>
  signInAgent({ email, password, ip: null, userAgent: null }, NOON).then(isRefusal);

test('a new password opens, the old one does not, and every other session has ended', async () => {
  const self = await anAgent();
  const other = await aSession(self.id);
  expect(await changeOwnPassword(self, { present: OLD, next: NEW }, NOON)).toBeNull();
  expect(await agentBySession(self.sessionId, NOON)).not.toBeNull();
  expect(await agentBySession(other, NOON)).toBeNull();
  expect([await signIn(self.email, NEW), await signIn(self.email, OLD)]).toEqual([false, true]);
});

test('without the present password nothing changes, and the sixth try is not looked at', async () => {
  const self = await anAgent();
  for (let tries = 1; tries <= 5; tries += 1) {
    expect(await changeOwnPassword(self, { present: 'wrong', next: NEW }, NOON)).toMatchObject({
      refused: 'malformed',
    });
  }
  expect(await changeOwnPassword(self, { present: OLD, next: NEW }, NOON)).toMatchObject({ refused: 'too-many' });
  expect(await signIn(self.email, OLD)).toBe(false);
});

test('a password that anybody would try is refused with the reason', async () => {
  const self = await anAgent();
  expect(await changeOwnPassword(self, { present: OLD, next: 'password1234' }, NOON)).toMatchObject({
    refused: 'malformed',
    fields: { password: 'too-common' },
  });
});

test('ending one session leaves the others; nobody ends those of another agent', async () => {
  const [self, other] = [await anAgent(), await anAgent()];
  const second = await aSession(self.id);
  const byOther = await endSessions({ by: other, agentId: other.id, sessionId: second }, NOON);
  expect(byOther).toMatchObject({ refused: 'not-found' });
  expect(await endSessions({ by: self, agentId: self.id, sessionId: second }, NOON)).toEqual({ ended: 1 });
  expect((await listSessions(self.id, NOON)).map(({ id }) => id)).toEqual([self.sessionId]);
  expect(await endSessions({ by: self, agentId: self.id, sessionId: 'nothing' }, NOON)).toMatchObject({
    refused: 'not-found',
  });
});
