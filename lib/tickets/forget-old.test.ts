/** What is over its time goes with the night, what is not stays to the millisecond. */
import { expect, test } from 'vitest';
import { aCast, anOffer } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket } from '@/e2e/support/desk';
import { aPersonEverywhere, tablesWith } from '@/e2e/support/person-everywhere';
import { db, sql } from '@/lib/foundation/db';
import { newStorageKey, screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { countOverTime, forgetOld } from '@/lib/tickets/forget-old';

await freshDatabase();

const cast = await aCast();
await anOffer(cast);
const NOW = new Date('2028-11-21T03:17:00.000Z');
const DAY = 86_400_000;
const before = (days: number, ms = 0) => new Date(NOW.getTime() - days * DAY + ms);
const endedAt = (number: string, at: Date) =>
  db.execute(
    sql`UPDATE ticket SET decided_at = greatest(${at}, opened_at), closed_at = ${at}, status = 'CLOSED' WHERE number = ${number}`,
  );
/** Of other tests: nothing is over its time when one begins. */
const settled = () => forgetOld({ at: NOW });

test('screenshots go ninety days after the end of their ticket, with their files, and not a millisecond before', async () => {
  const [over, notYet] = [await aPersonEverywhere(cast), await aPersonEverywhere(cast)];
  await endedAt(over.number, before(90, -1));
  await endedAt(notYet.number, before(90));
  await db.execute(sql`UPDATE ticket_draft SET updated_at = ${NOW}`);
  expect(await countOverTime(NOW)).toEqual({ pictures: 1, tickets: 0, drafts: 0 });
  expect(await forgetOld({ at: NOW })).toEqual({ pictures: 1, tickets: 0, drafts: 0 });
  expect(await screenshotStorage().read(over.storageKey)).toBeNull();
  expect(await screenshotStorage().read(notYet.storageKey)).not.toBeNull();
});

test('a ticket under review keeps its pictures and words however old it is', async () => {
  const inManyYears = new Date('2066-11-21T03:17:00.000Z');
  await forgetOld({ at: inManyYears });
  const { number } = await aLargeTicket(cast);
  await db.execute(sql`
    INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
    SELECT user_id, id, ${newStorageKey('webp')}, 'image/webp', 1, 1, 1, 'p', 1, 'proof', now() FROM ticket WHERE number = ${number}`);
  expect(await countOverTime(inManyYears)).toEqual({ pictures: 0, tickets: 0, drafts: 0 });
});

test('words and addresses of a ticket go after its months, those of the same day two years later not yet', async () => {
  await settled();
  const [over, notYet] = [await aPersonEverywhere(cast), await aPersonEverywhere(cast)];
  await endedAt(over.number, new Date('2026-11-21T03:16:59.999Z'));
  await endedAt(notYet.number, new Date('2026-11-21T03:17:00.000Z'));
  expect(await forgetOld({ at: NOW })).toMatchObject({ tickets: 1 });
  const [ticket] = await db.query(sql`
    SELECT description, answers, address LIKE 'erased:%' AS hidden, (SELECT count(*)::int FROM message WHERE ticket_id = t.id) AS messages
      FROM ticket t WHERE number = ${over.number}`);
  expect(ticket).toEqual({ description: '', answers: {}, hidden: true, messages: 0 });
  const [kept] = await db.query(sql`SELECT address FROM ticket WHERE number = ${notYet.number}`);
  expect(kept).toEqual({ address: notYet.address });
  // The person is still one of ours: what they proved stays, and a mail that nobody has placed yet.
  expect(await tablesWith([over.address])).toEqual(['inbound_email', 'saved_view', 'suppression', 'validated_email']);
  expect(await forgetOld({ at: NOW })).toMatchObject({ tickets: 0 });
});

test('a form that was never sent is forgotten fifteen days after its last change', async () => {
  await settled();
  const [over, notYet] = [await aPersonEverywhere(cast), await aPersonEverywhere(cast)];
  await db.execute(sql`UPDATE ticket_draft SET updated_at = ${before(15, -1)} WHERE user_id = ${over.userId}`);
  await db.execute(sql`UPDATE ticket_draft SET updated_at = ${before(15)} WHERE user_id = ${notYet.userId}`);
  expect(await forgetOld({ at: NOW })).toMatchObject({ drafts: 1 });
  expect(await db.query(sql`SELECT user_id FROM ticket_draft`)).toContainEqual({ userId: notYet.userId });
});
