/** Showing a picture that was kept: by its id, after a permission check, never by a path. */
import { db, sql } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { screenshotStorage } from '@/lib/outbox/screenshot-storage';
import type { ScreenshotMime } from '@/lib/tickets/screenshots-decode';

export type OpenedScreenshot = { bytes: Buffer; mime: ScreenshotMime; name: string };

/** For the person who sent it. */
export async function openScreenshotForUser(userId: string, id: string): Promise<OpenedScreenshot | null> {
  return await openWhere(id, userId);
}

/** For agents: the caller has authorised them for the ticket. */
export async function openScreenshot(id: string): Promise<OpenedScreenshot | null> {
  return await openWhere(id, null);
}

async function openWhere(id: string, ownerId: string | null): Promise<OpenedScreenshot | null> {
  if (!UUID.test(id)) return null;
  const [row] = await db.query<{ storageKey: string; mime: ScreenshotMime; name: string }>(
    sql`SELECT storage_key, mime, name FROM screenshot WHERE id = ${id}
      AND (${ownerId}::uuid IS NULL OR user_id = ${ownerId}::uuid)`,
  );
  if (!row) return null;
  const bytes = await screenshotStorage().read(row.storageKey);
  if (!bytes) log.error({ id }, 'screenshot file is missing');
  return bytes && { bytes, mime: row.mime, name: row.name };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
