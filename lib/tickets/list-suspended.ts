/** Mail that came in and was put aside: nobody could say whose it was. The latest first, by key. */
import { db, sql } from '@/lib/foundation/db';
import { LAST, pageOf, readCursor } from '@/lib/rules/cursor';

export type SuspendedMail = {
  id: string;
  receivedAt: Date;
  fromAddress: string | null;
  subject: string | null;
  cause: string | null;
};

const PAGE = 50;

/** A cursor that is not ours starts at the beginning. */
export async function listSuspended(cursor: string): Promise<{ shown: SuspendedMail[]; nextCursor: string | null }> {
  const { at, id } = readCursor(cursor) ?? LAST;
  const rows = await db.query<SuspendedMail>(sql`
    SELECT id, received_at, from_address, subject, cause FROM inbound_email
     WHERE outcome = 'SUSPENDED' AND (received_at, id) < (${at}, ${id}::uuid)
     ORDER BY received_at DESC, id DESC LIMIT ${PAGE + 1}`);
  return pageOf(rows, PAGE, ({ receivedAt }) => receivedAt);
}
