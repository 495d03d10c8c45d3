/**
 * Trackier: help.trackier.com 8107277 (parameters), 8107293 (macros). Status is approved, pending, cancelled or rejected.
 * `txn_id` names a sale or registration for ever; without it click and goal do. `revenue` is what is paid, `sale_amount`
 * what the user spent. There is no token of its own; ours stands in the address.
 */
import { SECRET_PLACE } from './dialect';
import { trackerDialect } from './tracker';

export const trackier = trackerDialect({
  name: 'trackier',
  title: 'Trackier',
  click: ['click_id'],
  event: ['goal_value', 'goal_id'],
  transaction: ['txn_id'],
  reason: ['reason'],
  payout: ['revenue'],
  token: ['token'],
  setup: {
    urlTemplate: (door) =>
      `${door}?click_id={p1}&txn_id={txn_id}&goal_value={goal_value}&status={status}&revenue={payout_usd}` +
      `&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: ['Put our click id into "p1" of the publisher link.', 'Map goal values to tasks.'],
  },
});
