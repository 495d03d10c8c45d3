/**
 * ayeT-Studios: seed 003, "Offerwall Callbacks", and docs.ayetstudios.com. A GET with the header
 * `X-Ayetstudios-Security-Hash` = hex HMAC-SHA256(API key, all parameters sorted by the bytes of their keys and written as
 * PHP's http_build_query writes them). PHP is not JavaScript here: `*` and `~` are escaped, a space is `+`.
 *
 * A reversal carries the original's transaction id with "r-" before it, `is_chargeback=1` and negative amounts. The paid
 * callback of a conversion and its optional, unpaid one share a transaction id, so that the unpaid one is kept as
 * "<id>:unpaid": otherwise one would be taken for a changed copy of the other.
 *
 * Every macro also exists as `…_sanitized`, with all but 0-9 a-z A-Z - _ removed. That spares ids; of `0.36` it leaves
 * `036`: an amount is never read from its sanitized twin.
 */

import { ayetRewards } from './ayet-rewards';
import { isNegative, isZero, plain, readQuery, taskByMap, taskOf, toConfirmation } from './confirmation';
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
import { malformed, type Parameters } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler, signed } from './sample';
import { encodeAsPhp } from './template';

const HEADER = 'x-ayetstudios-security-hash';

const MACROS = [
  'transaction_id',
  'payout_usd',
  'currency_amount',
  'external_identifier',
  'custom_1',
  'offer_id',
  'task_uuid',
  'task_name',
  'event_name',
  'is_chargeback',
  'chargeback_reason',
];

const setup: Setup = {
  urlTemplate: (door) => `${door}?${MACROS.map((macro) => `${macro}={${macro}}`).join('&')}`,
  allowedIpsPreset: [],
  notes: [
    'Pass our click id as custom_1 when the offerwall is opened.',
    'The secret is the API key of your account; the signature comes in the header X-Ayetstudios-Security-Hash.',
    'Check "Enable Reversal Callbacks", or chargebacks never arrive.',
    'ayeT lists the addresses of its callbacks in its API documentation: enter the current ones by hand.',
  ],
};

const sample = sampler({ setup, verify, place: { header: HEADER } }, (what) => {
  if (what.state === 'PENDING') return null;
  const isReversal = what.state === 'RECONCILED';
  return {
    filled: {
      transaction_id: isReversal ? `r-${what.transaction}` : what.transaction,
      payout_usd: what.payoutUsd === null ? null : signed(what.payoutUsd, what),
      currency_amount: signed(SAMPLE_REWARD, what),
      external_identifier: SAMPLE_USER,
      custom_1: what.clickId,
      offer_id: '4711',
      task_uuid: what.taskKey,
      is_chargeback: isReversal ? '1' : '0',
      chargeback_reason: what.reason,
    },
  };
});

export const ayet: Dialect = {
  name: 'ayet',
  title: 'ayeT-Studios',
  confirms: { weaknesses: [], signatureHeaders: [HEADER], setup, read, verify, sample, answer: () => plain('OK') },
  rewards: ayetRewards,
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const chargeback = given.get('is_chargeback') || '0';
  if (!['0', '1'].includes(chargeback)) return malformed('"is_chargeback" must be 0 or 1.');
  const id = idOf(given, 'transaction_id') ?? '';
  const isReversal = chargeback === '1' || id.startsWith('r-') || isNegative(given.get('payout_usd'));
  const original = isReversal ? id.replace(/^r-/, '') : id;
  return toConfirmation({
    transaction: ['transaction_id', original !== '' && isUnpaid(given) ? `${original}:unpaid` : original],
    clickId: ['custom_1', idOf(given, 'custom_1')],
    taskKey: stepOf(given, settings),
    state: isReversal ? 'RECONCILED' : 'COMPLETED',
    payout: ['payout_usd', given.get('payout_usd')],
    reason: isReversal ? (given.get('chargeback_reason') ?? given.get('chargeback_reason_sanitized')) : undefined,
  });
}

function idOf(given: Parameters, macro: string): string | undefined {
  return given.get(macro) || given.get(`${macro}_sanitized`);
}

function isUnpaid(given: Parameters): boolean {
  return isZero(given.get('payout_usd')) && isZero(given.get('currency_amount') ?? '0');
}

/** The task's id or its event's name; names of tasks are words in somebody's language and need the operator's map. */
function stepOf(given: Parameters, settings: IntegrationSettings): string | null {
  const [uuid, event, task, offer] = ['task_uuid', 'event_name', 'task_name', 'offer_id'].map((macro) =>
    idOf(given, macro),
  );
  return taskByMap(settings, uuid, event, task, offer) ?? taskOf(settings, uuid || event);
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const received = request.headers[HEADER];
  return checkHmac('sha256', canonical(given), { received, notCovered: [] }, secrets);
}

/** ksort, then http_build_query. Keys hold no byte that would need an escape (parameters.ts). */
function canonical(given: Parameters): string {
  return [...given]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${encodeAsPhp(value)}`)
    .join('&');
}
