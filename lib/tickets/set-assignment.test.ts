import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { readAssignment } from '@/lib/tickets/read-assignment';
import { setByTurns, setTaker } from '@/lib/tickets/set-assignment';

await freshDatabase();
const actor = { kind: 'AGENT', id: randomUUID() } as const;

async function anAgent(role = 'agent'): Promise<string> {
  const [agent] = await db.query<{ id: string }>(sql`
    INSERT INTO agent (email, name, role) VALUES (${`${randomUUID()}@makegood.example`}, 'Ada', ${role}) RETURNING id`);
  return agent!.id;
}
const audited = async () =>
  (await db.query<{ action: string }>(sql`SELECT action FROM audit_entry ORDER BY at, id`)).map(({ action }) => action);
const one = async (id: string) => (await readAssignment()).agents.find((agent) => agent.id === id);

test('tickets are taken by hand until a lead says by turns, and that is on record', async () => {
  expect((await readAssignment()).byTurns).toBe(false);
  await setByTurns(true, actor);
  await setByTurns(true, actor);
  expect((await readAssignment()).byTurns).toBe(true);
  expect(await audited()).toEqual(['set-assignment']);
});

test('an agent takes 0 to 500 tickets at once', async () => {
  const id = await anAgent();
  for (const capacity of [0, 500]) {
    expect(await setTaker(id, { capacity }, actor)).toBeNull();
    expect(await one(id)).toMatchObject({ capacity, available: true });
  }
  for (const capacity of [-1, 501, 1.5, Number.NaN]) {
    expect(await setTaker(id, { capacity }, actor)).toMatchObject({ refused: 'malformed' });
  }
  expect(await one(id)).toMatchObject({ capacity: 500 });
});

test('who goes away keeps their number', async () => {
  const id = await anAgent();
  await setTaker(id, { capacity: 7 }, actor);
  await setTaker(id, { available: false }, actor);
  expect(await one(id)).toMatchObject({ capacity: 7, available: false, load: 0 });
});

test('an auditor takes no tickets, and nobody is no agent', async () => {
  expect(await one(await anAgent('auditor'))).toBeUndefined();
  expect(await setTaker(randomUUID(), { available: true }, actor)).toMatchObject({ refused: 'not-found' });
});
