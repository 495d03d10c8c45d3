/**
 * What arrived from an advertiser's own integrations, newest first, a page at a time by key: what it said and what became of
 * it. The request itself stays in the console: it may hold what signs. Answers by the portal are no postbacks.
 */
import { db, empty, sql } from '@/lib/foundation/db';
import { type Cursor, LAST, pageOf } from '@/lib/rules/cursor';
import type { ReceiptOutcome } from '@/lib/rules/receipt-filter';

export type AdvertiserReceipt = {
  id: string;
  receivedAt: Date;
  integrationKey: string;
  outcome: ReceiptOutcome;
  code: string | null;
  transaction: string | null;
  clickId: string | null;
  taskKey: string | null;
  state: string | null;
};

type Wanted = { refusedOnly: boolean; before: Cursor | null };

const PAGE = 50;

export async function listAdvertiserReceipts(advertiserId: string, { refusedOnly, before }: Wanted) {
  const { at, id } = before ?? LAST;
  // The second condition is said for the small index of what is seldom.
  const refused = refusedOnly ? sql`AND r.outcome = 'refused' AND r.outcome <> 'recorded'` : empty;
  const rows = await db.query<AdvertiserReceipt>(sql`
    SELECT found.id, found.received_at, found.integration_key, found.outcome, found.code, found.transaction, found.click_id,
           found.task_key, found.state
      FROM integration i
      CROSS JOIN LATERAL (
        SELECT * FROM receipt r WHERE r.integration_id = i.id AND (r.received_at, r.id) < (${at}, ${id}::uuid) ${refused}
         ORDER BY r.received_at DESC, r.id DESC LIMIT ${PAGE + 1}) AS found
     WHERE i.advertiser_id = ${advertiserId}::uuid AND i.dialect <> 'portal'
     ORDER BY found.received_at DESC, found.id DESC LIMIT ${PAGE + 1}`);
  return pageOf(rows, PAGE, ({ receivedAt }) => receivedAt);
}
