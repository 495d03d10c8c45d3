/**
 * ayeT-Studios as the one who tells: seed 003. A GET with the header `X-Ayetstudios-Security-Hash` over all parameters of the
 * finished address, sorted by key and written as PHP writes them. A reversal carries the completion's id with "r-" before it,
 * `is_chargeback=1` and negative amounts. "Otherwise we will resend the postback 12 times over a span of one hour".
 */
import { createHmac } from 'node:crypto';
import {
  acknowledgedBy200,
  customOfClick,
  customParameters,
  deviceText,
  isReversal,
  signedAmount,
  signingSecret,
  toSecond,
} from './event-texts';
import { MINUTE, SECOND, times } from './ladders';
import type { ClickFacts, Endpoint, Macro, OutgoingCallback, RewardEvent, Rewards } from './rewards';
import { appendNew, encodeAsPhp, fillTemplate } from './template';

const HEADER = 'x-ayetstudios-security-hash';
const BRACKETS = ['{', '}'] as const;
const CUSTOM_SLOTS = [1, 2, 3, 4, 5];

const PLAIN: readonly Macro[] = [
  { name: 'transaction_id', means: 'The completion; with "r-" before it when it is taken back' },
  { name: 'payout_usd', means: 'What the completion is worth in US dollars; negative when it is taken back' },
  { name: 'currency_amount', means: 'How much the user gets, in the game’s currency; negative when it is taken back' },
  { name: 'external_identifier', means: 'The user' },
  { name: 'user_id', means: 'The user, by our own name: the same' },
  { name: 'placement_identifier', means: 'The key of the app' },
  { name: 'adslot_id', means: 'The key of the app' },
  { name: 'sub_id', means: 'The name of the app' },
  { name: 'ip', means: 'The address from which the offer was opened, otherwise 0.0.0.0' },
  { name: 'offer_id', means: 'The key of the offer' },
  { name: 'offer_name', means: 'The title of the offer' },
  { name: 'device_uuid', means: 'The device, where it is known' },
  { name: 'device_make', means: 'Who made the device, where it is known' },
  { name: 'device_model', means: 'The model of the device, where it is known' },
  { name: 'advertising_id', means: 'The advertising id of the device, where it is known' },
  { name: 'sha1_android_id', means: 'The SHA-1 of the Android id, where it is known' },
  { name: 'sha1_imei', means: 'The SHA-1 of the IMEI, where it is known' },
  { name: 'is_chargeback', means: '1 when the reward is taken back, otherwise 0' },
  { name: 'chargeback_reason', means: 'Why it was taken back, where it is known' },
  { name: 'chargeback_date', means: 'When it was taken back, in UTC' },
  { name: 'event_name', means: 'The key of the step' },
  { name: 'task_name', means: 'The name of the step' },
  { name: 'task_uuid', means: 'The key of the step' },
  { name: 'currency_identifier', means: 'The name of the currency' },
  { name: 'currency_conversion_rate', means: 'How much of the currency a dollar of this completion is' },
  ...CUSTOM_SLOTS.map((slot) => ({ name: `custom_${slot}`, means: 'What the game gave the click to carry' })),
];

/** An amount loses its sign and its point when it is sanitized, so only ids may stand for their originals. */
const SPARED = ['transaction_id', 'external_identifier'];

const SANITIZED: readonly Macro[] = PLAIN.map(({ name, means }) => ({
  name: `${name}_sanitized`,
  means: `${means} (only 0-9 a-z A-Z - _)`,
  ...(SPARED.includes(name) && { standsFor: name }),
}));

