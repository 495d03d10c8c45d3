/**
 * Digital Turbine (Fyber) Offer Wall, server-side rewarding. `sid` = sha1(security token + uid + amount + _trans_id_ +
 * pub0 + pub1 + …), over decoded values; what is not sent is empty. `pub0` … `pub9` are ours and come back: the click is
 * `pub0`. Anything but 200 is a failure and is sent again up to ten times. There is no reversal.
 */
import { plain, readQuery, toConfirmation } from './confirmation';
import type { Dialect, Notice, PostbackRequest, Refused, Secrets, Setup, SignatureCheck } from './dialect';
import { checkHash, uncovered } from './digest';
import { fyberRewards } from './fyber-rewards';
import { malformed, type Parameters } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';

const PUBS = Array.from({ length: 10 }, (_, index) => `pub${index}`);
const COVERED = ['uid', 'amount', '_trans_id_', ...PUBS];

/** Their format, and the reason why pub0 begins where it seems to: the parts are signed without anything between them. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const setup: Setup = {
  urlTemplate: (door) => door,
  allowedIpsPreset: [],
  notes: [
    'Enter the address as the callback URL; Fyber adds its parameters by itself.',
    'Enable the transaction id and the optional parameters payout_net and payout_currency.',
    'Enter the secret as the security token: without it the callback has no sid.',
    'Pass our click id as pub0 when the offerwall is opened.',
    'Fyber knows no reversal.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'sid' } }, (what) =>
  what.state === 'COMPLETED'
    ? {
        added: {
          uid: SAMPLE_USER,
          amount: SAMPLE_REWARD,
          currency_name: 'Coins',
          currency_id: 'coins',
          _trans_id_: what.transaction,
          pub0: what.clickId,
          payout_net: what.payoutUsd,
          payout_currency: 'USD',
        },
      }
    : null,
);

export const fyber: Dialect = {
  name: 'fyber',
  title: 'Digital Turbine (Fyber)',
  confirms: {
    weaknesses: ['plain-hash', 'amount-not-covered', 'borders-open'],
    setup,
    read,
    verify,
    sample,
    answer: () => plain('OK'),
  },
  rewards: fyberRewards,
};

function read(request: PostbackRequest): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const transaction = given.get('_trans_id_') ?? '';
  if (!UUID.test(transaction))
    return malformed('"_trans_id_" must be a UUID: enable the transaction id at the network.');
  if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(given.get('amount') ?? '')) return malformed('"amount" must be an amount.');
  return toConfirmation({
    transaction: ['_trans_id_', transaction],
    clickId: ['pub0', given.get('pub0')],
    state: 'COMPLETED',
    payout: ['payout_net', dollars(given)],
  });
}

/** Other currencies are no dollars, and we do not convert. */
function dollars(given: Parameters): string | undefined {
  return given.get('payout_currency') === 'USD' ? given.get('payout_net') : undefined;
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const signed = COVERED.map((name) => given.get(name) ?? '').join('');
  const notCovered = [...uncovered(given, [...COVERED, 'sid']), 'the borders between the parts'];
  return checkHash('sha1', [(secret) => `${secret}${signed}`], { received: given.get('sid'), notCovered }, secrets);
}
