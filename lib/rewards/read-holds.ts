/** How long rewards of these apps and offers are held before the game hears of them. */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import type { Holds } from '@/lib/rules/delayed-crediting';

type Placed = { appId: string; offerId: string };

/** Asked for as many as there are; one look-up for each pair of app and offer. */
export async function readHolds(tx: Tx, placed: readonly Placed[]): Promise<(of: Placed) => Holds> {
  const pairs = new Map(placed.map(({ appId, offerId }) => [keyOf({ appId, offerId }), { appId, offerId }]));
  const rows = [...pairs.values()].map(({ appId, offerId }) => ({ app_id: appId, offer_id: offerId }));
  const holds = await tx.query<Placed & Holds>(sql`
    SELECT given.app_id, given.offer_id, (a.callback_options->>'holdMinutes')::int AS app_minutes, o.hold_minutes AS offer_minutes
      FROM ${recordset(rows, 'app_id uuid, offer_id uuid')}
      JOIN app a ON a.id = given.app_id JOIN offer o ON o.id = given.offer_id`);
  const known = new Map(holds.map((one) => [keyOf(one), one]));
  return (of) => known.get(keyOf(of)) ?? { appMinutes: null, offerMinutes: null };
}

function keyOf({ appId, offerId }: Placed): string {
  return `${appId} ${offerId}`;
}
