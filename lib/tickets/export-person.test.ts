import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { aCast } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aPersonEverywhere } from '@/e2e/support/person-everywhere';
import { personalTables } from '@/lib/accounts/personal-data';
import { db, sql } from '@/lib/foundation/db';
import { exportPerson, noteExportOfPerson } from '@/lib/tickets/export-person';

await freshDatabase();

test('the archive holds the rows of every table, the pictures and the mails, and no secret', async () => {
  const cast = await aCast();
  const [person, other] = [await aPersonEverywhere(cast), await aPersonEverywhere(cast)];
  await noteExportOfPerson(person.userId, { id: person.agentId });
  const parts = [];
  for await (const part of exportPerson(person.userId, new Date())) parts.push(part);
  const input = Buffer.concat(parts);
  const names = execFileSync('tar', ['-tf', '-'], { input }).toString().trim().split('\n');
  expect(names.map((name) => name.replace(/[0-9a-f-]{36}/, '*'))).toEqual([
    'data.json',
    'pictures/*.webp',
    'mails/*.eml',
  ]);
  expect(execFileSync('tar', ['-xOf', '-', names[1]!], { input }).toString()).toBe('picture');
  const text = execFileSync('tar', ['-xOf', '-', 'data.json'], { input }).toString();
  const { exportedAt, ...data } = JSON.parse(text);
  expect(Object.keys(data).toSorted()).toEqual(
    personalTables()
      .map(([name]) => name)
      .filter((name) => !['erasure', 'recheck_request'].includes(name))
      .toSorted(),
  );
  expect(text).toContain(person.address);
  expect(text).not.toContain(other.externalId);
  expect(text).not.toMatch(/token_hash|storage_key/);
  const noted = await db.query(sql`SELECT action FROM audit_entry WHERE subject = ${`end-user:${person.userId}`}`);
  expect(noted).toEqual([{ action: 'export-user' }]);
});
