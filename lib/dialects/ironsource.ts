/**
 * ironSource: seed 002, "Server-to-Server Callback Settings", from the network's side.
 *
 * The publisher's URL holds [USER_ID], [REWARDS] and [EVENT_ID]; with a private key the call also carries `timestamp`
 * and `signature` = md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY]), over the values before percent-encoding.
 * "We will keep calling this URL periodically … until we receive a valid HTTP response with status 200 (OK) with the
 * appearance of "[EVENT_ID]:OK" string somewhere in the HTTP response … with the same details, for up to 48 hours. A
 * response time of more than 1 second is also considered a failure." A negative callback is the same call to another URL.
 */
import { createHash } from 'node:crypto';
import type { Acknowledgement, Dialect, Endpoint, OutgoingCallback, PublisherAnswer, RewardEvent } from './dialect';
import { appendParameters, fillTemplate } from './template';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Soon, then hourly: 39 h as written, at most 47 h when every wait is stretched by a fifth. */
const WAITS = [
  ...[5, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  ...Array<number>(38).fill(HOUR),
];

const MANDATORY = ['USER_ID', 'REWARDS', 'EVENT_ID'];
const OPTIONAL = [
  'ITEM_NAME',
  'APPLICATION_KEY',
  'PLACEMENT_NAME',
  'AD_PROVIDER',
  'DELIVERY_TYPE',
  'MULTI_CREDIT_PROMO_MULTIPLIER',
  'TIMESTAMP',
  'SIGNATURE',
];

export const ironsource: Dialect = {
  name: 'ironsource',
  title: 'ironSource',
  rewards: {
    timeoutMs: SECOND,
    waits: WAITS,
    macros: [...MANDATORY, ...OPTIONAL],
    mandatoryMacros: MANDATORY,
    reversalNeedsOwnUrl: true,
    compose,
    acknowledged,
  },
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  // The instant of the grant, not of the attempt: every retry carries "the same details".
  const timestamp = toMinute(event.grantedAt);
  const covered = `${timestamp}${event.eventId}${event.userId}${event.rewardAmount}`;
  const signature =
    endpoint.secret === '' ? '' : createHash('md5').update(covered).update(endpoint.secret).digest('hex');
  const filled = fillTemplate(endpoint.urlTemplate, {
    ...macroValues(event),
    TIMESTAMP: timestamp,
    SIGNATURE: signature,
  });
  const placed = (macro: string) => endpoint.urlTemplate.includes(`[${macro}]`);
  const proof: [string, string][] = [];
  if (signature !== '' && !placed('TIMESTAMP')) proof.push(['timestamp', timestamp]);
  if (signature !== '' && !placed('SIGNATURE')) proof.push(['signature', signature]);
  return {
    method: 'GET',
    url: appendParameters(filled, [...customParameters(endpoint.options), ...proof]),
    headers: {},
    body: null,
    signed: signature === '' ? '' : `${covered}[PRIVATE_KEY]`,
  };
}

function macroValues(event: RewardEvent): Record<string, string> {
  return {
    USER_ID: event.userId,
    REWARDS: event.rewardAmount.toString(),
    EVENT_ID: event.eventId,
    ITEM_NAME: event.currencyName,
    APPLICATION_KEY: event.appKey,
    PLACEMENT_NAME: event.appName,
    AD_PROVIDER: 'makegood',
    DELIVERY_TYPE: 'Offerwall',
    MULTI_CREDIT_PROMO_MULTIPLIER: '1',
  };
}

/** "They will simply appear in your callback URL with the prefix custom_." */
function customParameters({ custom }: Endpoint['options']): [string, string][] {
  if (typeof custom !== 'object' || custom === null) return [];
  return Object.entries(custom)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [`custom_${name}`, String(value)]);
}

/** YYYYMMDDHHMM in UTC. */
function toMinute(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 12);
}

function acknowledged({ status, body }: PublisherAnswer, { eventId }: RewardEvent): Acknowledgement {
  if (status !== 200) return { verdict: 'retry', reason: `answered with status ${status} instead of 200` };
  if (!body.includes(`${eventId}:OK`)) return { verdict: 'retry', reason: 'answered 200 without "<event id>:OK"' };
  return { verdict: 'acknowledged' };
}
