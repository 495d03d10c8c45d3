/** How an agent likes to work, a row per key. Nobody else's business: no permission, no trace. */
import { db, type Runner, sql } from '@/lib/foundation/db';
import {
  isPreferenceKey,
  PREFERENCES,
  type Preference,
  type PreferenceKey,
  type Preferences,
  readPreference,
} from '@/lib/rules/preferences';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** All of them in one look; what was never chosen has its default. */
export async function getPreferences(agentId: string): Promise<Preferences> {
  const rows = await db.query<{ key: string; value: unknown }>(
    sql`SELECT key, value FROM agent_preference WHERE agent_id = ${agentId}::uuid`,
  );
  const chosen = new Map(rows.map(({ key, value }) => [key, value]));
  const all = Object.keys(PREFERENCES).filter(isPreferenceKey);
  return Object.fromEntries(all.map((key) => [key, readPreference(key, chosen.get(key))])) as Preferences;
}

export async function getPreference<Key extends PreferenceKey>(agentId: string, key: Key): Promise<Preference<Key>> {
  return (await getPreferences(agentId))[key];
}

/** For the frame of a page, which is written before anybody has asked who is signed in. */
export async function themeOfSession(sessionId: string): Promise<Preference<'theme'>> {
  const [row] = await db.query<{ value: unknown }>(sql`
    SELECT p.value FROM agent_session s JOIN agent_preference p ON p.agent_id = s.agent_id AND p.key = 'theme'
     WHERE s.id = ${sessionId}::uuid`);
  return readPreference('theme', row?.value);
}

/** Refused: `malformed`, for a key that is not there or a value that does not fit it. */
export async function setPreference(
  agentId: string,
  key: string,
  value: unknown,
  runner: Runner = db,
): Promise<{ key: PreferenceKey } | Refusal> {
  if (!isPreferenceKey(key)) return refuse('malformed', 'There is nothing of this name to be chosen.');
  const read = PREFERENCES[key].safeParse(value);
  if (!read.success || value === undefined)
    return refuse('malformed', 'This cannot be chosen.', { fields: { value: key } });
  await runner.execute(sql`
    INSERT INTO agent_preference (agent_id, key, value) VALUES (${agentId}::uuid, ${key}, ${JSON.stringify(read.data)}::jsonb)
    ON CONFLICT (agent_id, key) DO UPDATE SET value = excluded.value, updated_at = now()`);
  return { key };
}
