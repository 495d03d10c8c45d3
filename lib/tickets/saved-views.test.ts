import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { saveAgent } from '@/lib/accounts/agents';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal } from '@/lib/rules/refusal';
import { deleteView, type Keeper, listViews, renameView, restoreView, saveView } from '@/lib/tickets/saved-views';

await freshDatabase();

const NOW = new Date('2026-11-20T12:00:00Z');
const ada = await aKeeper('agent');
const ben = await aKeeper('agent');
const cleo = await aKeeper('lead', true);

async function aKeeper(role: Role, mayShare = false): Promise<Keeper> {
  const saved = await saveAgent(
    { email: `${randomUUID()}@example.com`, name: 'A', role, password: 'correct horse battery' },
    NOW,
  );
  if (isRefusal(saved)) throw new Error(saved.message);
  return { id: saved.id, role, mayShare };
}

async function save(keeper: Keeper, name: string, visibility: string): Promise<string> {
  const saved = await saveView({ name, query: 'queue=new', visibility }, keeper, NOW);
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

const namesFor = async (keeper: Keeper) => (await listViews(keeper)).map(({ name }) => name);

test('an own view is seen by its owner, one for a role by that role, one for everyone by all', async () => {
  await save(ada, 'Mine', 'me');
  await save(cleo, 'Leads', 'team');
  await save(cleo, 'All of us', 'everyone');
  expect(await namesFor(ada)).toEqual(['Mine', 'All of us']);
  expect(await namesFor(ben)).toEqual(['All of us']);
  expect(await namesFor(cleo)).toEqual(['Leads', 'All of us']);
});

test('only those who may share do, and nobody else changes what is shared', async () => {
  expect(await saveView({ name: 'x', query: '', visibility: 'everyone' }, ada, NOW)).toMatchObject({
    refused: 'not-allowed',
  });
  const id = await save(cleo, 'Big ones', 'everyone');
  expect(await renameView(id, 'Mine now', ada)).toMatchObject({ refused: 'not-found' });
  expect(await deleteView(id, ada, NOW)).toMatchObject({ refused: 'not-found' });
  expect(await renameView(id, 'Large ones', cleo)).toEqual({ changed: true });
  expect(await namesFor(ben)).toContain('Large ones');
});

test('what was deleted can be brought back', async () => {
  const id = await save(ben, 'Late', 'me');
  expect(await deleteView(id, ben, NOW)).toEqual({ changed: true });
  expect(await namesFor(ben)).not.toContain('Late');
  expect(await restoreView(id, ben)).toEqual({ changed: true });
  expect(await namesFor(ben)).toContain('Late');
});

test('a view needs a name that fits, and somebody to be for', async () => {
  for (const given of [
    { name: ' ', visibility: 'me' },
    { name: 'x'.repeat(61), visibility: 'me' },
    { name: 'x', visibility: 'nobody' },
  ])
    expect(await saveView({ ...given, query: '' }, ben, NOW)).toMatchObject({ refused: 'malformed' });
});
