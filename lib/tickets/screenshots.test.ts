import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { isRefusal } from '@/lib/rules/refusal';
import { ticketNumber } from '@/lib/rules/ticket-number';
import * as screenshots from '@/lib/tickets/screenshots';
import { openScreenshot, openScreenshotForUser } from '@/lib/tickets/screenshots-open';
import { findTwins } from '@/lib/tickets/screenshots-twins';

await freshDatabase();
const { storeScreenshot, removeScreenshot, listDraftScreenshots, carryScreenshots } = screenshots;

const NOON = new Date('2026-11-20T12:00:00Z');
const NOBODY = '00000000-0000-7000-8000-000000000000';
const folder = join(env.DATA_DIR, 'screenshots');

const [{ offerId, appId }] = (await db.query(sql`
  WITH advertiser AS (INSERT INTO advertiser (key, name) VALUES ('ad', 'Ad') RETURNING id),
    publisher AS (INSERT INTO publisher (key, name) VALUES ('pub', 'Pub') RETURNING id),
    app AS (INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret)
      SELECT 'app', id, 'Gem Quest', 'Gems', 1000, 'secret' FROM publisher RETURNING id),
    offer AS (INSERT INTO offer (key, advertiser_id, title, title_key)
      SELECT 'coin', id, 'Coin Kingdom', 'coin kingdom' FROM advertiser RETURNING id)
  SELECT app.id AS app_id, offer.id AS offer_id FROM app, offer`)) as [{ offerId: string; appId: string }];

let made = 0;

/** A user with a click on Coin Kingdom. */
async function player(): Promise<{ userId: string; clickId: string }> {
  made += 1;
  const clickId = `click-${made}`;
  const [{ userId }] = (await db.query(sql`
    WITH person AS (INSERT INTO end_user (app_id, external_id) VALUES (${appId}, ${`user-${made}`}) RETURNING id)
    INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, terms)
    SELECT ${clickId}, id, ${offerId}, 'coin kingdom', ${NOON}::timestamptz, '{}' FROM person RETURNING user_id`)) as [
    { userId: string },
  ];
  return { userId, clickId };
}

async function ticketOf({ userId, clickId }: { userId: string; clickId: string }, status = 'OPEN') {
  made += 1;
  const number = ticketNumber(Uint8Array.of(made >> 5, made & 31, 3, 4, 5, 6, 7));
  const [{ id }] = (await db.query(sql`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
      value_micros, reward_total, opened_at, opens_at)
    VALUES (${number}, ${userId}, ${appId}, ${offerId}, ${clickId}, 'coin kingdom', ${status}, 'en', 'a@b.co', 'Where?',
      0, 1, ${NOON}, ${NOON}) RETURNING id`)) as [{ id: string }];
  return { id, number };
}

function picture(seed = 1, size = 200): Promise<Buffer> {
  const noise = Array.from({ length: 432 }, (_, at) => (Math.sin(at * 12.9898 + seed) * 43_758.5453) & 255);
  return sharp(Buffer.from(noise), { raw: { width: 12, height: 12, channels: 3 } })
    .resize(size, size)
    .png()
    .toBuffer();
}

async function stored(upload: screenshots.ScreenshotUpload): Promise<screenshots.ScreenshotCard> {
  const card = await storeScreenshot(upload, NOON);
  if (isRefusal(card)) throw new Error(card.message);
  return card;
}

const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
const count = async () => (await db.query<{ n: number }>(sql`SELECT count(*)::int AS n FROM screenshot`))[0]!.n;

test('a picture is kept on the draft of the form and shown to the user who sent it', async () => {
  const { userId, clickId } = await player();
  const upload = { userId, target: { clickId }, name: '../level "10".png', bytes: await picture() };
  const card = await stored(upload);
  expect(card).toEqual({ id: expect.any(String), name: 'level 10.webp', width: 200, height: 200 });
  expect(await listDraftScreenshots(userId, 'coin kingdom')).toEqual([card]);

  const opened = await openScreenshotForUser(userId, card.id);
  expect(opened).toMatchObject({ mime: 'image/webp', name: 'level 10.webp' });
  expect(await sharp(opened!.bytes).metadata()).toMatchObject({ format: 'webp', width: 200 });
  expect((await openScreenshot(card.id))?.bytes).toEqual(opened!.bytes);
});

