/**
 * Generic: a JSON POST signed as Standard Webhooks, for publishers who bring no dialect of their own.
 *
 * `webhook-id` is made of the event id and what happened, `webhook-timestamp` the attempt's second. The secret may be two,
 * "new old", while a publisher changes it: then there are two signatures. 2xx is an acknowledgement, 410 means never again, everything else is tried again.
 */
import type { Dialect } from './dialect';
import { customOfClick, stateOf } from './event-texts';
import { HOUSE_WAITS, SECOND } from './ladders';
import type { Acknowledgement, Ban, Endpoint, OutgoingCallback, PublisherAnswer, RewardEvent } from './rewards';
import { signWebhook, webhookKey } from './webhook-signature';

export const standard: Dialect = {
  name: 'standard',
  title: 'Standard Webhooks',
  rewards: {
    timeoutMs: 10 * SECOND,
    waits: HOUSE_WAITS,
    finalStatuses: [410],
    brackets: ['{', '}'],
    macros: [],
    mandatoryMacros: [],
    stateMacro: null,
    proof: { in: 'header', name: 'webhook-signature' },
    addedParameters: [],
    customPrefix: null,
    reversalNeedsOwnUrl: false,
    reversalNeedsState: false,
    stateful: true,
    optionsKnown: ['stateful', 'zeroRewards', 'activities', 'custom', 'holdMinutes'],
    liveSecrets: 2,
    compose,
    acknowledged,
    composeBan,
  },
};

/** Receivers throw away a message whose id they have seen: each kind of message about one completion has its own. */
const ID_PREFIX = { REWARD: '', REVERSAL: 'r-', PENDING: 'p-', ACTIVITY: 'a-' } as const;
const TYPES = { REWARD: 'reward', REVERSAL: 'reversal', PENDING: 'pending', ACTIVITY: 'activity' } as const;

function compose(event: RewardEvent, endpoint: Endpoint, now: Date): OutgoingCallback {
  return post(`${ID_PREFIX[event.kind]}${event.eventId}`, toMessage(event, endpoint), endpoint, now);
}

function composeBan(ban: Ban, endpoint: Endpoint, now: Date): OutgoingCallback {
  const { eventId, userId, isBanned, reason, appKey } = ban;
  const status = isBanned ? 'BANNED' : 'ACTIVE';
  return post(`b-${eventId}`, { type: 'ban', eventId, user: userId, app: appKey, status, reason }, endpoint, now);
}

function post(id: string, message: object, endpoint: Endpoint, now: Date): OutgoingCallback {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const body = JSON.stringify(message);
  const keys = endpoint.secret.split(' ').flatMap((secret) => webhookKey(secret) ?? []);
  const signatures = keys.map((key) => signWebhook(key, id, timestamp, body));
  return {
    method: 'POST',
    url: endpoint.urlTemplate,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
    },
    body,
    signed: signatures.length > 0 ? `${id}.${timestamp}.${body}` : '',
  };
}

/** Amounts are never negative: `type` and `state` say which way the coins go. */
function toMessage(event: RewardEvent, { options }: Endpoint) {
  const custom = { ...customOfClick(event.click), ...options.custom };
  return {
    type: TYPES[event.kind],
    state: stateOf(event),
    eventId: event.eventId,
    user: event.userId,
    amount: event.rewardAmount.toString(),
    currency: event.currencyName,
    payoutUsd: event.payoutUsd,
    app: event.appKey,
    offer: event.offerKey,
    offerTitle: event.offerTitle,
    task: event.taskKey,
    taskName: event.taskName,
    click: event.clickId,
    country: event.click?.country ?? null,
    grantedAt: event.grantedAt.toISOString(),
    ...(event.kind === 'PENDING' && { delayMinutes: event.delayMinutes }),
    ...(event.kind === 'REVERSAL' && { reason: event.reversal?.reason ?? null }),
    ...(Object.keys(custom).length > 0 && { custom }),
  };
}

function acknowledged({ status }: PublisherAnswer): Acknowledgement {
  if (status >= 200 && status < 300) return { verdict: 'acknowledged' };
  if (status === 410) return { verdict: 'final', reason: 'answered 410: never again' };
  return { verdict: 'retry', reason: `answered with status ${status}` };
}
