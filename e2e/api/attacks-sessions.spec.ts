/**
 * Every page and door of the console, knocked at by each of the five roles with a session that is over: signed out, idle,
 * too old, or of an agent who is disabled (reference: trust, EP6; R17).
 */
import { expect, test } from '@playwright/test';
import { ROLES } from '@/lib/rules/permissions';
import { call, form, JSON_PLEASE, OWN } from '../support/doors';
import { query } from '../support/fixtures';
import { aHiredAgent, type HiredAgent } from '../support/hired-agent';
import { aWorld, stateOf } from '../support/world';
import { ROUTES } from './routes';

const ENDS: Record<string, { by: string; backBy: string }> = {
  'signed out': session('revoked_at = now()', 'revoked_at = NULL'),
  'idle for an hour': session(`seen_at = now() - interval '61 minutes'`, 'seen_at = now()'),
  'older than eight hours': session(
    `expires_at = now() - interval '1 second'`,
    `expires_at = now() + interval '8 hours'`,
  ),
  disabled: agent('disabled_at = now()', 'disabled_at = NULL'),
};

const doors = Object.entries(ROUTES).filter(([, { who }]) => who === 'agent');

for (const role of ROLES) {
  test(`${role}: a session that is over opens no page and no door`, async () => {
    test.slow();
    const world = await aWorld();
    const hired = await aHiredAgent(role);
    const before = await stateOf(world);
    for (const [what, { by, backBy }] of Object.entries(ENDS)) {
      await query(by, idsIn(by, hired));
      for (const { file, method, url } of requests()) {
        const answer = await knock(method, url(world), hired.cookie);
        const refused = file.endsWith('page.tsx') ? 307 : 401;
        expect.soft(answer.status, `${what}: ${method} ${file}`).toBe(refused);
        expect.soft(answer.text.includes(world.marker), `${what}: ${method} ${file}`).toBe(false);
      }
      await query(backBy, idsIn(backBy, hired));
      expect((await knock('GET', '/api/console/queues', hired.cookie)).status, `${what}, and back`).toBe(200);
    }
    expect(await stateOf(world)).toBe(before);
  });
}

function requests() {
  return doors.flatMap(([file, { url, anonymous }]) => Object.keys(anonymous).map((method) => ({ file, method, url })));
}

function knock(method: string, url: string, Cookie: string) {
  const headers = { ...OWN, ...JSON_PLEASE, Cookie };
  const fields = { body: 'A note.', assignee: 'me', outcome: 'deny', reason: 'not-confirmed', version: '1' };
  return call(method, url, method === 'GET' ? { headers } : form(fields, headers));
}

function session(by: string, backBy: string) {
  const set = (change: string) => `UPDATE agent_session SET ${change} WHERE id = $1`;
  return { by: set(by), backBy: set(backBy) };
}

function agent(by: string, backBy: string) {
  const set = (change: string) => `UPDATE agent SET ${change} WHERE id = $1`;
  return { by: set(by), backBy: set(backBy) };
}

function idsIn(statement: string, hired: HiredAgent): string[] {
  return [statement.startsWith('UPDATE agent_session') ? hired.session : hired.agentId];
}
