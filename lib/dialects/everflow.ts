/**
 * Everflow: helpdesk.everflow.io 6173403 (parameters and macros), "conversions-error-code-reference-guide".
 * `transaction_id` is the *click*; event 0 is the base conversion. The verification token is a parameter. Refusals carry
 * Everflow's own numbers, because its operators know them; unlike Everflow we refuse aloud. Without a conversion id the
 * click, the event and the order are the transaction. `amount` is the sale, not what is paid to us.
 */
import { type Answer, SECRET_PLACE, type TurnedAway } from './dialect';
import { mapped } from './parameters';
import { trackerDialect } from './tracker';

/** Whitelist, duplicate, invalid transaction id, click of somebody else, bad token. */
const ERROR_NUMBERS: Readonly<Record<string, number>> = {
  'address-not-allowed': 3,
  conflict: 8,
  malformed: 12,
  'not-your-click': 13,
  'bad-signature': 21,
};

export const everflow = trackerDialect({
  name: 'everflow',
  title: 'Everflow',
  click: ['transaction_id', 'click_id'],
  event: ['event_id', 'adv_event_id'],
  noEvent: ['0'],
  transaction: ['conversion_id'],
  distinction: ['order_id'],
  reason: ['reason'],
  payout: ['payout'],
  token: ['verification_token'],
  setup: {
    urlTemplate: (door) =>
      `${door}?transaction_id={sub1}&event_id={event_id}&conversion_id={conversion_id}&payout={payout_amount}` +
      `&verification_token=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into "sub1" of the tracking link.',
      'Map event ids to tasks; the base conversion has none.',
    ],
  },
  refusal: sayNumber,
});

function sayNumber({ code, message, status, receiptId }: TurnedAway): Answer {
  const body = { error_code: mapped(ERROR_NUMBERS, code) ?? null, error: message, receipt: receiptId };
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
