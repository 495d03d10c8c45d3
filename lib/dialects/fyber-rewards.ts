/**
 * Digital Turbine (Fyber) as the one who tells, server-side rewarding. It adds its parameters by itself; `sid` =
 * sha1(security token + uid + amount + _trans_id_ + pub0 + pub1 + …) over values before percent-encoding, and pub0 … pub9 are
 * what the game gave the click to carry. "Everything else than 200 is a failure", resent up to ten times at intervals that
 * are not published. A taking back has no word of its own: it is the same call to another address.
 */
import { createHash } from 'node:crypto';
import { acknowledgedBy200, customParameters, signingSecret } from './event-texts';
import { HOUR, MINUTE, SECOND } from './ladders';
import type { Endpoint, OutgoingCallback, RewardEvent, Rewards } from './rewards';
import { appendNew, appendParameters } from './template';

/** Ten, over 54 h 51 min. */
const WAITS = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 9, 12, 24].map((hours) => hours * HOUR),
];

const ADDED = [
  ...['uid', 'amount', 'currency_name', 'currency_id', '_trans_id_'],
  ...['offer_title', 'payout_net', 'payout_currency'],
];
const PUB = /^pub\d$/;

export const fyberRewards: Rewards = {
  timeoutMs: 10 * SECOND,
  waits: WAITS,
  finalStatuses: [],
  brackets: ['{', '}'],
  macros: [],
  mandatoryMacros: [],
  stateMacro: null,
  proof: { in: 'parameter', name: 'sid', macro: null, mustBeLast: false },
  addedParameters: ADDED.map((name) => ({ name, macro: null })),
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
  const amount = event.rewardAmount.toString();
  const custom = customParameters(event, endpoint, '').filter(([name]) => name !== 'sid');
  const pubs = custom.filter(([name]) => PUB.test(name)).sort(([one], [other]) => (one < other ? -1 : 1));
  const covered = [event.userId, amount, event.eventId, ...pubs.map(([, value]) => value)].join('');
  const secret = signingSecret(endpoint);
  const isSigned = secret !== '';
  const sid = createHash('sha1').update(`${secret}${covered}`).digest('hex');
  const told = appendParameters(endpoint.urlTemplate, [
    ['uid', event.userId],
    ['amount', amount],
    ['currency_name', event.currencyName],
    ['currency_id', event.appKey],
    ['_trans_id_', event.eventId],
    ...(isSigned ? ([['sid', sid]] as const) : []),
    ...pubs,
    ['offer_title', event.offerTitle],
    ['payout_net', event.payoutUsd],
    ['payout_currency', 'USD'],
  ]);
  return {
    method: 'GET',
    url: appendNew(told, custom),
    headers: {},
    body: null,
    signed: isSigned ? `[SECURITY_TOKEN]${covered}` : '',
  };
}
