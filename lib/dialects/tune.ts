/**
 * TUNE (HasOffers): support.tune.com 4413247665431 (postbacks and their answers), 1500007718142 (security token),
 * 1500008248741 (macros). `transaction_id` is the *click*; goal 0 is the plain conversion. It wants HTTP 200 always and
 * reads `success=true;` or `success=false; err_msg=…;`. A conversion has no id: click, goal and the advertiser's sub id
 * (its order) are the transaction. `amount` is what the user spent and pays nobody here.
 */
import { SECRET_PLACE } from './dialect';
import { plain, trackerDialect } from './tracker';

export const tune = trackerDialect({
  name: 'tune',
  title: 'TUNE (HasOffers)',
  click: ['transaction_id', 'aff_click_id'],
  event: ['goal_id', 'goal'],
  noEvent: ['0'],
  distinction: ['adv_sub'],
  reason: ['reason'],
  payout: ['payout'],
  token: ['security_token'],
  setup: {
    urlTemplate: (door) =>
      `${door}?transaction_id={aff_click_id}&goal_id={goal_id}&adv_sub={adv_sub}&payout={payout}&currency={currency}` +
      `&security_token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into "aff_click_id" of the partner link.',
      'Map goal ids to tasks; goal 0 is the plain conversion.',
    ],
  },
  answer: () => plain('success=true;'),
  refusal: ({ message }) => plain(`success=false; err_msg=${message.replaceAll(';', ',')};`),
});
