/**
 * Pictures of proof (R8): up to five on a draft of the form, carried over to its ticket, or added to the ticket later.
 * Proof never rewards by itself (R5). The file is on the disk before the row is written, and every count is made under
 * the lock of the draft or ticket it belongs to, so that a sixth picture cannot slip in beside the fifth.
 */
import { db, inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { newStorageKey, screenshotStorage } from '@/lib/outbox/screenshot-storage';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { TICKET_NUMBER } from '@/lib/rules/ticket-number';
import { type DecodedScreenshot, decodeScreenshot, type ScreenshotMime } from '@/lib/tickets/screenshots-decode';
import { displayName } from '@/lib/tickets/screenshots-name';

export const SCREENSHOTS_AT_MOST = 5;

export type ScreenshotCard = { id: string; name: string; width: number; height: number };
export type ScreenshotUpload = {
  userId: string;
  target: { clickId: string } | { ticketNumber: string };
  /** What the user called the file: shown, cleaned, and otherwise ignored. */
  name: string;
  bytes: Buffer;
};

/** Keeps one picture. `at` sets the clock for tests. */
export async function storeScreenshot(upload: ScreenshotUpload, at?: Date): Promise<ScreenshotCard | Refusal> {
  const place = await findPlace(db, upload);
  if (isRefusal(place)) return place;
  const picture = await decodeScreenshot(upload.bytes);
  if (isRefusal(picture)) return picture;
  const storageKey = newStorageKey(EXTENSION[picture.mime]);
  if (!(await keepFile(storageKey, picture.image))) return refuse('try-later', DISK_FAILED, fieldOf(DISK_FAILED));
  // If this throws, the row may have been written all the same: the file stays. A file without a row is litter, a row
  // without a file would be a lie.
  const stored = await inTransaction((tx) => writeRow(tx, upload, picture, storageKey), { at });
  if (isRefusal(stored)) await dropFile(storageKey);
  return stored;
}

const EXTENSION: Record<ScreenshotMime, string> = { 'image/webp': 'webp', 'image/jpeg': 'jpg' };
const DISK_FAILED = 'We could not keep this picture. Everything else is saved; please try the picture again.';

type Place = { draft: { titleKey: string } } | { ticketId: string };

/** Whose the click or ticket is, and whether there is room: asked before the picture is read, and again under the lock. */
async function findPlace(run: Runner, { userId, target }: ScreenshotUpload): Promise<Place | Refusal> {
  const place = 'clickId' in target ? await findDraft(run, userId, target) : await findTicket(run, userId, target);
  if (isRefusal(place)) return place;
  const [{ count }] = (await run.query<{ count: number }>(countIn(userId, place))) as [{ count: number }];
  return count < SCREENSHOTS_AT_MOST ? place : refuse('conflict', FULL, fieldOf(FULL));
}

const FULL = `There are ${SCREENSHOTS_AT_MOST} pictures already. Remove one to add another.`;

async function findDraft(run: Runner, userId: string, { clickId }: { clickId: string }): Promise<Place | Refusal> {
  if (!CLICK_ID.test(clickId)) return UNKNOWN_CLICK;
  const [click] = await run.query<{ titleKey: string }>(
    sql`SELECT title_key FROM click WHERE id = ${clickId} AND user_id = ${userId}`,
  );
  return click ? { draft: click } : UNKNOWN_CLICK;
}

const CLICK_ID = /^[A-Za-z0-9._:-]{1,128}$/;
const UNKNOWN_CLICK = refuse('unknown-click', 'We do not know this click.');

async function findTicket(run: Runner, userId: string, target: { ticketNumber: string }): Promise<Place | Refusal> {
  if (!TICKET_NUMBER.test(target.ticketNumber)) return NO_TICKET;
  const [ticket] = await run.query<{ id: string; status: string }>(
    sql`SELECT id, status FROM ticket WHERE number = ${target.ticketNumber} AND user_id = ${userId}`,
  );
  if (!ticket) return NO_TICKET;
  if (ticket.status === 'CLOSED') return refuse('conflict', 'This ticket is closed. Nothing can be added to it.');
  return { ticketId: ticket.id };
}

const NO_TICKET = refuse('not-found', 'There is no such ticket.');

function countIn(userId: string, place: Place) {
  if ('ticketId' in place) return sql`SELECT count(*)::int FROM screenshot WHERE ticket_id = ${place.ticketId}`;
  return sql`SELECT count(*)::int FROM screenshot JOIN ticket_draft AS draft ON draft.id = screenshot.draft_id
    WHERE draft.user_id = ${userId} AND draft.title_key = ${place.draft.titleKey}`;
}

async function keepFile(storageKey: string, image: Buffer): Promise<boolean> {
  try {
    await screenshotStorage().keep(storageKey, image);
    return true;
  } catch (error) {
    log.error({ reason: (error as Error).message }, 'screenshot could not be kept');
    return false;
  }
}

async function dropFile(storageKey: string): Promise<void> {
  try {
    await screenshotStorage().remove(storageKey);
  } catch (error) {
    log.warn({ storageKey, reason: (error as Error).message }, 'screenshot file left behind');
  }
}

async function writeRow(
  tx: Tx,
  upload: ScreenshotUpload,
  picture: DecodedScreenshot,
  storageKey: string,
): Promise<ScreenshotCard | Refusal> {
  const { userId, target } = upload;
  const draftId = 'clickId' in target ? await lockDraft(tx, userId, target.clickId) : null;
  if ('ticketNumber' in target) await lockTicket(tx, userId, target.ticketNumber);
  const place = await findPlace(tx, upload);
  if (isRefusal(place)) return place;
  const ticketId = 'ticketId' in place ? place.ticketId : null;
  return insertRow(tx, { userId, ticketId, draftId, name: upload.name, picture, storageKey });
}

type Row = {
  userId: string;
  ticketId: string | null;
  draftId: string | null;
  name: string;
  picture: DecodedScreenshot;
  storageKey: string;
};

async function insertRow(
  tx: Tx,
  { userId, ticketId, draftId, name, picture, storageKey }: Row,
): Promise<ScreenshotCard> {
  const { image, mime, width, height, pixelHash, lookHash } = picture;
  const [row] = await tx.query<ScreenshotCard>(sql`
    INSERT INTO screenshot (user_id, ticket_id, draft_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash,
      name, created_at)
    VALUES (${userId}, ${ticketId}, ${draftId}, ${storageKey}, ${mime}, ${width}, ${height}, ${image.length},
      ${pixelHash}, ${lookHash}, ${displayName(name, EXTENSION[mime])}, ${tx.now})
    RETURNING id, name, width, height`);
  return row!;
}

/** A picture that came by mail, on the disk already. */
export type MailedPicture = { name: string; picture: DecodedScreenshot; storageKey: string };

/** Decodes and keeps a picture before anybody knows whether it will be taken. Refused: what is no picture of ours. */
export async function keepMailedPicture(name: string, bytes: Buffer): Promise<MailedPicture | Refusal> {
  const picture = await decodeScreenshot(bytes);
  if (isRefusal(picture)) return picture;
  const storageKey = newStorageKey(EXTENSION[picture.mime]);
  if (!(await keepFile(storageKey, picture.image))) return refuse('try-later', DISK_FAILED);
  return { name, picture, storageKey };
}

/** Writes the rows of as many as there is room for; the caller holds the ticket's lock. Returns those left over. */
export async function addMailedPictures(
  tx: Tx,
  { userId, ticketId }: { userId: string; ticketId: string },
  pictures: readonly MailedPicture[],
): Promise<MailedPicture[]> {
  const [{ count }] = (await tx.query<{ count: number }>(countIn(userId, { ticketId }))) as [{ count: number }];
  const room = Math.max(0, SCREENSHOTS_AT_MOST - count);
  for (const picture of pictures.slice(0, room)) await insertRow(tx, { userId, ticketId, draftId: null, ...picture });
  return pictures.slice(room);
}

export async function dropMailedPictures(pictures: readonly MailedPicture[]): Promise<void> {
  for (const { storageKey } of pictures) await dropFile(storageKey);
}

/** Made when it is not there yet, and locked either way. */
async function lockDraft(tx: Tx, userId: string, clickId: string): Promise<string | null> {
  const [draft] = await tx.query<{ id: string }>(sql`
    INSERT INTO ticket_draft (user_id, title_key, fields, updated_at)
    SELECT user_id, title_key, '{}', ${tx.now}::timestamptz FROM click WHERE id = ${clickId} AND user_id = ${userId}
    ON CONFLICT (user_id, title_key) DO UPDATE SET updated_at = excluded.updated_at
    RETURNING id`);
  return draft?.id ?? null;
}

async function lockTicket(tx: Tx, userId: string, number: string): Promise<void> {
  await tx.query(sql`SELECT FROM ticket WHERE number = ${number} AND user_id = ${userId} FOR UPDATE`);
}

/** Takes a picture off a draft. What is on a ticket is evidence and stays. */
export async function removeScreenshot({ userId, id }: { userId: string; id: string }): Promise<null | Refusal> {
  if (!UUID.test(id)) return NO_PICTURE;
  const [removed] = await db.query<{ storageKey: string }>(
    sql`DELETE FROM screenshot WHERE id = ${id} AND user_id = ${userId} AND ticket_id IS NULL RETURNING storage_key`,
  );
  if (!removed) return await whyNotRemoved(userId, id);
  await dropFile(removed.storageKey);
  return null;
}

async function whyNotRemoved(userId: string, id: string): Promise<Refusal> {
  const rows = await db.query(sql`SELECT FROM screenshot WHERE id = ${id} AND user_id = ${userId}`);
  return rows.length ? refuse('conflict', 'This picture has been sent with your ticket and stays there.') : NO_PICTURE;
}

/** PostgreSQL refuses anything else where a uuid is expected; to the caller it is simply not there. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_PICTURE = refuse('not-found', 'There is no such picture.');

export async function listDraftScreenshots(userId: string, titleKey: string): Promise<ScreenshotCard[]> {
  return await db.query<ScreenshotCard>(sql`
    SELECT screenshot.id, name, width, height FROM screenshot JOIN ticket_draft AS draft ON draft.id = screenshot.draft_id
    WHERE draft.user_id = ${userId} AND draft.title_key = ${titleKey} ORDER BY screenshot.id`);
}

/**
 * The draft became a ticket: its pictures go with it. Returns how many. The draft is locked first and in a statement of
 * its own, so that a picture that is being stored at this moment is carried too.
 */
export async function carryScreenshots(
  tx: Tx,
  { userId, titleKey, ticketId }: { userId: string; titleKey: string; ticketId: string },
): Promise<number> {
  const [draft] = await tx.query<{ id: string }>(
    sql`SELECT id FROM ticket_draft WHERE user_id = ${userId} AND title_key = ${titleKey} FOR UPDATE`,
  );
  if (!draft) return 0;
  return await tx.execute(
    sql`UPDATE screenshot SET ticket_id = ${ticketId}, draft_id = NULL WHERE draft_id = ${draft.id}`,
  );
}

function fieldOf(message: string): { fields: { screenshots: string } } {
  return { fields: { screenshots: message } };
}
