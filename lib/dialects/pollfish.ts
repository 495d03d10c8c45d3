/**
 * Pollfish: github pollfish/docs, s2s.md. `signature` = base64(HMAC-SHA1(secret, the values of the template's placeholders,
 * decoded, joined by ":" in the alphabetical order of the placeholders' names, empty ones left out, except that an empty
 * term_reason takes part)). Names are not signed, so a value could be passed off as its neighbour's; therefore exactly the
 * placeholders of our template may come. `debug=true` is not signed either: anybody can add it, which makes a test of a
 * completion and never a completion of a test.
 *
 * `cpa` is in US cents. A reconciliation goes to an address of its own and has the same tx_id and a positive cpa: we know
 * it by the missing `status`, which is a difference that the signature covers. The click is `request_uuid`.
 */
import { isSet, plain, readQuery, toConfirmation } from './confirmation';
import type { Dialect, Notice, PostbackRequest, Refused, Secrets, Setup, SignatureCheck } from './dialect';
import { checkHmac, uncovered } from './digest';
import { malformed, type Parameters } from './parameters';
import { sampler } from './sample';

const PLACEHOLDERS = [
  'cpa',
  'device_id',
  'request_uuid',
  'reward_name',
  'reward_value',
  'status',
  'term_reason',
  'timestamp',
  'tx_id',
];
const OURS = ['cpa', 'request_uuid', 'status', 'term_reason', 'timestamp', 'tx_id'];

const setup: Setup = {
  urlTemplate: (door) => `${door}?${OURS.map((name) => `${name}=[[${name}]]`).join('&')}&signature=[[signature]]`,
  allowedIpsPreset: [],
  notes: [
    'Pass our click id as request_uuid when the survey is opened.',
    'For reconciliations enter the same address without status and term_reason.',
    'Add no other placeholder: the signature does not say which value belongs to which name.',
    'The secret is the account’s secret key.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'signature' } }, (what, at) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          cpa: usdToCents(what.payoutUsd ?? '1.50'),
          request_uuid: what.clickId,
          status: 'eligible',
          timestamp: at.getTime().toString(),
          tx_id: what.transaction,
        },
        leftOut: what.state === 'RECONCILED' ? ['status', 'term_reason'] : [],
      },
);

export const pollfish: Dialect = {
  name: 'pollfish',
  title: 'Pollfish',
  confirms: { weaknesses: [], setup, read, verify, sample, answer: () => plain('OK') },
};

function read(request: PostbackRequest): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  if (isSet(given.get('debug'))) return { kind: 'test' };
  const fault = findFault(given);
  if (fault) return fault;
  return toConfirmation({
    transaction: ['tx_id', given.get('tx_id')],
    clickId: ['request_uuid', given.get('request_uuid')],
    state: given.get('status') === 'eligible' ? 'COMPLETED' : 'RECONCILED',
    payout: ['cpa', centsToUsd(given.get('cpa') ?? '')],
    reason: given.get('term_reason'),
  });
}

function findFault(given: Parameters): Refused | null {
  const foreign = PLACEHOLDERS.find((name) => !OURS.includes(name) && given.has(name));
  if (foreign) return malformed(`"${foreign}" does not belong into the address: see the integration's page.`);
  if (!centsToUsd(given.get('cpa') ?? '')) return malformed('"cpa" must be an amount in cents.');
  if (!/^\d{1,20}$/.test(given.get('timestamp') ?? '')) return malformed('"timestamp" must be a number.');
  const divided = ['request_uuid', 'tx_id', 'term_reason'].find((name) => given.get(name)?.includes(':'));
  if (divided) return malformed(`"${divided}" may not hold ":": it separates the signed values.`);
  if (given.has('status') !== given.has('term_reason'))
    return malformed('"status" and "term_reason" come together, or neither does in a reconciliation.');
  const status = given.get('status') ?? 'noteligible';
  if (status !== 'eligible' && status !== 'noteligible') return malformed('"status" must be eligible or noteligible.');
  return null;
}

/** "30" → "0.30". */
function centsToUsd(cents: string): string | undefined {
  const [, whole, fraction = ''] = /^(0|[1-9]\d{0,9})(?:\.(\d{1,40}))?$/.exec(cents) ?? [];
  if (whole === undefined) return undefined;
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
}

/** "0.305" → "30.5". */
function usdToCents(usd: string): string {
  const [whole = '', fraction = ''] = usd.split('.');
  const cents = `${whole}${fraction.slice(0, 2).padEnd(2, '0')}`.replace(/^0+(?=\d)/, '');
  return fraction.length > 2 ? `${cents}.${fraction.slice(2)}` : cents;
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const signed = PLACEHOLDERS.flatMap(
    (name) => given.get(name) || (name === 'term_reason' ? (given.get(name) ?? []) : []),
  );
  const notCovered = uncovered(given, [...PLACEHOLDERS, 'signature'], ['debug']);
  const claim = { received: given.get('signature'), notCovered, encoding: 'base64' as const };
  return checkHmac('sha1', signed.join(':'), claim, secrets);
}
