/**
 * AdGate (Prodege): docs.prodegeads.com/postbacks. A GET by template, without any signature: "it is important that the
 * postback URL that is used is unique". So the address holds a token (tracker-token.ts), and nothing else is proven.
 *
 * `conversion_id` is the transaction and stays the same from pending to approved or rejected; reversals come only when the
 * address holds {state}, unpaid events only when it holds {event_id}. The click is the second sub id, {s2}.
 */
import { plain, readQuery, stateBy, taskOf, toConfirmation } from './confirmation';
import type { Dialect, IntegrationSettings, Notice, PostbackRequest, Refused, Setup } from './dialect';
import { SECRET_PLACE } from './dialect';
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

export const adgate: Dialect = {
  name: 'adgate',
  title: 'AdGate (Prodege)',
  confirms: {
    trust: 'weak',
    secretParameters: ['secret'],
    setup,
    read,
    verify: (request, secrets) => verifyToken(['secret'], request, secrets),
    answer: () => plain('OK'),
  },
};

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
