import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { agentBySession, startAgentSession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { changeRole } from '@/lib/accounts/change-agent';
import { db, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { disableAgent } from '@/lib/tickets/disable-agent';

await freshDatabase();

const NOON = new Date('2026-11-20T12:00:00.000Z');
let made = 0;

async function anAgent(role: Role) {
  made += 1;
  const email = `leaving-${made}@example.com`;
  const saved = await saveAgent({ email, name: `Agent ${made}`, role, password: 'correct horse battery' }, NOON);
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, email };
}

test('two admins who disable each other at the same time leave one of them', async () => {
  const [a, b] = [await anAgent('admin'), await anAgent('admin')];
  const both = await Promise.all([
    disableAgent({ agentId: a.id, by: b, typed: a.email }, NOON),
    disableAgent({ agentId: b.id, by: a, typed: b.email }, NOON),
  ]);
  expect(both.filter(isRefusal)).toMatchObject([{ refused: 'not-allowed' }]);
  const admins = await db.query(sql`SELECT 1 FROM agent WHERE role = 'admin' AND disabled_at IS NULL`);
  expect(admins).toHaveLength(1);
});

test('the last admin stays one', async () => {
  const [last] = await db.query<{ id: string; email: string }>(
    sql`SELECT id, email FROM agent WHERE role = 'admin' AND disabled_at IS NULL`,
  );
  const by = await anAgent('lead');
  expect(await disableAgent({ agentId: last!.id, by, typed: last!.email }, NOON)).toMatchObject({
    refused: 'not-allowed',
  });
  const order = { agentId: last!.id, by, role: 'lead', seen: 'admin' };
  expect(await changeRole(order, NOON)).toMatchObject({ refused: 'not-allowed' });
});

test('without the address typed nothing happens; with it every session ends at once', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent('agent')];
  const session = await startAgentSession(agent.id, { ip: null, userAgent: null }, NOON);
  const order = { agentId: agent.id, by: admin, typed: '' };
  expect(await disableAgent(order, NOON)).toMatchObject({ refused: 'malformed' });
  expect(await agentBySession(session, NOON)).not.toBeNull();
  expect(await disableAgent({ ...order, typed: agent.email }, NOON)).toEqual({ handedBack: 0 });
  expect(await agentBySession(session, NOON)).toBeNull();
});

test('the open tickets in their hands go back to everybody, each with its trace; what waits for nobody stays', async () => {
  const [admin, agent] = [await anAgent('admin'), await anAgent('agent')];
  const cast = await aCast();
  const numbers: string[] = [];
  for (let made = 0; made < 3; made += 1) {
    const user = await aUser(cast);
    const click = await aClick(user, await anOffer(cast));
    numbers.push((await aTicket(user, click, { validated: made < 2 })).number);
  }
  await db.execute(sql`UPDATE ticket SET assignee_id = ${agent.id}::uuid WHERE number = ANY(${numbers})`);
  expect(await disableAgent({ agentId: agent.id, by: admin, typed: agent.email }, NOON)).toEqual({ handedBack: 2 });
  const left = await db.query<{ number: string }>(sql`SELECT number FROM ticket WHERE assignee_id = ${agent.id}::uuid`);
  expect(left).toEqual([{ number: numbers[2] }]);
  const events = await db.query(sql`
    SELECT e.actor_id FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id AND e.version = t.version
     WHERE e.kind = 'assigned' AND t.number = ANY(${numbers})`);
  expect(events).toEqual([{ actorId: admin.id }, { actorId: admin.id }]);
});