test('nobody else can see a picture, remove it, or add one to what is not theirs', async () => {
  const owner = await player();
  const other = await player();
  const { number } = await ticketOf(owner);
  const card = await stored({
    userId: owner.userId,
    target: { clickId: owner.clickId },
    name: 'a',
    bytes: await picture(),
  });

  expect(await openScreenshotForUser(other.userId, card.id)).toBeNull();
  expect(await removeScreenshot({ userId: other.userId, id: card.id })).toMatchObject({ refused: 'not-found' });
  expect(await listDraftScreenshots(other.userId, 'coin kingdom')).toEqual([]);
  const mine = { userId: other.userId, name: 'a', bytes: await picture() };
  const there = { target: { clickId: owner.clickId } };
  expect(await storeScreenshot({ ...mine, ...there })).toMatchObject({ refused: 'unknown-click' });
  expect(await storeScreenshot({ ...mine, target: { ticketNumber: number } })).toMatchObject({ refused: 'not-found' });
});

test.each(['../../.env', '%2e%2e%2f', '..%5c', '\u0000', "' OR 1=1 --", '', NOBODY])(
  'an id that is none finds nothing: %j',
  async (id) => {
    const { userId } = await player();
    expect(await openScreenshot(id)).toBeNull();
    expect(await openScreenshotForUser(userId, id)).toBeNull();
    expect(await removeScreenshot({ userId, id })).toMatchObject({ refused: 'not-found' });
    const mine = { userId, name: 'a', bytes: await picture() };
    expect(await storeScreenshot({ ...mine, target: { clickId: id } })).toMatchObject({ refused: 'unknown-click' });
    expect(await storeScreenshot({ ...mine, target: { ticketNumber: id } })).toMatchObject({ refused: 'not-found' });
  },
);

test('the fifth picture is taken and the sixth is refused, on a draft as on a ticket', async () => {
  const person = await player();
  const { number } = await ticketOf(person);
  for (const target of [{ clickId: person.clickId }, { ticketNumber: number }]) {
    const upload = { userId: person.userId, target, name: 'a', bytes: await picture() };
    for (let nth = 1; nth <= 5; nth += 1) await stored(upload);
    expect(await storeScreenshot(upload)).toMatchObject({
      refused: 'conflict',
      fields: { screenshots: expect.stringContaining('5 pictures') },
    });
  }
});

test('of ten pictures sent at once five are kept, with a file each and no file beside', async () => {
  const person = await player();
  const { number } = await ticketOf(person);
  for (const target of [{ clickId: person.clickId }, { ticketNumber: number }]) {
    const [rowsBefore, filesBefore] = [await count(), files()];
    const bytes = await picture();
    const upload = { userId: person.userId, target, name: 'a', bytes };
    const results = await Promise.all(Array.from({ length: 10 }, () => storeScreenshot(upload)));
    expect(results.filter(isRefusal)).toHaveLength(5);
    expect([(await count()) - rowsBefore, files() - filesBefore]).toEqual([5, 5]);
  }
});

test('nothing can be added to a closed ticket', async () => {
  const person = await player();
  const { number } = await ticketOf(person, 'CLOSED');
  const upload = { userId: person.userId, target: { ticketNumber: number }, name: 'a', bytes: await picture() };
  expect(await storeScreenshot(upload)).toMatchObject({ refused: 'conflict' });
});

test('what is no picture leaves no row and no file', async () => {
  const { userId, clickId } = await player();
  const [rowsBefore, filesBefore] = [await count(), files()];
  const upload = { userId, target: { clickId }, name: 'a.png', bytes: Buffer.from('<svg/>') };
  expect(await storeScreenshot(upload)).toMatchObject({ refused: 'malformed' });
  expect([await count(), files()]).toEqual([rowsBefore, filesBefore]);
});

test('when the disk fails the user is asked to try the picture again, and no row points at nothing', async () => {
  const { userId, clickId } = await player();
  const upload = { userId, target: { clickId }, name: 'a', bytes: await picture() };
  const rowsBefore = await count();
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, 'a file where the folder should be');
  try {
    expect(await storeScreenshot(upload)).toMatchObject({
      refused: 'try-later',
      message: expect.stringContaining('try the picture again'),
    });
    expect(await count()).toBe(rowsBefore);
  } finally {
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
  }
  expect(isRefusal(await storeScreenshot(upload))).toBe(false);
});

test('a picture is removed from a draft, file and all, and makes room for another', async () => {
  const { userId, clickId } = await player();
  const card = await stored({ userId, target: { clickId }, name: 'a', bytes: await picture() });
  const filesBefore = files();
  expect(await removeScreenshot({ userId, id: card.id })).toBeNull();
  expect(files()).toBe(filesBefore - 1);
  expect(await openScreenshot(card.id)).toBeNull();
  expect(await removeScreenshot({ userId, id: card.id })).toMatchObject({ refused: 'not-found' });
});

