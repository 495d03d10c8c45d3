/**
 * Generic: a JSON POST signed as Standard Webhooks, for publishers who bring no dialect of their own.
 *
 * `webhook-id` is the event id (for a reversal with `r-` before it, because receivers throw away a message whose id they
 * have seen), `webhook-timestamp` the attempt's second. The secret may be two, "new old", while a publisher changes it:
 * then there are two signatures. 2xx is an acknowledgement, 410 means never again, everything else is tried again.
 */
import type { Dialect } from './dialect';
import { HOUSE_WAITS, SECOND } from './ladders';
import type { Acknowledgement, Endpoint, OutgoingCallback, PublisherAnswer, RewardEvent } from './rewards';
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
    stateful: true,
    optionsKnown: ['stateful', 'zeroRewards', 'activities', 'custom', 'holdMinutes'],
    liveSecrets: 2,
    compose,
    acknowledged,
  },
};

function compose(event: RewardEvent, endpoint: Endpoint, now: Date): OutgoingCallback {
  const id = event.kind === 'REVERSAL' ? `r-${event.eventId}` : event.eventId;
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const body = JSON.stringify(toMessage(event));
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

function toMessage(event: RewardEvent) {
  return {
    type: event.kind === 'REVERSAL' ? 'reversal' : 'reward',
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
    grantedAt: event.grantedAt.toISOString(),
  };
}

function acknowledged({ status }: PublisherAnswer): Acknowledgement {
  if (status >= 200 && status < 300) return { verdict: 'acknowledged' };
  if (status === 410) return { verdict: 'final', reason: 'answered 410: never again' };
  return { verdict: 'retry', reason: `answered with status ${status}` };
}
