/**
 * BitLabs: seed 001, "Offer callbacks", and developer.bitlabs.ai. A GET whose whole address is signed:
 * `hash` = hex HMAC-SHA1(app secret, every byte up to `&hash=`), always the last parameter.
 *
 * Stateful callbacks keep one transaction and say `offer_state`, never with negative values. Without them `offer_state` is
 * NONE or missing, and a reconciliation is a transaction of its own (`r…` where the completion was `o…`) that names the
 * completion in REF; its values may be negative or, for an event rejected as too late, zero.
 *
 * Our click id is a parameter of the offerwall's address: "just add a new query parameter to the URL and you will receive it
 * in the callbacks". What a purchase cost the user (`iap_usd`) is not what anybody is paid and is never read as a payout;
 * a step's kind is known by its type's name, because the numbers stand in two tables with two meanings.
 */

import { bitlabsRewards } from './bitlabs-rewards';
import { isNegative, isSet, plain, taskByMap, taskOf, toConfirmation } from './confirmation';
import type {
  ConfirmationState,
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
import { malformed, mapped, type Parameters, readParameters } from './parameters';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';
import { readSignedAddress } from './signed-address';

const PARAMETERS = [
  'uid=[%USER:UID%]',
  'tx=[%TX%]',
  'ref=[%REF%]',
  'val=[%VALUE:CURRENCY%]',
  'raw=[%VALUE:USD%]',
  'offer_id=[%OFFER:ID%]',
  'task_id=[%OFFER:TASK:ID%]',
  'task_type=[%OFFER:TASK:TYPE:NAME%]',
  'hidden=[%OFFER:TASK:HIDDEN%]',
  'iap_usd=[%OFFER:TASK:IAP:USD%]',
  'offer_state=[%OFFER:TASK:STATE%]',
  'rejection_reason=[%OFFER:REJECTION_REASON%]',
];

const setup: Setup = {
  urlTemplate: (door) => `${door}?${PARAMETERS.join('&')}`,
  allowedIpsPreset: [],
  notes: [
    'Use the offer callback, not the general reward callback, for both offer rewards and reconciliations.',
    'Add click_id=<our click id> to the address of the offerwall; BitLabs appends it to every callback by itself.',
    'Stateful callbacks are recommended: one transaction through all states.',
    'For ban callbacks add ban_status=[%BAN:STATUS%] and ban_reason=[%BAN:REASON%] beside uid, without tx.',
    'Enter the address exactly as it stands here: the signature covers every byte of it.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'hash' } }, (what) => ({
  filled: {
    uid: SAMPLE_USER,
    tx: what.transaction,
    val: SAMPLE_REWARD,
    raw: what.payoutUsd,
    offer_id: '4711',
    task_id: what.taskKey,
    offer_state: what.state,
    rejection_reason: what.reason,
  },
  added: { click_id: what.clickId },
}));

export const bitlabs: Dialect = {
  name: 'bitlabs',
  title: 'BitLabs',
  confirms: { weaknesses: [], setup, read, verify, sample, answer: () => plain('OK') },
  rewards: bitlabsRewards,
};

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readParameters(request);
  if ('refused' in given) return given;
  if (isSet(given.get('debug'))) return { kind: 'test' };
  if (!given.get('tx') && given.get('ban_status')) return readBan(given);
  if (!given.get('offer_id') && !given.get('task_id'))
    return malformed('There is neither "offer_id" nor "task_id": only offer callbacks confirm a step.');
  const taskKey = stepOf(given, settings);
  if (given.get('hidden') === '1' && taskByMap(settings, given.get('task_id'), given.get('task_type')) === null)
    return { kind: 'nothing', why: 'An in-app purchase that is hidden from the user, and no step of ours.' };
  const state = stateOf(given, settings);
  if (typeof state !== 'string') return state;
  const transaction = transactionOf(given, state);
  if (typeof transaction !== 'string') return transaction;
  return toConfirmation({
    transaction: ['tx', transaction],
    clickId: ['click_id', given.get('click_id')],
    taskKey,
    state,
    payout: ['raw', given.get('raw')],
    reason: given.get('rejection_reason'),
  });
}

/** "To help us recognize it": ACTIVE lifts a ban. */
function readBan(given: Parameters): Notice | Refused {
  const [userId = '', status, reason] = ['uid', 'ban_status', 'ban_reason'].map((name) => given.get(name));
  if (userId === '' || userId.length > 128) return malformed('"uid" must be the user’s id.');
  if (status !== 'BANNED' && status !== 'ACTIVE') return malformed('"ban_status" must be BANNED or ACTIVE.');
  return { kind: 'ban', userId, banned: status === 'BANNED', reason: reason || null };
}

/** By the task's id; an operator can also map a kind of task ("INSTALL"), or an offer that has one step only. */
function stepOf(given: Parameters, settings: IntegrationSettings): string | null {
  const [task, type, offer] = ['task_id', 'task_type', 'offer_id'].map((name) => given.get(name));
  return taskByMap(settings, task, type) ?? (task ? taskOf(settings, task) : taskByMap(settings, offer));
}

const STATES: readonly string[] = ['PENDING', 'COMPLETED', 'RECONCILED'] satisfies ConfirmationState[];

/** "NONE if stateful callbacks are disabled (this is the default)": then the callback itself tells what it is. */
function stateOf(given: Parameters, { statusMap }: IntegrationSettings): ConfirmationState | Refused {
  const word = given.get('offer_state') ?? '';
  const state = mapped(statusMap, word) ?? (STATES.includes(word) ? (word as ConfirmationState) : undefined);
  if (state !== undefined && state !== 'RECONCILED' && isDeducted(given))
    return malformed(`"${word}" with a negative value contradicts itself.`);
  if (state !== undefined) return state;
  if (word !== '' && word !== 'NONE') return malformed(`"offer_state" must be one of ${STATES.join(', ')} or NONE.`);
  return isReconciliation(given) ? 'RECONCILED' : 'COMPLETED';
}

function isReconciliation(given: Parameters): boolean {
  const tx = given.get('tx') ?? '';
  const ref = given.get('ref') || tx;
  return tx.startsWith('r') || ref !== tx || isDeducted(given) || !!given.get('rejection_reason');
}

function isDeducted(given: Parameters): boolean {
  return [given.get('raw'), given.get('val')].some(isNegative);
}

/**
 * The original's id: REF, or the own one when the transaction stayed the same or when there never was a callback before.
 * Without REF in the address nobody could tell which of the two it is.
 */
function transactionOf(given: Parameters, state: ConfirmationState): string | Refused {
  const tx = given.get('tx') ?? '';
  if (state !== 'RECONCILED') return tx;
  if (!given.has('ref') && tx.startsWith('r'))
    return malformed('A reconciliation without "ref": add ref=[%REF%] to the callback.');
  return given.get('ref') || tx;
}

function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const address = readSignedAddress(request, 'hash');
  if ('refused' in address) return address;
  return checkHmac('sha1', address.signed, { received: address.received, notCovered: [] }, secrets);
}
