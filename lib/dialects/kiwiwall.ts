/**
 * KiwiWall: kiwiwall.com/postback-documentation. `signature` = md5(sub_id:amount:secret). A reversal has `status` 2 *and* a
 * negative amount; only the amount is signed, so that one without the other has been tampered with. The click is the second
 * sub id, {sub_id_2}, in the parameter `click_id`. The answer is "1", as "0" is the network's example of a refusal.
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
    `${door}?status={status}&trans_id={trans_id}&sub_id={sub_id}&click_id={sub_id_2}&gross={gross}&amount={amount}&offer_id={offer_id}&signature={signature}`,
  allowedIpsPreset: ['34.193.235.172'],
  notes: [
    'Pass our click id as sub_id_2 when the offerwall is opened.',
    'The signature covers neither the transaction nor the click: keep the allow-list.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'signature' } }, (what) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          status: what.state === 'RECONCILED' ? '2' : '1',
          trans_id: what.transaction,
          sub_id: SAMPLE_USER,
          click_id: what.clickId,
          gross: what.payoutUsd,
          amount: signed(SAMPLE_REWARD, what),
          offer_id: what.taskKey ?? '4711',
        },
      },
);

export const kiwiwall: Dialect = {
  name: 'kiwiwall',
  title: 'KiwiWall',
  confirms: {
    weaknesses: ['md5', 'click-not-covered', 'transaction-not-covered', 'task-not-covered', 'amount-not-covered'],
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
  const [status, amount = ''] = ['status', 'amount'].map((name) => given.get(name));
  if (status !== '1' && status !== '2') return malformed('"status" must be 1 or 2.');
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return malformed('"amount" must be an amount.');
  if ((status === '2') !== isNegative(amount))
    return malformed('"status" and the sign of "amount" contradict each other.');
  return toConfirmation({
    transaction: ['trans_id', given.get('trans_id')],
    clickId: ['click_id', given.get('click_id')],
    taskKey: taskByMap(settings, given.get('offer_id')),
    state: status === '2' ? 'RECONCILED' : 'COMPLETED',
    payout: ['gross', given.get('gross')],
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const [user = '', amount = ''] = ['sub_id', 'amount'].map((name) => given.get(name));
  const notCovered = uncovered(given, ['sub_id', 'amount', 'signature'], ['trans_id', 'status', 'click_id', 'gross']);
  const way = (secret: string) => `${user}:${amount}:${secret}`;
  return checkHash('md5', [way], { received: given.get('signature'), notCovered }, secrets);
}
