/**
 * BitLabs as the one who tells: seed 001 and developer.bitlabs.ai/docs/callback-parameters. The whole address is signed, and
 * `&hash=` is always its last parameter.
 *
 * Stateful: one transaction (`o…`) through PENDING, COMPLETED and RECONCILED, values never negative. Otherwise the state is
 * NONE, and a reconciliation is a transaction of its own, `r…` where the completion was `o…`, with negative values and the
 * completion in REF. A ban names user, status and reason and nothing else; its transaction is empty, so that nobody books it.
 */
import { createHmac } from 'node:crypto';
import { acknowledgedBy200, customParameters, isReversal, signedAmount, signingSecret, stateOf } from './event-texts';
import { HOUSE_WAITS, SECOND } from './ladders';
import type { Ban, Endpoint, Macro, OutgoingCallback, RewardEvent, Rewards } from './rewards';
import { appendNew, appendParameters, fillTemplate } from './template';

const BRACKETS = ['[%', '%]'] as const;
const NAMED: readonly Macro[] = [
  { name: 'USER:UID', means: 'The user' },
  {
    name: 'TX',
    means: 'The transaction: o… for a completion, r… for a reconciliation when callbacks are not stateful',
  },
  { name: 'VALUE:CURRENCY', means: 'How much the user gets, in the currency of the app' },
  { name: 'VALUE:USD', means: 'What the completion is worth, in US dollars' },
  { name: 'REF', means: 'The transaction of the completion that this is about' },
  { name: 'APP:TOKEN', means: 'The key of the app' },
  { name: 'USER:IP_ADDRESS', means: 'The address from which the offer was opened, where it is known' },
  { name: 'OFFER:ID', means: 'The key of the offer' },
  { name: 'OFFER:NAME', means: 'The title of the offer' },
  { name: 'OFFER:TITLE', means: 'The title of the offer' },
  { name: 'OFFER:DELAY', means: 'For how many minutes rewards are held' },
  { name: 'OFFER:REJECTION_REASON', means: 'Why the completion was taken back, where it is known' },
  { name: 'OFFER:TASK:ID', means: 'The key of the step' },
  { name: 'OFFER:TASK:NAME', means: 'The name of the step' },
  { name: 'OFFER:TASK:STATE', means: 'PENDING, COMPLETED or RECONCILED; NONE when callbacks are not stateful' },
  { name: 'OFFER:TASK:TYPE:ID', means: 'The kind of step as a number, where it is known' },
  { name: 'OFFER:TASK:TYPE:NAME', means: 'The kind of step, for example INSTALL, where it is known' },
  { name: 'OFFER:TASK:HIDDEN', means: '1 when the user did not see the step in the offer, otherwise 0' },
  { name: 'OFFER:TASK:IAP:USD', means: 'What a single in-app purchase cost the user, where it is known' },
  { name: 'BAN:STATUS', means: 'BANNED or ACTIVE, in callbacks about a ban' },
  { name: 'BAN:REASON', means: 'Why the user was banned, in callbacks about a ban' },
  { name: 'HASH', means: 'The signature; added by itself as the last parameter when it is left out' },
];

/** Still written in many addresses. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'USER:ID': 'USER:UID',
  UID: 'USER:UID',
  VAL: 'VALUE:CURRENCY',
  RAW: 'VALUE:USD',
  OFFER_STATE: 'OFFER:TASK:STATE',
  TASK_ID: 'OFFER:TASK:ID',
  BAN_STATE: 'BAN:STATUS',
  BAN_REASON: 'BAN:REASON',
};

const MACROS: readonly Macro[] = [
  ...NAMED,
  ...Object.entries(OTHER_NAMES).map(([name, standsFor]) => ({
    name,
    standsFor,
    means: NAMED.find((macro) => macro.name === standsFor)!.means,
  })),
];

/** The longer of the two tables of the page; 4 has another meaning in the shorter one, so prefer the name. */
const TYPES = [
  'INSTALL',
  'EVENT',
  'PURCHASE',
  'ADJUST',
  'PLAYTIME',
  'APPSFLYER',
  'SPONSORSHIP',
  'SIGN_UP',
  'DEPOSIT',
  'DIRECT_DEPOSIT',
  'ORDERED_LEVEL_EVENT',
  'AD_VIEW',
  'ANY_PURCHASE',
  'OTHER_SALE',
];

