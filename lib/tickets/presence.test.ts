import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { leaveTicket, notePresence, readPresent } from '@/lib/tickets/presence';

await freshDatabase();
const cast = await aCast();
const userId = await aUser(cast);
const { number } = await aTicket(userId, await aClick(userId, await anOffer(cast)));

const NOON = new Date('2026-11-21T12:00:00Z');
const after = (ms: number) => new Date(NOON.getTime() + ms);

async function anAgent(name: string): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role, created_at) VALUES (${`${randomUUID()}@example.com`}, ${name}, 'agent', ${NOON}) RETURNING id`);
  return agent!.id;
}
const [ana, ben] = [await anAgent('Ana'), await anAgent('Ben')];
const seen = async (at: Date) => (await readPresent({ number, at })).map(({ name, replying }) => [name, replying]);

test('who is there is seen, who writes first', async () => {
  await notePresence({ number, agentId: ana, replying: false }, { at: NOON });
  await notePresence({ number, agentId: ben, replying: true }, { at: NOON });
  expect(await seen(NOON)).toEqual([
    ['Ben', true],
    ['Ana', false],
  ]);
});

test('who has said nothing for 40 seconds is gone, and not a moment before', async () => {
  await notePresence({ number, agentId: ana, replying: false }, { at: after(1) });
  expect(await seen(after(39_999))).toEqual([
    ['Ben', true],
    ['Ana', false],
  ]);
  expect(await seen(after(40_000))).toEqual([['Ana', false]]);
  expect(await seen(after(40_001))).toEqual([]);
});

test('who goes is gone at once, and nobody is at a ticket that is not there', async () => {
  await notePresence({ number, agentId: ana, replying: false }, { at: NOON });
  await leaveTicket({ number, agentId: ana });
  await leaveTicket({ number, agentId: ana });
  expect(await seen(NOON)).toEqual([['Ben', true]]);
  expect(await notePresence({ number: 'MG-0000-0000', agentId: ana, replying: false })).toBe(false);
});
