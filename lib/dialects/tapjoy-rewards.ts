/**
 * Tapjoy (Unity Offerwall) as the one who tells a self-managed currency. It adds its parameters by itself; `verifier` =
 * md5(id:snuid:currency:secret). 200 only when the user has the coins, 403 for what will never work, an answer within five
 * seconds and in UTF-8; everything else is asked again every five minutes for four days. A taking back has no word of its
 * own: it is the same call to another address.
 */
import { createHash } from 'node:crypto';
import { customParameters, signingSecret } from './event-texts';
import { MINUTE, SECOND, times } from './ladders';
import type { Acknowledgement, Endpoint, OutgoingCallback, PublisherAnswer, RewardEvent, Rewards } from './rewards';
import { appendNew, appendParameters } from './template';

const ADDED = ['snuid', 'currency', 'id'];

export const tapjoyRewards: Rewards = {
  timeoutMs: 5 * SECOND,
  waits: times(4 * 24 * 12, 5 * MINUTE),
  finalStatuses: [403],
  brackets: ['{', '}'],
  macros: [],
  mandatoryMacros: [],
  stateMacro: null,
  proof: { in: 'parameter', name: 'verifier', macro: null, mustBeLast: false },
  addedParameters: ADDED.map((name) => ({ name, macro: null })),
  customPrefix: '',
  reversalNeedsOwnUrl: true,
  reversalNeedsState: false,
  stateful: false,
  optionsKnown: ['zeroRewards', 'activities', 'custom', 'holdMinutes'],
  liveSecrets: 1,
  compose,
  acknowledged,
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  const parts = [event.eventId, event.userId, event.rewardAmount.toString()] as const;
  const [id, snuid, currency] = parts;
  const secret = signingSecret(endpoint);
  const isSigned = secret !== '';
  const verifier = createHash('md5')
    .update([...parts, secret].join(':'))
    .digest('hex');
  const proven = appendParameters(endpoint.urlTemplate, [
    ['snuid', snuid],
    ['currency', currency],
    ['id', id],
    ...(isSigned ? ([['verifier', verifier]] as const) : []),
  ]);
  const custom = customParameters(event, endpoint, '').filter(([name]) => name !== 'verifier');
  return {
    method: 'GET',
    url: appendNew(proven, custom),
    headers: {},
    body: null,
    signed: isSigned ? [...parts, '[SECRET_KEY]'].join(':') : '',
  };
}

function acknowledged({ status, body }: PublisherAnswer): Acknowledgement {
  if (status === 403) return { verdict: 'final', reason: 'answered 403: never again' };
  if (status !== 200) return { verdict: 'retry', reason: `answered with status ${status} instead of 200` };
  // What is no UTF-8 has become U+FFFD when the answer was read.
  if (body.includes('\ufffd')) return { verdict: 'retry', reason: 'answered 200 in something that is not UTF-8' };
  return { verdict: 'acknowledged' };
}
