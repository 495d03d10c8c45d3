/** A tap on an offer: recorded first, then sent on to the advertiser with our click id in the link (03, `GET /click`). */
import { randomBytes } from 'node:crypto';
import { storeClicks } from '@/lib/clicks/store-clicks';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { fillTrackingLink } from '@/lib/rules/tracking-link';

type Clicker = { userId: string; externalId: string; app: { key: string } };
type Circumstances = { ip: string | null; userAgent: string | null; country: string | null };

/** Refused: `not-found` for an offer that is not (or no longer) on the wall. */
export async function recordClick(
  visitor: Clicker,
  offerKey: string,
  { ip, userAgent, country }: Circumstances,
  options: { at?: Date } = {},
): Promise<{ redirectTo: string; clickId: string } | Refusal> {
  const [offer] = await db.query<{ id: string; key: string; trackingUrl: string | null }>(
    sql`SELECT id, key, tracking_url FROM offer WHERE key = ${offerKey} AND active`,
  );
  if (!offer) return refuse('not-found', 'This offer is no longer here.');
  const clickId = randomBytes(16).toString('hex');
  await inTransaction(async (tx) => {
    const device = userAgent ? { userAgent: userAgent.slice(0, 256) } : {};
    await storeClicks(tx, [
      { id: clickId, userId: visitor.userId, offerId: offer.id, clickedAt: tx.now, ip, country, device },
    ]);
  }, options);
  const macros = { click_id: clickId, user_id: visitor.externalId, app: visitor.app.key, offer: offer.key };
  return { clickId, redirectTo: offer.trackingUrl ? fillTrackingLink(offer.trackingUrl, macros) : '/wall/in-progress' };
}
