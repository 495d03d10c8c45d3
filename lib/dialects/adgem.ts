/**
 * AdGem: docs.adgem.com/publisher-support. Version 2 is a GET whose address is signed: `verifier` = hex HMAC-SHA256(postback
 * key, every byte up to the verifier), which AdGem appends last; "parameters must stay alphabetical". Version 3 is a POST of
 * JSON with the header `Signature` = hex HMAC-SHA256(postback key, the raw body). The request itself says which of them it is.
 *
 * An install that nobody pays for comes as `nonpayable_install_goal=true`, or as conversion_type install: it confirms the
 * task that its goal is mapped to, and otherwise nothing. AdGem defines no reversal; a negative payout is read as one. The
 * click is the custom parameter {c1}. Answers: 200 and 401, both empty.
 */

import { adgemRewards } from './adgem-rewards';
import { isNegative, isSet, plain, taskByMap, taskOf, toConfirmation } from './confirmation';
import type {
  Answer,
  Dialect,
  IntegrationSettings,
  Notice,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
  TurnedAway,
} from './dialect';
import { checkHmac } from './digest';
import { readJson } from './json-body';
import { malformed, type Parameters, readParameters } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';
import { readSignedAddress } from './signed-address';

const HEADER = 'signature';

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?amount={amount}&campaign_id={campaign_id}&click_id={c1}&goal_id={goal_id}&payout={payout}&player_id={player_id}&transaction_id={transaction_id}`,
  allowedIpsPreset: [],
  notes: [
    'Keep the parameters in alphabetical order and the address as it stands here: the verifier covers every byte of it.',
    'The secret is the postback key, which AdGem shows once. Switch postback hashing on, version 2.',
    'For version 3 (POST) enter the address without any parameter.',
    'Pass our click id as c1 when the offerwall is opened.',
    'Unpaid installs are noted and pay nothing, unless their goal, or the word "install", is mapped to a task.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'verifier' } }, (what) =>
  what.state === 'COMPLETED'
    ? {
        filled: {
          amount: SAMPLE_REWARD,
          campaign_id: '4711',
          click_id: what.clickId,
          goal_id: what.taskKey,
          payout: what.payoutUsd,
          player_id: SAMPLE_USER,
          transaction_id: what.transaction,
        },
      }
    : null,
);

export const adgem: Dialect = {
  name: 'adgem',
  title: 'AdGem',
  confirms: {
    weaknesses: [],
    signatureHeaders: [HEADER],
    setup,
    read: (request, settings) =>
      request.method === 'POST' ? readVersion3(request, settings) : readVersion2(request, settings),
    verify,
    sample,
    answer: () => plain(''),
    refusal,
  },
  rewards: adgemRewards,
};

function readVersion2(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  return toNotice(given, 'transaction_id', isSet(given.get('nonpayable_install_goal')), settings);
}

function readVersion3(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readBody(request);
  if ('refused' in given) return given;
  const type = given.get('conversion_type') ?? '';
  if (!['reward', 'install'].includes(type)) return malformed('"conversion_type" must be reward or install.');
  return toNotice(given, 'conversion_id', type === 'install', settings);
}

function readBody(request: PostbackRequest): Parameters | Refused {
  if (request.rawQuery !== '')
    return malformed('In version 3 everything belongs into the body: the signature covers no query.');
  const body = readJson(request);
  return 'refused' in body ? body : (body.get('data') ?? malformed('There is no "data" in the body.'));
}

function toNotice(
  given: Parameters,
  transaction: 'transaction_id' | 'conversion_id',
  isUnpaidInstall: boolean,
  settings: IntegrationSettings,
): Notice | Refused {
  const goal = given.get('goal_id');
  const taskByInstall = isUnpaidInstall ? taskByMap(settings, goal, 'install') : null;
  if (isUnpaidInstall && taskByInstall === null)
    return { kind: 'nothing', why: 'An install that is not paid, and whose goal is mapped to no task.' };
  const isReversal = isNegative(given.get('payout')) || isNegative(given.get('amount'));
  const click = given.has('click_id') ? 'click_id' : 'c1';
  return toConfirmation({
    transaction: [transaction, given.get(transaction)],
    clickId: [click, given.get(click)],
    taskKey: taskByInstall ?? (goal ? taskOf(settings, goal) : taskByMap(settings, given.get('campaign_id'))),
    state: isReversal ? 'RECONCILED' : 'COMPLETED',
    payout: ['payout', given.get('payout')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  return request.method === 'POST' ? verifyBody(request, secrets) : verifyAddress(request, secrets);
}

function verifyAddress(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const address = readSignedAddress(request, 'verifier');
  if ('refused' in address) return address;
  return checkHmac('sha256', address.signed, { received: address.received, notCovered: [] }, secrets);
}

function verifyBody(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readBody(request);
  if ('refused' in given) return given;
  return checkHmac('sha256', request.rawBody, { received: request.headers[HEADER], notCovered: [] }, secrets);
}

/** "200 empty, 401 for a bad signature"; the reason is on the integration's page. */
function refusal({ status, code, receiptId }: TurnedAway): Answer {
  return plain(code === 'bad-signature' ? '' : `${code} ${receiptId}`, status);
}
