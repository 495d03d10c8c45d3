/**
 * AdGate (Prodege): docs.prodegeads.com/postbacks. A GET by template, without any signature: "it is important that the
 * postback URL that is used is unique". So the address holds a token (tracker-token.ts), and nothing else is proven.
 *
 * `conversion_id` is the transaction and stays the same from pending to approved or rejected; reversals come only when the
 * address holds {state}, unpaid events only when it holds {event_id}. The click is the second sub id, {s2}.
 */

import { adgateRewards } from './adgate-rewards';
import { plain, readQuery, stateBy, taskOf, toConfirmation } from './confirmation';
import type {
  Dialect,
  IntegrationSettings,
  Notice,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
} from './dialect';
import { SECRET_PLACE } from './dialect';
import { SAMPLE_REWARD, SAMPLE_USER, sampler, wordFor } from './sample';
import { verifyToken } from './tracker-token';

const STATES = { approved: 'COMPLETED', pending: 'PENDING', rejected: 'RECONCILED' } as const;

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?conversion_id={conversion_id}&user_id={s1}&s2={s2}&points={points}&payout={payout}&event_id={event_id}&state={state}&secret=${SECRET_PLACE}`,
  allowedIpsPreset: ['52.42.57.125'],
  notes: [
    'AdGate signs nothing: the token in the address and the allow-list are all there is.',
    'Pass our click id as s2 when the offerwall is opened.',
    'Keep {state} in the address, or reversals never arrive.',
  ],
};

const sample = sampler({ setup, verify, place: null }, (what) => ({
  filled: {
    conversion_id: what.transaction,
    user_id: SAMPLE_USER,
    s2: what.clickId,
    points: SAMPLE_REWARD,
    payout: what.payoutUsd,
    event_id: what.taskKey,
    state: wordFor(STATES, what.state),
  },
}));

export const adgate: Dialect = {
  name: 'adgate',
  title: 'AdGate (Prodege)',
  confirms: {
    weaknesses: ['secret-in-url'],
    secretParameters: ['secret'],
    setup,
    read,
    verify,
    sample,
    answer: () => plain('OK'),
  },
  rewards: adgateRewards,
};

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  return verifyToken(['secret'], request, secrets);
}

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const state = given.get('state') ? stateBy(STATES, settings, ['state', given.get('state')]) : 'COMPLETED';
  if (typeof state !== 'string') return state;
  return toConfirmation({
    transaction: ['conversion_id', given.get('conversion_id')],
    clickId: ['s2', given.get('s2')],
    taskKey: taskOf(settings, given.get('event_id')),
    state,
    payout: ['payout', given.get('payout')],
  });
}
