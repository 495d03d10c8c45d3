/** Preferences: each has its schema, each agent their own. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startAgentSession } from '@/lib/accounts/agent-sessions';
import { saveAgent } from '@/lib/accounts/agents';
import { getPreference, getPreferences, setPreference, themeOfSession } from '@/lib/accounts/preferences';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { freshDatabase } from '../../e2e/support/database';

await freshDatabase();

async function anAgent(name: string): Promise<string> {
  const agent = { email: `${name}@example.com`, name, role: 'agent' as const, password: 'long enough to be one' };
  const saved = await saveAgent(agent, new Date('2026-11-21T12:00:00Z'));
  if (isRefusal(saved)) throw new Error(saved.message);
  return saved.id;
}

test('what was never chosen has its default, what was chosen is kept, and a colleague keeps theirs', async () => {
  const [one, other] = [await anAgent('one'), await anAgent('other')];
  await setPreference(one, 'density', 'comfortable');
  await setPreference(one, 'density', 'dense');
  await setPreference(one, 'after-decision', 'list');
  await setPreference(one, 'columns', ['number', 'offer']);
  expect(await getPreferences(one)).toEqual({
    shortcuts: { off: false, strokes: {} },
    columns: ['number', 'offer'],
    density: 'dense',
    theme: 'system',
    'after-decision': 'list',
  });
  expect(await getPreference(other, 'after-decision')).toBe('next');
});

test.each([
  ['after-decision', 'fly'],
  ['columns', 'number'],
  ['shortcuts', { off: 'yes', strokes: {} }],
  ['toString', 'x'],
])('%s cannot be %j', async (key, value) => {
  expect(await setPreference(await anAgent(`no-${key.toLowerCase()}`), key, value)).toMatchObject({
    refused: 'malformed',
  });
});

test('a value that no longer fits its schema counts as never said', async () => {
  const agent = await anAgent('old');
  await db.execute(
    sql`INSERT INTO agent_preference (agent_id, key, value) VALUES (${agent}::uuid, 'density', '"roomy"'::jsonb)`,
  );
  expect(await getPreference(agent, 'density')).toBe('dense');
});

test('a page is written in the colours of whoever its session names, and of nobody else', async () => {
  const [one, other] = [await anAgent('dark'), await anAgent('bright')];
  const from = { ip: null, userAgent: null };
  const sessions = [await startAgentSession(one, from, new Date()), await startAgentSession(other, from, new Date())];
  await setPreference(one, 'theme', 'dark');
  expect(await Promise.all(sessions.map(themeOfSession))).toEqual(['dark', 'system']);
  expect(await themeOfSession(randomUUID())).toBe('system');
});
