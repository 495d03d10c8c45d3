/** After an erasure nothing of the person is found anywhere, nothing new is written, and what money rests on still stands. */
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, confirm, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aPersonEverywhere, IP, tablesWith } from '@/e2e/support/person-everywhere';
import { countPersonalData } from '@/lib/accounts/count-personal-data';
import { findPeople } from '@/lib/accounts/find-people';
import { personalTables } from '@/lib/accounts/personal-data';
import { enterWall, wallSignature } from '@/lib/accounts/wall-sessions';
import { importClicks } from '@/lib/clicks/import-clicks';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { readErased } from '@/lib/outbox/erased-list';
import { pseudonymOfUser } from '@/lib/outbox/erased-users';
import { replyAddress } from '@/lib/outbox/mail-identity';
import { screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { carryOutErasure, removeAbandonedFiles } from '@/lib/tickets/carry-out-erasure';
import { erasePerson } from '@/lib/tickets/erase-person';
import { keepMail } from '@/lib/tickets/keep-mail';
import { processMails } from '@/lib/tickets/process-mail';

await freshDatabase();

const cast = await aCast();

async function erase(person: { userId: string; externalId: string; agentId: string }) {
  const asked = await erasePerson({ userId: person.userId, typed: person.externalId, by: { id: person.agentId } });
  await carryOutErasure(person.userId);
  return asked;
}

test('a person of whom something stands in every table is found nowhere afterwards', async () => {
  const person = await aPersonEverywhere(cast);
  const words = [person.mark, person.address, person.externalId, IP];
  const before = await countPersonalData(person.userId);
  expect(before.map(({ table }) => table).toSorted()).toEqual(
    personalTables()
      .map(([name]) => name)
      .filter((name) => name !== 'erasure')
      .toSorted(),
  );
  expect((await tablesWith(words)).length).toBeGreaterThan(20);

  expect(await erase(person)).toEqual({ pseudonym: pseudonymOfUser({ appId: cast.appId, ...person }) });

  expect(await tablesWith(words)).toEqual([]);
  expect(await screenshotStorage().read(person.storageKey)).toBeNull();
  const after = await countPersonalData(person.userId);
  expect(after.map(({ table }) => table)).toEqual(
    before
      .filter(({ becoming, table }) => becoming !== 'removed' && table !== 'inbound_email')
      .map(({ table }) => table),
  );
});

test('grants, decisions and the amounts stay, under the pseudonym; what was open is closed and says why', async () => {
  const person = await aPersonEverywhere(cast);
  const grants = () => db.query(sql`SELECT * FROM reward_grant WHERE user_id = ${person.userId}::uuid`);
  const before = await grants();
  await erase(person);
  expect(before).toHaveLength(1);
  expect(await grants()).toEqual(before);
  expect(await ticketState(person.number)).toMatchObject({ status: 'CLOSED', closedReason: 'erased' });
  const [left] = await db.query(sql`
    SELECT u.external_id LIKE 'erased:%' AS user, t.address LIKE 'erased:%' AS address, d.outcome, d.note,
           (SELECT count(*)::int FROM email m WHERE m.ticket_id = t.id AND m.to_address <> t.address) AS other_addresses,
           (SELECT array_agg(DISTINCT c.status) FROM callback c JOIN reward_grant g ON g.id = c.grant_id WHERE g.user_id = u.id) AS callbacks
      FROM end_user u JOIN ticket t ON t.user_id = u.id JOIN decision d ON d.ticket_id = t.id WHERE t.number = ${person.number}`);
  expect(left).toEqual({
    user: true,
    address: true,
    outcome: 'DENIED',
    note: null,
    otherAddresses: 0,
    callbacks: ['CANCELLED'],
  });
});

test('without the id typed exactly nothing happens, and a second time is refused', async () => {
  const person = await aPersonEverywhere(cast);
  const order = { userId: person.userId, typed: person.externalId.toUpperCase(), by: { id: person.agentId } };
  expect(await erasePerson(order)).toMatchObject({ refused: 'malformed' });
  await carryOutErasure(person.userId);
  expect((await ticketState(person.number)).status).toBe('DENIED');
  await erase(person);
  expect(await erasePerson({ ...order, typed: person.externalId })).toMatchObject({ refused: 'conflict' });
});

test('others keep what is theirs, also those who write from the same address', async () => {
  const person = await aPersonEverywhere(cast);
  const other = await aUser(cast);
  const { number } = await aTicket(other, await aClick(other, await anOffer(cast)), { email: person.address });
  await erase(person);
  const [kept] = await db.query(
    sql`SELECT status, address, description <> '' AS described FROM ticket WHERE number = ${number}`,
  );
  expect(kept).toEqual({ status: 'OPEN', address: person.address, described: true });
});

test('no click, no visit and no mail of theirs is kept any more', async () => {
  const person = await aPersonEverywhere(cast);
  const [{ token }] = (await db.query<{ token: string }>(
    sql`SELECT ${replyAddress(person.ticketId, person.address)} AS token`,
  )) as [{ token: string }];
  await erase(person);
  const [offer] = await db.query<{ key: string }>(sql`SELECT key FROM offer LIMIT 1`);
  const click = {
    id: 'after-1',
    app: cast.appKey,
    user: person.externalId,
    offer: offer!.key,
    clickedAt: new Date().toISOString(),
  };
  const imported = await importClicks([click, { ...click, id: 'after-2', user: 'somebody-else' }]);
  expect(imported).toMatchObject({ accepted: 1, refused: [{ index: 0, code: 'not-allowed' }] });

  const link = { app: cast.appKey, user: person.externalId, ts: String(Math.floor(Date.now() / 1000)) };
  const sig = wallSignature('wall-secret-0123456789abcdef0123456789', link);
  expect(await enterWall(new URLSearchParams({ ...link, sig }), new Date())).toMatchObject({
    refused: 'link-not-valid',
  });

  const mail = `From: ${person.address}\r\nTo: ${token}\r\nSubject: ${person.mark}\r\n\r\nIt is me, ${person.mark}\r\n`;
  await keepMail({ door: 'smtp', raw: Buffer.from(mail), envelope: { from: person.address, to: [token] } });
  await processMails();
  expect(await tablesWith([person.mark, person.address, person.externalId])).toEqual([]);
  const [kept] = await db.query(
    sql`SELECT outcome, cause, ticket_id FROM inbound_email ORDER BY received_at DESC LIMIT 1`,
  );
  expect(kept).toEqual({ outcome: 'DROPPED', cause: 'erased', ticketId: null });
});

test('a confirmation that comes afterwards is kept and pays nobody', async () => {
  const person = await aPersonEverywhere(cast);
  await erase(person);
  await confirm(cast, person.clickId);
  const [{ grants, waiting }] = (await db.query<{ grants: number; waiting: number }>(sql`
    SELECT (SELECT count(*)::int FROM reward_grant WHERE click_id = ${person.clickId}) AS grants,
           (SELECT count(*)::int FROM confirmation WHERE click_id = ${person.clickId} AND matched_at IS NULL) AS waiting`)) as [
    { grants: number; waiting: number },
  ];
  expect({ grants, waiting }).toEqual({ grants: 0, waiting: 0 });
});

test('what a request wrote that was under way goes with the second pass', async () => {
  const person = await aPersonEverywhere(cast);
  await erase(person);
  await db.execute(sql`
    INSERT INTO ticket_draft (user_id, title_key, fields, updated_at)
    VALUES (${person.userId}, 'late', jsonb_build_object('email', ${person.address}::text), now())`);
  const [job] = await db.query<{ waits: boolean }>(sql`
    SELECT run_at > now() + interval '1 minute' AS waits FROM graphile_worker.jobs
     WHERE task_identifier = 'erase-person' ORDER BY id DESC LIMIT 1`);
  expect(job).toEqual({ waits: true });
  await carryOutErasure(person.userId);
  expect(await tablesWith([person.address])).toEqual([]);
});

test('interrupted after any table it is finished by the next attempt', async () => {
  const person = await aPersonEverywhere(cast);
  await erasePerson({ userId: person.userId, typed: person.externalId, by: { id: person.agentId } });
  await db.execute(sql`
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power cut'; END $$;
    CREATE TRIGGER fail_once BEFORE UPDATE ON reply_token EXECUTE FUNCTION fail_once()`);
  await expect(carryOutErasure(person.userId)).rejects.toThrow('power cut');
  await db.execute(sql`DROP FUNCTION fail_once CASCADE`);
  await carryOutErasure(person.userId);
  expect(await tablesWith([person.mark, person.address, person.externalId])).toEqual([]);
});

test('a picture that the store does not let go is tried again', async () => {
  const person = await aPersonEverywhere(cast);
  const storage = screenshotStorage();
  const { remove } = storage;
  storage.remove = () => Promise.reject(new Error('away'));
  await erase(person);
  storage.remove = remove;
  expect(await storage.read(person.storageKey)).not.toBeNull();
  expect(await removeAbandonedFiles()).toBe(1);
  expect(await storage.read(person.storageKey)).toBeNull();
});

test('somebody who was erased is found by the id they had, with nothing but when, and stands in the list beside the database', async () => {
  const person = await aPersonEverywhere(cast);
  await erase(person);
  expect(await findPeople({ appKey: cast.appKey, name: person.address })).toEqual([]);
  const [found] = await findPeople({ appKey: '', name: person.externalId });
  expect(found).toMatchObject({ id: person.userId, erasedAt: expect.any(Date), doneAt: expect.any(Date) });
  expect(await readErased(env.DATA_DIR)).toContainEqual({ userId: person.userId, pseudonym: found!.externalId });
});
