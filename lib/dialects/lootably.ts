/**
 * Lootably: documentation.lootably.com/docs/postbacks, lootably/lootably-postback-hash. `hash` = sha256(userID + ip + revenue +
 * currencyReward + secret), with nothing between the parts and without the transaction, the status or our click. `status` 1
 * is a completion, 0 a reversal of the same transaction. The click is {sid}. The answer is exactly "1".
 */
import { plain, readQuery, stateBy, taskByMap, taskOf, toConfirmation } from './confirmation';
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
import { checkHash, uncovered } from './digest';
import { SAMPLE_REWARD, SAMPLE_USER, sampler, wordFor } from './sample';

const STATES = { '1': 'COMPLETED', '0': 'RECONCILED' } as const;
const COVERED = ['userID', 'ip', 'revenue', 'currencyReward'];
const MACROS = [
  'userID',
  'transactionID',
  'ip',
  'offerID',
  'goalID',
  'revenue',
  'currencyReward',
  'status',
  'sid',
  'hash',
];

const setup: Setup = {
  urlTemplate: (door) => `${door}?${MACROS.map((macro) => `${macro}={${macro}}`).join('&')}`,
  allowedIpsPreset: [],
  notes: [
    'The secret is the placement’s postback secret.',
    'Pass our click id as sid when the offerwall is opened.',
    'The hash covers neither the transaction nor the status nor the click: keep an allow-list.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'hash' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          userID: SAMPLE_USER,
          transactionID: what.transaction,
          ip: '192.0.2.1',
          offerID: '4711',
          goalID: what.taskKey,
          revenue: what.payoutUsd,
          currencyReward: SAMPLE_REWARD,
          status: wordFor(STATES, what.state),
          sid: what.clickId,
        },
      },
);

export const lootably: Dialect = {
  name: 'lootably',
  title: 'Lootably',
  confirms: {
    weaknesses: [
      'plain-hash',
      'click-not-covered',
      'transaction-not-covered',
      'task-not-covered',
      'state-not-covered',
      'borders-open',
    ],
    setup,
    read,
    verify,
    sample,
    answer: () => plain('1'),
  },
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const state = stateBy(STATES, settings, ['status', given.get('status') || '1']);
  if (typeof state !== 'string') return state;
  const goal = given.get('goalID');
  return toConfirmation({
    transaction: ['transactionID', given.get('transactionID')],
    clickId: ['sid', given.get('sid')],
    taskKey: goal ? taskOf(settings, goal) : taskByMap(settings, given.get('offerID')),
    state,
    payout: ['revenue', given.get('revenue')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const signed = COVERED.map((name) => given.get(name) ?? '').join('');
  const addable = ['transactionID', 'status', 'sid', 'goalID'];
  const notCovered = [...uncovered(given, [...COVERED, 'hash'], addable), 'the borders between the parts'];
  return checkHash('sha256', [(secret) => `${signed}${secret}`], { received: given.get('hash'), notCovered }, secrets);
}
