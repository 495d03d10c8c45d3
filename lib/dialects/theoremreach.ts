/**
 * TheoremReach, server-to-server callbacks. The whole address is signed: `hash` = base64(HMAC-SHA1(secret, every byte up to
 * the hash)) with + and / written as - and _ and without =, always the last parameter. `reversal=true` takes a transaction
 * back, `debug=true` is a test; a screen-out and a profiler are paid for and complete no step. `currency` is US dollars. The
 * click is our own parameter `click_id`.
 */
import { isNegative, isSet, plain, readQuery, taskByMap, toConfirmation } from './confirmation';
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
import { checkHmac } from './digest';
import { malformed } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';
import { readSignedAddress } from './signed-address';

const setup: Setup = {
  urlTemplate: (door) => door,
  allowedIpsPreset: [],
  notes: [
    'Enter the address exactly as it stands here; TheoremReach adds its parameters, the hash last.',
    'Pass our click id as the parameter click_id when the survey wall is opened.',
    'Map "screenout" or "profiler" to a task if an offer rewards them; otherwise they are noted and pay nothing.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'hash' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        added: {
          user_id: SAMPLE_USER,
          reward: SAMPLE_REWARD,
          currency: what.payoutUsd,
          tx_id: what.transaction,
          offer_id: what.taskKey,
          reversal: what.state === 'RECONCILED' ? 'true' : 'false',
          click_id: what.clickId,
        },
      },
);

export const theoremreach: Dialect = {
  name: 'theoremreach',
  title: 'TheoremReach',
  confirms: { weaknesses: [], setup, read, verify, sample, answer: () => plain('OK') },
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  if (isSet(given.get('debug'))) return { kind: 'test' };
  const lesser = ['screenout', 'profiler'].find((name) => isSet(given.get(name)));
  const taskKey = taskByMap(settings, lesser ?? given.get('offer_id'));
  if (lesser && taskKey === null) return { kind: 'nothing', why: `A ${lesser} is not a completed survey.` };
  const reversal = given.get('reversal') || 'false';
  if (!['true', 'false'].includes(reversal)) return malformed('"reversal" must be true or false.');
  const isReversal = reversal === 'true' || isNegative(given.get('reward')) || isNegative(given.get('currency'));
  return toConfirmation({
    transaction: ['tx_id', given.get('tx_id')],
    clickId: ['click_id', given.get('click_id')],
    taskKey,
    state: isReversal ? 'RECONCILED' : 'COMPLETED',
    payout: ['currency', given.get('currency')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const address = readSignedAddress(request, 'hash');
  if ('refused' in address) return address;
  const claim = { received: address.received, notCovered: [], encoding: 'base64url' as const };
  return checkHmac('sha1', address.signed, claim, secrets);
}
