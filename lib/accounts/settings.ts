/** The settings of the house, as an admin sees and changes them. What each means: lib/rules/settings.ts. */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readTyped, SETTING_KEYS, type SettingKey, textsOf } from '@/lib/rules/settings';

export type SettingRow = { key: SettingKey; texts: Record<string, string>; version: number; updatedAt: Date | null };

type Stored = { key: SettingKey; value: unknown; version: number; updatedAt: Date };

/** All of them, also those that nobody has set yet: these have version 0. */
export async function listSettings(): Promise<SettingRow[]> {
  const stored = await db.query<Stored>(
    sql`SELECT key, value, version, updated_at FROM setting WHERE key = ANY(${SETTING_KEYS})`,
  );
  return SETTING_KEYS.map((key) => {
    const found = stored.find((row) => row.key === key);
    return {
      key,
      texts: textsOf(key, found?.value),
      version: found?.version ?? 0,
      updatedAt: found?.updatedAt ?? null,
    };
  });
}

type Order = { key: SettingKey; typed: (name: string) => string; version: number; by: { id: string } };

/** `version` is the one that the admin was looking at. */
export async function saveSetting({ key, typed, version, by }: Order, now: Date): Promise<Refusal | null> {
  const read = readTyped(key, typed);
  if ('faults' in read) {
    return refuse('malformed', 'This is not between its bounds.', {
      fields: Object.fromEntries(read.faults.map((name) => [name, 'out of bounds'])),
      details: { out: read.faults },
    });
  }
  return inTransaction(
    async (tx) => {
      const [before] = await tx.query<Stored>(sql`SELECT value, version FROM setting WHERE key = ${key} FOR UPDATE`);
      const written = (before?.version ?? 0) === version && (await write(tx, key, read.value, version));
      if (!written) return refuse('version-changed', 'Somebody else has changed this meanwhile. Look again.');
      const change = { before: { value: before?.value ?? null }, after: { value: read.value } };
      const actor = { kind: 'AGENT' as const, id: by.id };
      await auditEntries(tx, [{ actor, action: 'change-setting', subject: `setting:${key}`, ...change }]);
      return null;
    },
    { at: now },
  );
}

/** False when somebody else was faster: of two who set it for the first time, one finds the row there. */
async function write(tx: Tx, key: SettingKey, value: unknown, seen: number): Promise<boolean> {
  const written = await tx.execute(sql`
    INSERT INTO setting AS s (key, value, version, updated_at)
    VALUES (${key}, ${JSON.stringify(value)}::jsonb, 1, ${tx.now})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = s.version + 1, updated_at = excluded.updated_at
     WHERE s.version = ${seen}`);
  return written === 1;
}
