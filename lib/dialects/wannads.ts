/**
 * Wannads and the family that copied it (Revlum, RevToo, Tplayad, AdswedMedia, Objective Wall, Offer4Ads, …): a GET, or a
 * form by POST, with `signature` = md5(subId + transId + reward + secret).
 *
 * "If an offer is rejected a new transaction will be generated with a different transId … both transactions will have the
 * same uuid": `uuid` is what a conversion and its reversal share, so it is the transaction where it comes (with the goal
 * where there is one), and `transId` otherwise. `reward` and `payout` are absolute values; `status` 1 adds, 2 takes back, and
 * newer accounts write credited and rejected. The signature does not cover it. The click is {subId2}. Answers: OK, DUP,
 * ERROR. A `debug` call is a test.
 */
import { isSet, plain, stateBy, taskByMap, taskOf, toConfirmation } from './confirmation';
import type {
  Answer,
  Dialect,
  IntegrationSettings,
  Notice,
  Outcome,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
  TurnedAway,
} from './dialect';
import { checkHash, uncovered } from './digest';
import { type Parameters, readParameters } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler, wordFor } from './sample';

const STATES = { '1': 'COMPLETED', '2': 'RECONCILED', credited: 'COMPLETED', rejected: 'RECONCILED' } as const;
const COVERED = ['subId', 'transId', 'reward'];
const MACROS = ['subId', 'transId', 'reward', 'payout', 'status', 'campaign_id', 'uuid', 'subId2', 'signature'];

const setup: Setup = {
  urlTemplate: (door) => `${door}?${MACROS.map((macro) => `${macro}={${macro}}`).join('&')}`,
  allowedIpsPreset: [],
  notes: [
    'Pass our click id as subId2 when the offerwall is opened.',
    'The signature covers neither the status nor the click nor the uuid that links a reversal: keep an allow-list.',
    'Networks of the family that send no uuid must reverse under the same transId.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'signature' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          subId: SAMPLE_USER,
          transId: what.state === 'RECONCILED' ? `${what.transaction}-reversed` : what.transaction,
          reward: SAMPLE_REWARD,
          payout: what.payoutUsd,
          status: wordFor(STATES, what.state),
          campaign_id: what.taskKey ?? '4711',
          uuid: what.transaction,
          subId2: what.clickId,
        },
      },
);

export const wannads: Dialect = {
  name: 'wannads',
  title: 'Wannads and its family',
  confirms: {
    weaknesses: [
      'md5',
      'click-not-covered',
      'transaction-not-covered',
      'task-not-covered',
      'state-not-covered',
      'amount-not-covered',
      'borders-open',
    ],
    setup,
    read,
    verify,
    sample,
    answer,
    refusal,
  },
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  if (isSet(given.get('debug'))) return { kind: 'test' };
  const state = stateBy(STATES, settings, ['status', given.get('status')]);
  if (typeof state !== 'string') return state;
  const goal = given.get('goal_id');
  const click = given.has('click_id') ? 'click_id' : 'subId2';
  return toConfirmation({
    transaction: [given.get('uuid') ? 'uuid' : 'transId', transactionOf(given)],
    clickId: [click, given.get(click)],
    taskKey: goal ? taskOf(settings, goal) : taskByMap(settings, given.get('campaign_id')),
    state,
    payout: ['payout', given.get('payout')],
  });
}

function transactionOf(given: Parameters): string | undefined {
  const uuid = given.get('uuid');
  const goal = given.get('goal_id');
  return uuid ? (goal ? `${uuid}:${goal}` : uuid) : given.get('transId');
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  const signed = COVERED.map((name) => given.get(name) ?? '').join('');
  const addable = ['status', 'payout', 'subId2', 'uuid', 'debug'];
  const notCovered = [...uncovered(given, [...COVERED, 'signature'], addable), 'the borders between the parts'];
  return checkHash(
    'md5',
    [(secret) => `${signed}${secret}`],
    { received: given.get('signature'), notCovered },
    secrets,
  );
}

function answer(outcome: Outcome): Answer {
  return plain(outcome === 'duplicate' ? 'DUP' : 'OK');
}

function refusal({ status, message, receiptId }: TurnedAway): Answer {
  return plain(`ERROR: ${message} (${receiptId})`, status);
}
