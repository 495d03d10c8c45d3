/**
 * Offer18: offer18.gitbook.io, "global-postback-parameters". `tid` is the *click*, `event` the event; `adv_sub1` is the
 * advertiser's own lead or order, which with click and event makes the transaction. `sale` is what the user spent. There
 * is no token of its own; ours stands in the address.
 */
import { SECRET_PLACE } from './dialect';
import { trackerDialect } from './tracker';

export const offer18 = trackerDialect({
  name: 'offer18',
  title: 'Offer18',
  click: ['tid'],
  event: ['event'],
  distinction: ['adv_sub1'],
  reason: ['reason'],
  payout: ['payout'],
  token: ['token'],
  setup: {
    urlTemplate: (door) =>
      `${door}?tid={aff_click_id}&event={event}&adv_sub1={adv_sub1}&status={status}&payout={payout}&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: ['Put our click id into "aff_click_id" of the tracking link.', 'Map events to tasks.'],
  },
});
