/**
 * Voluum: doc.voluum.com, "tracking_conversions_postback", "traffic_source_postback_url". `cid` is the click, `et` the
 * type of the event, `txid` the conversion; without it one conversion of a type per click is all that can be told apart.
 * Voluum has an allow-list and no token; ours stands in the address.
 */
import { SECRET_PLACE } from './dialect';
import { trackerDialect } from './tracker';

export const voluum = trackerDialect({
  name: 'voluum',
  title: 'Voluum',
  click: ['cid'],
  event: ['et'],
  transaction: ['txid'],
  reason: ['reason'],
  payout: ['payout'],
  token: ['token'],
  setup: {
    urlTemplate: (door) => `${door}?cid={externalid}&payout={payout}&token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into the External ID of the traffic source.',
      'Add "et" and "txid" when an offer has several tasks or a task is paid more than once.',
    ],
  },
});
