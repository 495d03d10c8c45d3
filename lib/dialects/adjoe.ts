/**
 * adjoe Playtime: docs.adjoe.io, "Server-to-Server Payouts". `sid` = sha1(trans_uuid + user_uuid + currency + coin_amount +
 * device_id + sdk_app_id + token); what is optional and missing is empty. The click is {publisher_sub_id1}, in the parameter
 * `click_id`. "A reward can only be paid out exactly once", and there is no reversal.
 */
import { plain, readQuery, taskByMap, toConfirmation } from './confirmation';
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
import { malformed } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';

/** Their format, and the reason why one callback cannot be passed off as another transaction's: nothing else ends the id. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const COVERED = ['trans_uuid', 'user_uuid', 'currency', 'coin_amount', 'device_id', 'sdk_app_id'];

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?${[...COVERED, 'app_id', 'sid'].map((name) => `${name}={${name}}`).join('&')}&click_id={publisher_sub_id1}`,
  allowedIpsPreset: [],
  notes: [
    'The secret is the S2S token of the SDK.',
    'Pass our click id as publisher_sub_id1.',
    'The signature is a plain SHA-1 and does not cover the click: keep an allow-list.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'sid' } }, (what) =>
  what.state === 'COMPLETED'
    ? {
        filled: {
          trans_uuid: what.transaction,
          user_uuid: SAMPLE_USER,
          currency: 'Coins',
          coin_amount: SAMPLE_REWARD,
          device_id: 'sample-device',
          sdk_app_id: 'com.example.wall',
          app_id: what.taskKey ?? 'com.example.game',
          click_id: what.clickId,
        },
      }
    : null,
);

export const adjoe: Dialect = {
  name: 'adjoe',
  title: 'adjoe Playtime',
  confirms: {
    weaknesses: ['plain-hash', 'click-not-covered', 'task-not-covered', 'borders-open'],
    setup,
    read,
    verify,
    sample,
    answer: () => plain('OK'),
  },
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  if (!UUID.test(given.get('trans_uuid') ?? '')) return malformed('"trans_uuid" must be a UUID.');
  if (!/^\d+$/.test(given.get('coin_amount') ?? '')) return malformed('"coin_amount" must be a whole number.');
  return toConfirmation({
    transaction: ['trans_uuid', given.get('trans_uuid')],
    clickId: ['click_id', given.get('click_id')],
    taskKey: taskByMap(settings, given.get('app_id')),
    state: 'COMPLETED',
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const signed = COVERED.map((name) => given.get(name) ?? '').join('');
  const notCovered = [...uncovered(given, [...COVERED, 'sid'], ['click_id']), 'the borders between the parts'];
  return checkHash('sha1', [(secret) => `${signed}${secret}`], { received: given.get('sid'), notCovered }, secrets);
}
