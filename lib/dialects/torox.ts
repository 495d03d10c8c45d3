/**
 * Torox (OfferToro): offertoro.com/docs/postback. `sig` = md5(oid-user_id-appKey): it covers which offer and which user,
 * and neither the transaction nor the amount nor our click, so that one postback seen is any number written. Reversals
 * come with a negative payout. The click is `subid1`. The answer is "1".
 */
import { isNegative, plain, readQuery, taskByMap, toConfirmation } from './confirmation';
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
import { SAMPLE_REWARD, SAMPLE_USER, sampler, signed } from './sample';

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?id={id}&oid={oid}&user_id={user_id}&amount={amount}&payout={payout}&currency_name={currency_name}&subid1={subid1}&sig={sig}`,
  allowedIpsPreset: [],
  notes: [
    'The secret is the app key.',
    'Pass our click id as subid1 when the offerwall is opened.',
    'The signature covers neither the transaction nor the amount nor the click: keep an allow-list and a small budget.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'sig' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          id: what.transaction,
          oid: /^\d{1,20}$/.test(what.taskKey ?? '') ? what.taskKey : '4711',
          user_id: SAMPLE_USER,
          amount: signed(SAMPLE_REWARD, what),
          payout: what.payoutUsd === null ? null : signed(what.payoutUsd, what),
          currency_name: 'Coins',
          subid1: what.clickId,
        },
      },
);

export const torox: Dialect = {
  name: 'torox',
  title: 'Torox (OfferToro)',
  confirms: {
    weaknesses: ['md5', 'click-not-covered', 'transaction-not-covered', 'state-not-covered', 'amount-not-covered'],
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
  // Otherwise "1-a" and "b" would be signed like "1" and "a-b".
  if (!/^\d{1,20}$/.test(given.get('oid') ?? '')) return malformed('"oid" must be the number of an offer.');
  const isReversal = isNegative(given.get('payout')) || isNegative(given.get('amount'));
  return toConfirmation({
    transaction: ['id', given.get('id')],
    clickId: ['subid1', given.get('subid1')],
    taskKey: taskByMap(settings, given.get('oid')),
    state: isReversal ? 'RECONCILED' : 'COMPLETED',
    payout: ['payout', given.get('payout')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const [oid = '', user = ''] = ['oid', 'user_id'].map((name) => given.get(name));
  const notCovered = uncovered(given, ['oid', 'user_id', 'sig'], ['id', 'amount', 'payout', 'subid1']);
  const way = (secret: string) => `${oid}-${user}-${secret}`;
  return checkHash('md5', [way], { received: given.get('sig'), notCovered }, secrets);
}