export const bitlabsRewards: Rewards = {
  timeoutMs: 10 * SECOND,
  waits: HOUSE_WAITS,
  finalStatuses: [],
  brackets: BRACKETS,
  macros: MACROS,
  mandatoryMacros: ['USER:UID', 'VALUE:CURRENCY', 'VALUE:USD', 'TX'],
  stateMacro: 'OFFER:TASK:STATE',
  proof: { in: 'parameter', name: 'hash', macro: 'HASH', mustBeLast: true },
  addedParameters: [],
  customPrefix: '',
  reversalNeedsOwnUrl: false,
  reversalNeedsState: false,
  stateful: true,
  optionsKnown: ['stateful', 'zeroRewards', 'activities', 'custom', 'holdMinutes'],
  liveSecrets: 1,
  compose,
  composeBan,
  acknowledged: acknowledgedBy200,
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  return send(macroValues(event, endpoint.options.stateful ?? false), event, endpoint);
}

function composeBan(ban: Ban, endpoint: Endpoint): OutgoingCallback | null {
  if (!/\[%BAN[:_]STAT(?:US|E)%\]/.test(endpoint.urlTemplate)) return null;
  const values = {
    ...Object.fromEntries(NAMED.map(({ name }) => [name, ''])),
    'USER:UID': ban.userId,
    'APP:TOKEN': ban.appKey,
    'BAN:STATUS': ban.isBanned ? 'BANNED' : 'ACTIVE',
    'BAN:REASON': ban.reason ?? '',
  };
  return send(values, { click: null }, endpoint);
}

function send(values: Record<string, string>, about: Pick<RewardEvent, 'click'>, endpoint: Endpoint): OutgoingCallback {
  const template = endpoint.urlTemplate.replace(/[?&]hash=\[%HASH%\]$/, '');
  const filled = fillTemplate(template, BRACKETS, { ...values, ...byOtherNames(values) });
  const custom = customParameters(about, endpoint, '').filter(([name]) => name !== 'hash');
  const signed = appendNew(filled, custom);
  const secret = signingSecret(endpoint);
  if (secret === '') return { method: 'GET', url: signed, headers: {}, body: null, signed: '' };
  const hash = createHmac('sha1', secret).update(signed).digest('hex');
  return { method: 'GET', url: appendParameters(signed, [['hash', hash]]), headers: {}, body: null, signed };
}

function macroValues(event: RewardEvent, isStateful: boolean): Record<string, string> {
  const completion = `o${event.eventId}`;
  const isOwnTransaction = isReversal(event) && !isStateful;
  const amount = (value: string) => (isStateful ? value : signedAmount(value, event));
  const { type = null, isHidden = false, purchaseUsd = null } = event.step ?? {};
  return {
    'USER:UID': event.userId,
    TX: isOwnTransaction ? `r${event.eventId}` : completion,
    REF: completion,
    'VALUE:CURRENCY': amount(event.rewardAmount.toString()),
    'VALUE:USD': amount(event.payoutUsd),
    'APP:TOKEN': event.appKey,
    'USER:IP_ADDRESS': event.click?.ip ?? '',
    'OFFER:ID': event.offerKey,
    'OFFER:NAME': event.offerTitle,
    'OFFER:TITLE': event.offerTitle,
    'OFFER:DELAY': event.delayMinutes.toString(),
    'OFFER:REJECTION_REASON': (isReversal(event) && event.reversal?.reason) || '',
    'OFFER:TASK:ID': event.taskKey,
    'OFFER:TASK:NAME': event.taskName,
    'OFFER:TASK:STATE': isStateful ? stateOf(event) : 'NONE',
    'OFFER:TASK:TYPE:ID': type !== null && TYPES.includes(type) ? (TYPES.indexOf(type) + 1).toString() : '',
    'OFFER:TASK:TYPE:NAME': type ?? '',
    'OFFER:TASK:HIDDEN': isHidden ? '1' : '0',
    'OFFER:TASK:IAP:USD': purchaseUsd ?? '',
    'BAN:STATUS': '',
    'BAN:REASON': '',
  };
}

function byOtherNames(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(OTHER_NAMES).map(([other, name]) => [other, values[name]!]));
}
