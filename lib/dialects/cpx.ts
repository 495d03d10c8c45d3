/**
 * CPX Research. `secure_hash` = md5(trans_id-appSecureHash): it covers the transaction and nothing else, neither the amount
 * nor the status. `status` 1 is a completion, 2 a reversal of the same transaction, seen up to two months later. A survey
 * that ended early (`type` out) and a bonus are paid for and complete no step. The click is {subid_1}. The answer is "1".
 */
import { plain, readQuery, stateBy, taskByMap, toConfirmation } from './confirmation';
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

const STATES = { '1': 'COMPLETED', '2': 'RECONCILED' } as const;

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?status={status}&trans_id={trans_id}&user_id={user_id}&subid_1={subid_1}&amount_local={amount_local}&amount_usd={amount_usd}&offer_id={offer_ID}&type={type}&secure_hash={secure_hash}`,
  allowedIpsPreset: ['188.40.3.73', '157.90.97.92', '2a01:4f8:d0a:30ff::2'],
  notes: [
    'The secret is the app’s secure hash.',
    'Pass our click id as subid_1 when the survey wall is opened.',
    'The signature covers neither the amount nor the status nor the click: keep the allow-list.',
    'Map "out" or "bonus" to a task if an offer rewards them; otherwise they are noted and pay nothing.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'secure_hash' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          status: wordFor(STATES, what.state),
          trans_id: what.transaction,
          user_id: SAMPLE_USER,
          subid_1: what.clickId,
          amount_local: SAMPLE_REWARD,
          amount_usd: what.payoutUsd,
          offer_id: what.taskKey ?? '4711',
          type: 'complete',
        },
      },
);

export const cpx: Dialect = {
  name: 'cpx',
  title: 'CPX Research',
  confirms: {
    weaknesses: ['md5', 'click-not-covered', 'task-not-covered', 'state-not-covered', 'amount-not-covered'],
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
  const type = given.get('type') || 'complete';
  const taskKey = taskByMap(settings, type, given.get('offer_id'));
  if (type !== 'complete' && taskByMap(settings, type) === null)
    return { kind: 'nothing', why: `A survey of type "${type}" is not a completed one.` };
  const state = stateBy(STATES, settings, ['status', given.get('status')]);
  if (typeof state !== 'string') return state;
  return toConfirmation({
    transaction: ['trans_id', given.get('trans_id')],
    clickId: ['subid_1', given.get('subid_1')],
    taskKey,
    state,
    payout: ['amount_usd', given.get('amount_usd')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const addable = ['status', 'subid_1', 'amount_local', 'amount_usd', 'type'];
  const notCovered = uncovered(given, ['trans_id', 'secure_hash'], addable);
  const way = (secret: string) => `${given.get('trans_id') ?? ''}-${secret}`;
  return checkHash('md5', [way], { received: given.get('secure_hash'), notCovered }, secrets);
}
