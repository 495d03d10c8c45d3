/**
 * Seed of many tickets: the advertiser did send something, and we turned it away. Two ways to find it: by the user's own
 * clicks, and, where a click id came wrong, by the user or the device that the request names.
 */
import { db, sql } from '@/lib/foundation/db';
import type { ReceiptOutcome } from '@/lib/rules/receipt-filter';

export type RefusedReceipt = {
  id: string;
  receivedAt: Date;
  integrationKey: string;
  outcome: ReceiptOutcome;
  code: string | null;
  detail: string | null;
  taskKey: string | null;
  state: string | null;
};

/** `stray`: with another click id, or none, but with this user or device in it. */
export type RefusedReceipts = { refused: RefusedReceipt[]; stray: RefusedReceipt[] };

type Asked = { advertiserId: string; externalId: string; clicks: readonly Click[] };
type Click = { id: string; clickedAt: Date; device: Record<string, unknown> };

const SHOWN = 50;
/** Of each integration and outcome the newest so many are looked through. */
const LOOKED_THROUGH = 500;
/** A shorter name stands by chance in many requests. */
const SHORTEST_NAME = 6;

export async function readRefusedReceipts(asked: Asked): Promise<RefusedReceipts> {
  if (asked.clicks.length === 0) return { refused: [], stray: [] };
  const [refused, stray] = await Promise.all([readOfClicks(asked.clicks), readStray(asked)]);
  return { refused, stray };
}

function readOfClicks(clicks: readonly Click[]): Promise<RefusedReceipt[]> {
  return db.query<RefusedReceipt>(sql`
    SELECT id, received_at, integration_key, outcome, code, detail, task_key, state FROM receipt
     WHERE click_id = ANY(${clicks.map(({ id }) => id)}) AND received_at >= ${clicks[0]!.clickedAt} AND code IS NOT NULL
     ORDER BY received_at, id LIMIT ${SHOWN}`);
}

type Request = { query: string; body: string | null };

async function readStray({ advertiserId, externalId, clicks }: Asked): Promise<RefusedReceipt[]> {
  const names = namesOf(externalId, clicks);
  if (names.length === 0) return [];
  const rows = await db.query<RefusedReceipt & Request>(sql`
    SELECT r.id, r.received_at, r.integration_key, r.outcome, r.code, r.detail, r.task_key, r.state, r.query, r.body
      FROM integration i
      CROSS JOIN unnest(ARRAY['refused','unmatched']) AS how(outcome)
      CROSS JOIN LATERAL (
        SELECT * FROM receipt
         WHERE integration_id = i.id AND outcome = how.outcome AND outcome <> 'recorded' AND received_at >= ${clicks[0]!.clickedAt}
         ORDER BY received_at DESC, id DESC LIMIT ${LOOKED_THROUGH}) r
     WHERE i.advertiser_id = ${advertiserId}::uuid
       AND (r.click_id IS NULL OR r.click_id <> ALL(${clicks.map(({ id }) => id)}))
       AND EXISTS (SELECT FROM unnest(${names}::text[]) AS name WHERE strpos(r.query, name) > 0 OR strpos(coalesce(r.body, ''), name) > 0)
     ORDER BY r.received_at, r.id LIMIT ${SHOWN}`);
  return rows
    .filter((row) => names.some((name) => isNamedIn(name, row)))
    .map(({ query: _query, body: _body, ...receipt }) => receipt);
}

/** As they are written in addresses and in JSON. */
function namesOf(externalId: string, clicks: readonly Click[]): string[] {
  const devices = clicks.map(({ device }) => device.id).filter((id) => typeof id === 'string');
  const names = [externalId, ...devices].filter((name) => name.length >= SHORTEST_NAME);
  return [...new Set(names.flatMap((name) => [name, encodeURIComponent(name)]))];
}

/** As a whole: user-12 is not named by user-123. */
function isNamedIn(name: string, { query, body }: Request): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u');
  return whole.test(query) || whole.test(body ?? '');
}