test('the pictures of a draft go with it onto the ticket, where they stay', async () => {
  const person = await player();
  const { userId, clickId } = person;
  const card = await stored({ userId, target: { clickId }, name: 'a', bytes: await picture() });
  const { id: ticketId, number } = await ticketOf(person);
  const carry = { userId, titleKey: 'coin kingdom', ticketId };

  expect(await inTransaction((tx) => carryScreenshots(tx, carry))).toBe(1);
  expect(await inTransaction((tx) => carryScreenshots(tx, carry))).toBe(0);

  expect(await listDraftScreenshots(userId, 'coin kingdom')).toEqual([]);
  expect(await removeScreenshot({ userId, id: card.id })).toMatchObject({ refused: 'conflict' });
  const upload = { userId, target: { ticketNumber: number }, name: 'a', bytes: await picture() };
  for (let nth = 2; nth <= 5; nth += 1) await stored(upload);
  expect(await storeScreenshot(upload)).toMatchObject({ refused: 'conflict' });
});

test('a picture that is being stored while its draft becomes a ticket is not left behind', async () => {
  const person = await player();
  const { userId, clickId } = person;
  const bytes = await picture();
  await stored({ userId, target: { clickId }, name: 'first', bytes });
  const { id: ticketId } = await ticketOf(person);
  let carried: Promise<number> | undefined;
  await inTransaction(async (tx) => {
    const [draft] = await tx.query<{ id: string }>(
      sql`UPDATE ticket_draft SET updated_at = ${NOON} WHERE user_id = ${userId} RETURNING id`,
    );
    carried = inTransaction((other) => carryScreenshots(other, { userId, titleKey: 'coin kingdom', ticketId }));
    await new Promise((done) => setTimeout(done, 200));
    await tx.execute(sql`INSERT INTO screenshot (user_id, draft_id, storage_key, mime, width, height, bytes, pixel_hash,
      look_hash, name, created_at) VALUES (${userId}, ${draft!.id}, 'late', 'image/webp', 1, 1, 1, 'x', 0, 'late', ${NOON})`);
  });
  expect(await carried).toBe(2);
});

test('the same picture on another ticket is found: identical pixels, and what only looks alike', async () => {
  const people = await Promise.all([player(), player(), player(), player()]);
  const tickets = [];
  for (const person of people) tickets.push({ ...(await ticketOf(person)), userId: person.userId });
  const [mine, same, alike, other] = tickets as [
    (typeof tickets)[0],
    (typeof tickets)[0],
    (typeof tickets)[0],
    (typeof tickets)[0],
  ];
  const put = (on: typeof mine, bytes: Buffer) =>
    stored({ userId: on.userId, target: { ticketNumber: on.number }, name: 'a', bytes });
  const original = await picture(4242);
  const { id } = await put(mine, original);
  await put(same, await sharp(original).png({ compressionLevel: 1 }).toBuffer());
  await put(alike, await sharp(original).resize(150, 150).jpeg({ quality: 50 }).toBuffer());
  await put(other, await picture(77));

  const [found, ...more] = await findTwins(mine.id);
  expect(more).toEqual([]);
  expect(found!.screenshotId).toBe(id);
  const seen = Object.fromEntries(found!.seen.map(({ number, ...twin }) => [number, twin]));
  expect(Object.keys(seen).sort()).toEqual([same.number, alike.number].sort());
  expect(seen[same.number]).toMatchObject({ identical: true, differing: 0 });
  expect(seen[alike.number]).toMatchObject({ identical: false, width: 150, height: 150 });
  expect(await findTwins(other.id)).toEqual([]);
});

test('two blank pictures do not look alike unless they are the same to the pixel', async () => {
  const people = await Promise.all([player(), player(), player()]);
  const tickets = [];
  for (const person of people) tickets.push({ ...(await ticketOf(person)), userId: person.userId });
  const blank = (background: string) =>
    sharp({ create: { width: 30, height: 30, channels: 3, background } })
      .png()
      .toBuffer();
  for (const [at, colour] of ['#112233', '#112233', '#445566'].entries()) {
    const { userId, number } = tickets[at]!;
    await stored({ userId, target: { ticketNumber: number }, name: 'a', bytes: await blank(colour) });
  }
  expect((await findTwins(tickets[0]!.id)).map(({ seen }) => seen.map(({ number }) => number))).toEqual([
    [tickets[1]!.number],
  ]);
});
