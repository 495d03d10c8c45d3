/**
 * Affise: help-center.affise.com 6475468 (parameters), 6483741 (macros), 6476587. Statuses are numbers: 1 approved,
 * 2 pending, 3 declined, 5 on hold. `action_id` is the advertiser's id of the conversion and the transaction; without it
 * click and goal are. `secure` is the token. Its operators know the texts that it answers with; so do ours.
 */
import { type Answer, SECRET_PLACE, type TurnedAway } from './dialect';
import { mapped } from './parameters';
import { trackerDialect } from './tracker';

const TEXTS: Readonly<Record<string, string>> = {
  'bad-signature': 'Access denied',
  'address-not-allowed': 'Current IP-address is denied',
  'not-your-click': 'Broken clickid',
};

export const affise = trackerDialect({
  name: 'affise',
  title: 'Affise',
  click: ['clickid', 'click_id'],
  event: ['goal'],
  transaction: ['action_id'],
  states: { '1': 'COMPLETED', '2': 'PENDING', '3': 'RECONCILED', '5': 'PENDING' },
  words: { COMPLETED: '1', PENDING: '2', RECONCILED: '3' },
  reason: ['comment'],
  payout: ['sum'],
  token: ['secure'],
  setup: {
    urlTemplate: (door) =>
      `${door}?clickid={sub1}&action_id={transactionid}&goal={goal}&status={status}&sum={sum}&currency={currency}` +
      `&comment={comment}&secure=${SECRET_PLACE}`,
    allowedIpsPreset: [],
    notes: [
      'Put our click id into "sub1" of the tracking link: Affise has no macro for a click id of ours.',
      'Let it send every status, or a decline never arrives. Map goals to tasks.',
    ],
  },
  answer: (outcome, receiptId) => say(200, { status: 1, message: outcome, receipt: receiptId }),
  refusal: ({ code, message, status, receiptId }: TurnedAway) =>
    say(status, { status: 2, error: mapped(TEXTS, code) ?? message, receipt: receiptId }),
});

function say(status: number, body: Record<string, unknown>): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
