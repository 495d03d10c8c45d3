/**
 * AdGem, version 2, as the one who tells: a GET by template whose address is signed. `verifier` = hex HMAC-SHA256(postback
 * key, the whole address without it), always the last parameter. An install that nobody pays for says so with
 * `nonpayable_install_goal=true`. AdGem defines no taking back: ours goes to an address of its own, with negative amounts.
 */
import { createHmac } from 'node:crypto';
import {
  acknowledgedBy200,
  customOfClick,
  customParameters,
  deviceText,
  signedAmount,
  signingSecret,
  toSecond,
} from './event-texts';
import { HOUSE_WAITS, SECOND } from './ladders';
import type { Endpoint, Macro, OutgoingCallback, RewardEvent, Rewards } from './rewards';
import { appendNew, appendParameters, fillTemplate } from './template';

const BRACKETS = ['{', '}'] as const;
const SLOTS = ['c1', 'c2', 'c3', 'c4', 'c5'];
const UNPAID = 'nonpayable_install_goal';

const MACROS: readonly Macro[] = [
  { name: 'player_id', means: 'The user' },
  { name: 'amount', means: 'How much the user gets, in the currency of the game' },
  { name: 'payout', means: 'What the completion is worth, in US dollars' },
  { name: 'transaction_id', means: 'The completion: reward each of them once' },
  { name: 'campaign_id', means: 'The key of the offer' },
  { name: 'offer_id', means: 'The key of the offer' },
  { name: 'offer_name', means: 'The title of the offer' },
  { name: 'goal_id', means: 'The key of the step' },
  { name: 'goal_name', means: 'The name of the step' },
  { name: 'click_datetime', means: 'When the offer was opened, in UTC' },
  { name: 'conversion_datetime', means: 'When the reward was granted, in UTC' },
  { name: 'country', means: 'The country from which the offer was opened, where it is known' },
  { name: 'ip', means: 'The address from which the offer was opened, where it is known' },
  { name: 'gaid', means: 'The Google advertising id, where it is known' },
  { name: 'idfa', means: 'The Apple advertising id, where it is known' },
  ...SLOTS.map((name) => ({ name, means: 'What the game gave the click to carry' })),
  { name: 'verifier', means: 'The signature; added by itself as the last parameter when it is left out' },
];

export const adgemRewards: Rewards = {
  timeoutMs: 10 * SECOND,
  waits: HOUSE_WAITS,
  finalStatuses: [],
  brackets: BRACKETS,
  macros: MACROS,
  mandatoryMacros: ['player_id', 'amount', 'transaction_id'],
  stateMacro: null,
  proof: { in: 'parameter', name: 'verifier', macro: 'verifier', mustBeLast: true },
  addedParameters: [{ name: UNPAID, macro: null }],
  customPrefix: '',
  reversalNeedsOwnUrl: true,
  reversalNeedsState: false,
  stateful: false,
  optionsKnown: ['zeroRewards', 'activities', 'custom', 'holdMinutes'],
  liveSecrets: 1,
  compose,
  acknowledged: acknowledgedBy200,
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  const template = endpoint.urlTemplate.replace(/[?&]verifier=\{verifier\}$/, '');
  const filled = fillTemplate(template, BRACKETS, macroValues(event));
  const custom = customParameters({ click: null }, endpoint, '').filter(([name]) => name !== 'verifier');
  const unpaid: [string, string][] = event.kind === 'ACTIVITY' ? [[UNPAID, 'true']] : [];
  const signed = appendNew(filled, [...unpaid, ...custom.filter(([name]) => name !== UNPAID)]);
  const secret = signingSecret(endpoint);
  if (secret === '') return { method: 'GET', url: signed, headers: {}, body: null, signed: '' };
  const verifier = createHmac('sha256', secret).update(signed).digest('hex');
  return { method: 'GET', url: appendParameters(signed, [['verifier', verifier]]), headers: {}, body: null, signed };
}

function macroValues(event: RewardEvent): Record<string, string> {
  const given = customOfClick(event.click);
  return {
    player_id: event.userId,
    amount: signedAmount(event.rewardAmount.toString(), event),
    payout: signedAmount(event.payoutUsd, event),
    transaction_id: event.eventId,
    campaign_id: event.offerKey,
    offer_id: event.offerKey,
    offer_name: event.offerTitle,
    goal_id: event.taskKey,
    goal_name: event.taskName,
    click_datetime: event.click ? toSecond(event.click.at) : '',
    conversion_datetime: toSecond(event.grantedAt),
    country: event.click?.country ?? '',
    ip: event.click?.ip ?? '',
    gaid: deviceText(event.click, 'gaid'),
    idfa: deviceText(event.click, 'idfa'),
    ...Object.fromEntries(SLOTS.map((slot) => [slot, given[slot] ?? ''])),
  };
}