export const ayetRewards: Rewards = {
  timeoutMs: 10 * SECOND,
  waits: times(12, 5 * MINUTE),
  finalStatuses: [],
  brackets: BRACKETS,
  macros: [...PLAIN, ...SANITIZED],
  mandatoryMacros: ['transaction_id', 'external_identifier', 'currency_amount'],
  stateMacro: null,
  proof: { in: 'header', name: HEADER },
  addedParameters: [],
  customPrefix: '',
  reversalNeedsOwnUrl: false,
  reversalNeedsState: false,
  stateful: false,
  optionsKnown: ['zeroRewards', 'activities', 'custom', 'holdMinutes'],
  liveSecrets: 1,
  compose,
  acknowledged: acknowledgedBy200,
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  const values = macroValues(event);
  const sanitized = Object.entries(values).map(([name, value]) => [`${name}_sanitized`, sanitize(value)]);
  const all = { ...values, ...Object.fromEntries(sanitized) };
  const filled = fillTemplate(endpoint.urlTemplate, BRACKETS, all, encodeAsPhp);
  const slots = CUSTOM_SLOTS.map((slot) => `custom_${slot}`);
  const custom = customParameters({ click: null }, endpoint, '').filter(([name]) => !slots.includes(name));
  const url = appendNew(filled, custom);
  const signed = canonical(url);
  const secret = signingSecret(endpoint);
  const hash = createHmac('sha256', secret).update(signed).digest('hex');
  const headers: OutgoingCallback['headers'] = secret === '' ? {} : { [HEADER]: hash };
  return { method: 'GET', url, headers, body: null, signed: secret === '' ? '' : signed };
}

/** ksort, then http_build_query, over what the receiver will read out of the finished address. */
function canonical(url: string): string {
  return [...new URLSearchParams(url.split(/\?(.*)/s)[1] ?? '')]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${encodeAsPhp(key)}=${encodeAsPhp(value)}`)
    .join('&');
}

/** "Any character that is not in 0-9 a-z A-Z - _ will be removed. Whitespaces will be replaced by underscores." */
function sanitize(value: string): string {
  return value.replace(/\s/g, '_').replace(/[^0-9A-Za-z_-]/g, '');
}

function macroValues(event: RewardEvent): Record<string, string> {
  const taken = isReversal(event);
  return {
    transaction_id: taken ? `r-${event.eventId}` : event.eventId,
    payout_usd: signedAmount(event.payoutUsd, event),
    currency_amount: signedAmount(event.rewardAmount.toString(), event),
    external_identifier: event.userId,
    user_id: event.userId,
    placement_identifier: event.appKey,
    adslot_id: event.appKey,
    sub_id: event.appName,
    offer_id: event.offerKey,
    offer_name: event.offerTitle,
    is_chargeback: taken ? '1' : '0',
    chargeback_reason: (taken && event.reversal?.reason) || '',
    chargeback_date: taken && event.reversal ? toSecond(event.reversal.at) : '',
    event_name: event.taskKey,
    task_name: event.taskName,
    task_uuid: event.taskKey,
    currency_identifier: event.currencyName,
    currency_conversion_rate: conversionRate(event),
    ...deviceValues(event.click),
    ...customSlots(event.click),
  };
}

function deviceValues(click: ClickFacts | null): Record<string, string> {
  return {
    ip: click?.ip ?? '0.0.0.0',
    device_uuid: deviceText(click, 'id', 'uuid'),
    device_make: deviceText(click, 'make', 'brand'),
    device_model: deviceText(click, 'model'),
    advertising_id: deviceText(click, 'advertisingId', 'gaid', 'idfa'),
    sha1_android_id: deviceText(click, 'sha1AndroidId'),
    sha1_imei: deviceText(click, 'sha1Imei'),
  };
}

function customSlots(click: ClickFacts | null): Record<string, string> {
  const given = customOfClick(click);
  return Object.fromEntries(CUSTOM_SLOTS.map((slot) => [`custom_${slot}`, given[slot] ?? '']));
}

/** Of this very completion, hence the same on every attempt whatever the app's rate is by then. */
function conversionRate({ rewardAmount, payoutUsd }: RewardEvent): string {
  const [whole = '0', fraction = ''] = payoutUsd.split('.');
  const micros = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  if (micros === 0n) return '0';
  const hundredths = (rewardAmount * 100_000_000n) / micros;
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')}`;
}
