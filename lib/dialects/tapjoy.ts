/**
 * Tapjoy (Unity Offerwall) with self-managed currency. `verifier` = md5(id:snuid:currency:secret). GET by default, a form
 * by POST on request.
 *
 * "Your server should respond with 200 only if the user has been awarded" and "403 if … any other error that prevents
 * further retry attempts"; everything else is asked again about every five minutes for four days, an answer that is not
 * UTF-8 as well. We answer 200 as soon as the callback is durable: a click that is not known yet is matched later.
 *
 * Tapjoy echoes no parameter of ours but the user id. Our click is `click_id` where the callback's address holds one,
 * otherwise `snuid`: then the click id must be set as Tapjoy's user id when the offerwall is opened.
 */
import { plain, toConfirmation } from './confirmation';
import type {
  Answer,
  Dialect,
  Notice,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
  TurnedAway,
} from './dialect';
import { checkHash, uncovered } from './digest';
import { malformed, readParameters } from './parameters';
import { SAMPLE_REWARD, sampler } from './sample';
import { tapjoyRewards } from './tapjoy-rewards';

const setup: Setup = {
  urlTemplate: (door) => door,
  allowedIpsPreset: [],
  notes: [
    'Enter the address as the callback URL of a self-managed currency; Tapjoy adds its parameters by itself.',
    'Set a secret key for the currency: without it there are neither id nor verifier, and nothing can be kept apart.',
    'Set our click id as the user id when the offerwall is opened: Tapjoy returns nothing else of ours.',
    'Tapjoy knows no reversal.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'verifier' } }, (what) =>
  what.state === 'COMPLETED' ? { added: { snuid: what.clickId, currency: SAMPLE_REWARD, id: what.transaction } } : null,
);

export const tapjoy: Dialect = {
  name: 'tapjoy',
  title: 'Tapjoy',
  confirms: {
    weaknesses: ['md5', 'click-not-covered'],
    setup,
    read,
    verify,
    sample,
    answer: () => plain('OK'),
    refusal,
  },
  rewards: tapjoyRewards,
};

function read(request: PostbackRequest): Notice | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  // Otherwise "a:b" and "c" would be signed like "a" and "b:c".
  if (given.get('id')?.includes(':')) return malformed('"id" may not hold ":".');
  if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(given.get('currency') ?? '')) return malformed('"currency" must be an amount.');
  const click = given.has('click_id') ? 'click_id' : 'snuid';
  return toConfirmation({
    transaction: ['id', given.get('id')],
    clickId: [click, given.get(click)],
    state: 'COMPLETED',
  });
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  const [id = '', snuid = '', currency = ''] = ['id', 'snuid', 'currency'].map((name) => given.get(name));
  const notCovered = uncovered(given, ['id', 'snuid', 'currency', 'verifier'], ['click_id']);
  const way = (secret: string) => `${id}:${snuid}:${currency}:${secret}`;
  return checkHash('md5', [way], { received: given.get('verifier'), notCovered }, secrets);
}

/** What will not become right by asking again is said once and for good. */
function refusal({ status, message, receiptId }: TurnedAway): Answer {
  const isFinal = status < 500 && status !== 429;
  return plain(`${message} (${receiptId})`, isFinal ? 403 : status);
}
