/**
 * ironSource: seed 002, "Server-to-Server Callback Settings", from both sides.
 *
 * The publisher's URL holds [USER_ID], [REWARDS] and [EVENT_ID]; with a private key the call also carries `timestamp`
 * and `signature` = md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY]), over the values before percent-encoding.
 * "We will keep calling this URL periodically … until we receive a valid HTTP response with status 200 (OK) with the
 * appearance of "[EVENT_ID]:OK" string somewhere in the HTTP response … with the same details, for up to 48 hours. A
 * response time of more than 1 second is also considered a failure." A negative callback is the same call to another URL.
 *
 * As the one who is called, we know the click by the custom parameter `click_id`, which arrives as `custom_click_id`, and a
 * negative callback by `negative=true` in the URL that is given for it. The signature covers neither.
 */
import { createHash } from 'node:crypto';
import { plain, readQuery, taskByMap, toConfirmation } from './confirmation';
import type {
  Answer,
  Dialect,
  IntegrationSettings,
  Notice,
  Outcome,
  PostbackRequest,
  Refused,
  Secrets,
  Setup,
  SignatureCheck,
} from './dialect';
import { checkHash, uncovered } from './digest';
import { customParameters, signingSecret } from './event-texts';
import { HOUR, MINUTE, SECOND, times } from './ladders';
import { malformed } from './parameters';
import type { Acknowledgement, Endpoint, Macro, OutgoingCallback, PublisherAnswer, RewardEvent } from './rewards';
import { SAMPLE_REWARD, SAMPLE_USER, sampler } from './sample';
import { appendNew, appendParameters, fillTemplate } from './template';

