/**
 * What a new grant promises to tell: the reward, at once or when its hold is over, and to a stateful publisher meanwhile
 * that it is on hold (seed 001: PENDING, then COMPLETED or RECONCILED under the same transaction).
 */
import { dialectNamed } from '@/lib/dialects';
import type { CallbackOptions, CallbackState } from '@/lib/dialects/rewards';
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { type CallbackOrder, promiseCallbacks } from '@/lib/outbox/promise-callback';
import { heldUntil } from '@/lib/rules/delayed-crediting';

export type Granted = {
  id: string;
  appId: string;
  offerId: string;
  eventId: string;
  confirmationId: string | null;
};

type Terms = {
  id: string;
  dialect: string | null;
  options: CallbackOptions;
  offerMinutes: number | null;
  completedAt: Date | null;
};

export async function promiseRewards(tx: Tx, granted: readonly Granted[]): Promise<void> {
  if (granted.length === 0) return;
  const termsOf = new Map((await readTerms(tx, granted)).map((terms) => [terms.id, terms]));
  await promiseCallbacks(
    tx,
    granted.flatMap((grant) => ordersOf(grant, termsOf.get(grant.id)!, tx.now)),
  );
}

/** One by one, by key: for a batch the planner would rather read whole tables. */
function readTerms(tx: Tx, granted: readonly Granted[]): Promise<Terms[]> {
  const rows = granted.map(({ id, appId, offerId, confirmationId }) => ({
    id,
    app_id: appId,
    offer_id: offerId,
    confirmation_id: confirmationId,
  }));
  return tx.query<Terms>(sql`
    SELECT given.id, app.callback_dialect AS dialect, app.callback_options AS options, offer.hold_minutes AS offer_minutes,
           completed.received_at AS completed_at
      FROM ${recordset(rows, 'id uuid, app_id uuid, offer_id uuid, confirmation_id uuid')}
     CROSS JOIN LATERAL (SELECT callback_dialect, callback_options FROM app WHERE id = given.app_id LIMIT 1) app
     CROSS JOIN LATERAL (SELECT hold_minutes FROM offer WHERE id = given.offer_id LIMIT 1) offer
      LEFT JOIN LATERAL (SELECT received_at FROM confirmation WHERE id = given.confirmation_id LIMIT 1) completed ON true`);
}

function ordersOf({ id, appId, eventId }: Granted, terms: Terms, now: Date): CallbackOrder[] {
  const { dialect, options, offerMinutes, completedAt } = terms;
  const holds = { appMinutes: options.holdMinutes ?? null, offerMinutes };
  const until = heldUntil(completedAt ?? now, holds, now);
  const common = { grantId: id, appId, eventId };
  const reward: CallbackOrder = { ...common, kind: 'REWARD', at: until ?? now, heldUntil: until };
  return until && hearsOfHolds(dialect, options) ? [{ ...common, kind: 'PENDING', at: now }, reward] : [reward];
}

function hearsOfHolds(dialect: string | null, options: CallbackOptions): boolean {
  const isStateful = options.stateful === true && (dialectNamed(dialect ?? '')?.rewards?.stateful ?? false);
  return isStateful && wantsState(options, 'PENDING');
}

/** "Select the specific activity (state) you want to receive callbacks for"; nothing selected is everything. */
export function wantsState({ activities }: CallbackOptions, state: CallbackState): boolean {
  return activities === undefined || activities.length === 0 || activities.includes(state);
}
