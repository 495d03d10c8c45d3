import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent } from '@/e2e/support/desk';
import { anAdvertiser } from '@/e2e/support/recheck-scene';
import { db, sql } from '@/lib/foundation/db';
import { listAdvertisers, readAdvertiser } from '@/lib/rechecks/advertisers';
import { changeAdvertiser } from '@/lib/rechecks/change-advertiser';
import { addContact, switchContact } from '@/lib/rechecks/change-contacts';
import type { RecheckAgreement } from '@/lib/rules/advertiser-form';

await freshDatabase();

const actor = { kind: 'AGENT' as const, id: await anAgent('Lea', 'lead') };
const AGREED: RecheckAgreement = {
  recheckEmail: 'desk@acme.example',
  escalationEmail: 'boss@acme.example',
  timeZone: 'Europe/Berlin',
  gather: true,
  rule: 'with-proof',
  policy: 'approve',
  locale: 'es',
};

async function aKey(): Promise<string> {
  const { advertiserId } = await anAdvertiser();
  const [row] = await db.query<{ key: string }>(sql`SELECT key FROM advertiser WHERE id = ${advertiserId}::uuid`);
  return row!.key;
}

function audited(key: string): Promise<{ action: string }[]> {
  return db.query(sql`SELECT action FROM audit_entry WHERE subject = ${`advertiser:${key}`} ORDER BY at, id`);
}

test('what was agreed is kept, counted and on record', async () => {
  const key = await aKey();
  expect(await changeAdvertiser({ key, version: 1, actor }, AGREED)).toEqual({ version: 2 });
  expect(await readAdvertiser(key)).toMatchObject({ ...AGREED, version: 2, contacts: [] });
  expect((await listAdvertisers()).find((one) => one.key === key)).toMatchObject({ rule: 'with-proof', open: 0 });
  expect(await audited(key)).toEqual([{ action: 'change-advertiser' }]);
});

test('two change it at once: one does, the other is told what the first one did', async () => {
  const key = await aKey();
  const both = await Promise.all([1, 2].map(() => changeAdvertiser({ key, version: 1, actor }, AGREED)));
  expect(both.filter((one) => 'version' in one)).toHaveLength(1);
  expect(both).toContainEqual(
    expect.objectContaining({
      refused: 'version-changed',
      details: expect.objectContaining({ by: 'Lea', version: 2 }),
    }),
  );
});

test('nobody there is nobody there', async () => {
  const nobody = { key: 'nobody', version: 1, actor };
  expect(await changeAdvertiser(nobody, AGREED)).toMatchObject({ refused: 'not-found' });
  const ada = { name: 'Ada', email: 'ada@acme.example', locale: 'en' };
  expect(await addContact(nobody, ada)).toMatchObject({ refused: 'not-found' });
  expect(await readAdvertiser('nobody')).toBeNull();
});

async function aContact() {
  const key = await aKey();
  const ada = { name: 'Ada', email: `${randomUUID().slice(0, 8)}@acme.example`, locale: 'en' };
  expect(await addContact({ key, actor }, ada)).toEqual({ done: 'contacts' });
  const [contact] = (await readAdvertiser(key))!.contacts;
  return { key, ada, contact: contact! };
}

test('an address is one contact of an advertiser, and may be one of another', async () => {
  const { key, ada } = await aContact();
  expect(await addContact({ key, actor }, ada)).toMatchObject({ refused: 'conflict' });
  expect(await addContact({ key: await aKey(), actor }, ada)).toEqual({ done: 'contacts' });
});

test('whoever is disabled is signed out, and the link on its way opens nothing', async () => {
  const { key, contact } = await aContact();
  const [hash, later] = [randomUUID(), new Date(Date.now() + 3_600_000)];
  await db.execute(sql`
    INSERT INTO advertiser_session (token_hash, contact_id, created_at, seen_at, expires_at)
    VALUES (${hash}, ${contact.id}::uuid, now(), now(), ${later})`);
  await db.execute(sql`
    INSERT INTO advertiser_link (token_hash, contact_id, created_at, expires_at)
    VALUES (${hash}, ${contact.id}::uuid, now(), ${later})`);
  await switchContact({ key, actor }, { id: contact.id, enabled: false });
  expect((await readAdvertiser(key))!.contacts[0]!.disabledAt).not.toBeNull();
  const left = sql`SELECT FROM advertiser_session WHERE token_hash = ${hash} AND revoked_at IS NULL
                   UNION ALL SELECT FROM advertiser_link WHERE token_hash = ${hash}`;
  expect(await db.query(left)).toEqual([]);
  await switchContact({ key, actor }, { id: contact.id, enabled: true });
  expect((await readAdvertiser(key))!.contacts[0]!.disabledAt).toBeNull();
});

test("a contact cannot be switched by another advertiser's page", async () => {
  const { contact } = await aContact();
  const other = { key: await aKey(), actor };
  expect(await switchContact(other, { id: contact.id, enabled: false })).toMatchObject({ refused: 'not-found' });
  expect(await switchContact(other, { id: 'nothing', enabled: false })).toMatchObject({ refused: 'not-found' });
});