/** Soon, then hourly: 39 h as written, at most 47 h when every wait is stretched by a fifth. */
const WAITS = [
  ...[5, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  ...times(38, HOUR),
];

const BRACKETS = ['[', ']'] as const;
const MACROS: readonly Macro[] = [
  { name: 'USER_ID', means: 'The user' },
  { name: 'REWARDS', means: 'How much the user gets, in the currency of the game' },
  { name: 'EVENT_ID', means: 'The completion: reward each of them once' },
  { name: 'ITEM_NAME', means: 'The name of the currency' },
  { name: 'APPLICATION_KEY', means: 'The key of the app' },
  { name: 'PLACEMENT_NAME', means: 'The name of the app' },
  { name: 'AD_PROVIDER', means: 'Always makegood' },
  { name: 'DELIVERY_TYPE', means: 'Always Offerwall' },
  { name: 'MULTI_CREDIT_PROMO_MULTIPLIER', means: 'Always 1: there are no promotions' },
  { name: 'TIMESTAMP', means: 'The minute of the grant in UTC, YYYYMMDDHHMM' },
  { name: 'SIGNATURE', means: 'The MD5 over timestamp, event, user, reward and private key' },
];

const setup: Setup = {
  urlTemplate: (door) =>
    `${door}?applicationUserId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]&itemName=[ITEM_NAME]`,
  allowedIpsPreset: [],
  notes: [
    'Enter the secret as the private key: ironSource then adds timestamp and signature by itself.',
    'Pass our click id as the custom parameter click_id when the offerwall is opened: it arrives as custom_click_id.',
    'For negative callbacks enter the same address with &negative=true at its end.',
    'The signature is MD5 and covers neither the click nor whether the callback is negative: keep an allow-list.',
  ],
};

const sample = sampler({ setup, verify, place: { parameter: 'signature' } }, (what, at) =>
  what.state === 'PENDING'
    ? null
    : {
        filled: {
          applicationUserId: SAMPLE_USER,
          rewards: SAMPLE_REWARD,
          eventId: what.transaction,
          itemName: what.taskKey ?? 'Coins',
        },
        added: {
          negative: what.state === 'RECONCILED' ? 'true' : null,
          custom_click_id: what.clickId,
          timestamp: toMinute(at),
        },
      },
);

export const ironsource: Dialect = {
  name: 'ironsource',
  title: 'ironSource',
  confirms: {
    weaknesses: ['md5', 'click-not-covered', 'task-not-covered', 'state-not-covered', 'borders-open'],
    setup,
    read,
    verify,
    sample,
    answer,
  },
  rewards: {
    timeoutMs: SECOND,
    waits: WAITS,
    finalStatuses: [],
    brackets: BRACKETS,
    macros: MACROS,
    mandatoryMacros: ['USER_ID', 'REWARDS', 'EVENT_ID'],
    stateMacro: null,
    proof: { in: 'parameter', name: 'signature', macro: 'SIGNATURE', mustBeLast: false },
    addedParameters: [{ name: 'timestamp', macro: 'TIMESTAMP' }],
    customPrefix: 'custom_',
    reversalNeedsOwnUrl: true,
    reversalNeedsState: false,
    stateful: false,
    optionsKnown: ['zeroRewards', 'activities', 'custom', 'holdMinutes'],
    liveSecrets: 1,
    compose,
    acknowledged,
  },
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  // The instant of the grant, not of the attempt: every retry carries "the same details".
  const timestamp = toMinute(event.grantedAt);
  const covered = `${timestamp}${event.eventId}${event.userId}${event.rewardAmount}`;
  const secret = signingSecret(endpoint);
  const signature = secret === '' ? '' : createHash('md5').update(covered).update(secret).digest('hex');
  const values = { ...macroValues(event), TIMESTAMP: timestamp, SIGNATURE: signature };
  const filled = fillTemplate(endpoint.urlTemplate, BRACKETS, values);
  const placed = (macro: string) => endpoint.urlTemplate.includes(`[${macro}]`);
  const proof: [string, string][] = [];
  if (signature !== '' && !placed('TIMESTAMP')) proof.push(['timestamp', timestamp]);
  if (signature !== '' && !placed('SIGNATURE')) proof.push(['signature', signature]);
  return {
    method: 'GET',
    // "They will simply appear in your callback URL with the prefix custom_."
    url: appendParameters(appendNew(filled, customParameters(event, endpoint, 'custom_')), proof),
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

/** YYYYMMDDHHMM in UTC. */
function toMinute(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 12);
}

function acknowledged({ status, body }: PublisherAnswer, { eventId }: RewardEvent): Acknowledgement {
  if (status !== 200) return { verdict: 'retry', reason: `answered with status ${status} instead of 200` };
  if (!body.includes(`${eventId}:OK`)) return { verdict: 'retry', reason: 'answered 200 without "<event id>:OK"' };
  return { verdict: 'acknowledged' };
}

// ── as the one who is called ────────────────────────────────────────────────

/** The answer repeats it: nothing may stand in it that a browser or a log could take for something else. */
const EVENT_ID = /^[A-Za-z0-9-]{1,64}$/;
const TIMESTAMP = /^\d{12}$/;

function read(request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const eventId = given.get('eventId') ?? '';
  if (!EVENT_ID.test(eventId)) return malformed('"eventId" must be 1 to 64 letters, digits or "-".');
  // Signed without anything between them: a timestamp of another length would be the beginning of another event's id.
  const isTimed = given.has('timestamp') || given.has('signature');
  if (isTimed && !TIMESTAMP.test(given.get('timestamp') ?? '')) return malformed('"timestamp" must be YYYYMMDDHHMM.');
  const negative = given.get('negative') ?? 'false';
  if (!['true', 'false'].includes(negative)) return malformed('"negative" must be true or false.');
  return toConfirmation({
    transaction: ['eventId', eventId],
    clickId: ['custom_click_id', given.get('custom_click_id')],
    taskKey: taskByMap(settings, given.get('itemName')),
    state: negative === 'true' ? 'RECONCILED' : 'COMPLETED',
  });
}

/** "User ids are passed URL-encoded", and no page says whether the hash covers them before or after: either is accepted. */
function verify(request: PostbackRequest, secrets: Secrets): SignatureCheck | Refused {
  const given = readQuery(request);
  if ('refused' in given) return given;
  const part = (name: string) => given.get(name) ?? '';
  const encoded = /(?:^|&)applicationUserId=([^&]*)/.exec(request.rawQuery)?.[1] ?? '';
  const ways = [...new Set([part('applicationUserId'), encoded])].map(
    (user) => (secret: string) => `${part('timestamp')}${part('eventId')}${user}${part('rewards')}${secret}`,
  );
  const covered = ['timestamp', 'eventId', 'applicationUserId', 'rewards', 'signature'];
  const notCovered = [...uncovered(given, covered, ['custom_click_id', 'negative']), 'the borders between the parts'];
  return checkHash('md5', ways, { received: given.get('signature'), notCovered }, secrets);
}

function answer(_outcome: Outcome, _receiptId: string, notice: Notice): Answer {
  return plain(notice.kind === 'confirmation' ? `${notice.transaction}:OK` : 'OK');
}
