/** R6: a network's ban reaches its own users only, is shown with its reason, and is lifted by whoever set it. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { aNetwork, bitlabsSays, type Network } from '@/e2e/support/bitlabs';
import { aCast, aClick, anOffer, aUser } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { applyBans, liftBan } from '@/lib/accounts/ban-users';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { brokenPromises } from '@/lib/reports/invariants';
import { openAppeal } from '@/lib/tickets/open-appeal';
import { openTicket } from '@/lib/tickets/open-ticket';

await freshDatabase();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

async function aPlayer({ cast }: Network): Promise<{ id: string; externalId: string; click: string }> {
  const id = await aUser(cast);
  const click = await aClick(id, await anOffer(cast));
  const [row] = await db.query<{ externalId: string }>(sql`SELECT external_id FROM end_user WHERE id = ${id}::uuid`);
  return { id, click, externalId: row!.externalId };
}

/** As BitLabs sends it: uid, status and reason. */
function says(network: Network, uid: string, status: 'BANNED' | 'ACTIVE', reason = '') {
  return bitlabsSays(network, { uid, ban_status: status, ban_reason: reason });
}

async function banOf(userId: string) {
  const [user] = await db.query<{ banned: boolean; reason: string | null; by: string | null }>(sql`
    SELECT u.banned_at IS NOT NULL AS banned, u.ban_reason AS reason, i.key AS by
      FROM end_user u LEFT JOIN integration i ON i.id = u.banned_by_integration_id WHERE u.id = ${userId}::uuid`);
  return user!;
}

const FREE = { banned: false, reason: null, by: null };

async function trace(userId: string): Promise<string[]> {
  const rows = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${`end-user:${userId}`} ORDER BY at, id`,
  );
  return rows.map(({ action }) => action);
}

test('a ban callback bans its user with the reason, leaves a trace, and only an appeal can be opened', async () => {
  const network = await aNetwork(await aCast());
  const { id, externalId, click } = await aPlayer(network);
  expect(await says(network, externalId, 'BANNED', 'MULTIPLE_ACCOUNTS')).toMatchObject({ answer: { body: 'OK' } });
  expect(await banOf(id)).toEqual({ banned: true, reason: 'MULTIPLE_ACCOUNTS', by: network.key });
  expect(await trace(id)).toEqual(['banned']);
  const words = { email: 'rex@example.com', description: 'I have one phone and one account, I promise.' };
  const form = { ...words, click, tasks: [], answers: {} };
  expect(await openTicket(form, { userId: id, locale: 'en', source: 'USER' })).toMatchObject({
    refused: 'user-banned',
  });
  expect(await openAppeal(id, { ...words, locale: 'en' })).toMatchObject({ number: expect.any(String) });
});

test('the network that banned lifts its ban; twice the same changes nothing more', async () => {
  const network = await aNetwork(await aCast());
  const { id, externalId } = await aPlayer(network);
  for (const status of ['BANNED', 'BANNED', 'ACTIVE', 'ACTIVE'] as const) await says(network, externalId, status);
  expect(await banOf(id)).toEqual(FREE);
  expect(await trace(id)).toEqual(['banned', 'ban-lifted']);
});

test('a network bans no strangers: not the same id in a game where nobody started its offers', async () => {
  const [network, other] = [await aNetwork(await aCast()), await aNetwork(await aCast())];
  const { externalId } = await aPlayer(network);
  const [stranger] = await db.query<{ id: string }>(sql`
    INSERT INTO end_user (app_id, external_id) VALUES (${other.cast.appId}::uuid, ${externalId}) RETURNING id`);
  await aClick(stranger!.id, await anOffer(other.cast));
  await says(network, externalId, 'BANNED');
  expect(await banOf(stranger!.id)).toEqual(FREE);
});

test('neither the operator’s ban nor another network’s is lifted, or written over', async () => {
  const network = await aNetwork(await aCast());
  const second = { ...network, key: network.cast.integrationKey };
  const [mine, theirs] = [await aPlayer(network), await aPlayer(network)];
  await db.execute(sql`UPDATE end_user SET banned_at = now(), ban_reason = 'emulator' WHERE id = ${mine.id}::uuid`);
  const [other] = await db.query<{ id: string }>(sql`SELECT id FROM integration WHERE key = ${second.key}`);
  const order = { advertiserId: network.cast.advertiserId, userId: theirs.externalId, reason: 'fraud', at: null };
  await inTransaction((tx) => applyBans(tx, [{ ...order, integrationId: other!.id, banned: true }]));
  for (const { externalId } of [mine, theirs])
    for (const status of ['BANNED', 'ACTIVE'] as const) await says(network, externalId, status, 'elsewhere');
  expect(await banOf(mine.id)).toEqual({ banned: true, reason: 'emulator', by: null });
  expect(await banOf(theirs.id)).toEqual({ banned: true, reason: 'fraud', by: second.key });
});

test('of several about one user in one batch the last counts', async () => {
  const network = await aNetwork(await aCast());
  const { id, externalId } = await aPlayer(network);
  const order = { integrationId: network.id, advertiserId: network.cast.advertiserId, userId: externalId, at: null };
  const batch = [false, true, false, true].map((banned, n) => ({ ...order, banned, reason: `reason ${n}` }));
  await inTransaction((tx) => applyBans(tx, batch));
  expect(await banOf(id)).toMatchObject({ banned: true, reason: 'reason 3' });
});

test('what an appeal has ended does not come back with the same callback, and does with another reason', async () => {
  const network = await aNetwork(await aCast());
  const { id, externalId } = await aPlayer(network);
  await says(network, externalId, 'BANNED', 'EMULATOR');
  await inTransaction((tx) => liftBan(tx, id, { kind: 'AGENT', id: randomUUID() }));
  expect(await banOf(id)).toEqual(FREE);
  await says(network, externalId, 'BANNED', 'EMULATOR');
  expect(await banOf(id)).toEqual(FREE);
  await says(network, externalId, 'BANNED', 'CHARGEBACK');
  expect(await banOf(id)).toEqual({ banned: true, reason: 'CHARGEBACK', by: network.key });
  expect(await trace(id)).toEqual(['banned', 'ban-lifted', 'banned']);
});

test('a forged ban callback bans nobody', async () => {
  const network = await aNetwork(await aCast());
  const { id, externalId } = await aPlayer(network);
  const forger = { ...network, cast: { ...network.cast, secret: 'guessed' } };
  expect(await says(forger, externalId, 'BANNED')).toMatchObject({ refusal: { refused: 'bad-signature' } });
  expect(await banOf(id)).toEqual(FREE);
});
