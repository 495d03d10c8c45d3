/** The callbacks that a trial sends: as a real one would look, about a user and ids that say `test-`. */
import { randomUUID } from 'node:crypto';
import { exampleBan, exampleEvent } from '@/lib/dialects/example-event';
import type { Endpoint, OutgoingCallback, RewardEvent, RewardKind, Rewards } from '@/lib/dialects/rewards';
import { whyNotTold } from '@/lib/dialects/tells';
import type { CallbackConfig, CallbackSetup } from '@/lib/offers/callback-setup';
import type { CallbackTrial } from '@/lib/rules/callback-trials';

/** `wanted`: whether a game should say yes to it. `event` is what an acknowledgement is judged by. */
export type TrialRequest = {
  says: RewardKind | 'BAN' | 'UNBAN';
  request: OutgoingCallback;
  event: RewardEvent;
  wanted: boolean;
};
export type TrialScene = {
  app: CallbackSetup;
  config: CallbackConfig;
  rewards: Rewards;
  secret: string;
  userId: string;
  now: Date;
};

const HOUR_MS = 3600_000;

/** In the order in which they are sent; or why nothing like it would ever be sent to this app. */
export function requestsOf(trial: CallbackTrial, scene: TrialScene): TrialRequest[] | string {
  const { secret, rewards, config } = scene;
  const reward = eventOf(scene, 'REWARD');
  const later = (kind: RewardKind) => ({ ...eventOf(scene, kind), eventId: reward.eventId });
  switch (trial) {
    case 'reward':
      return told(scene, reward);
    case 'duplicate':
      return told(scene, reward, reward);
    case 'reversal':
      return told(scene, reward, later('REVERSAL'));
    case 'held':
      return told(scene, { ...later('PENDING'), delayMinutes: config.options.holdMinutes ?? 60 }, reward);
    case 'zero':
      return told(scene, eventOf(scene, 'ACTIVITY'));
    case 'late':
      return late(scene, reward);
    case 'forged':
      return secret === '' || !rewards.proof
        ? 'nothing is signed here, so nothing can be forged'
        : [{ ...toRequest({ ...scene, secret: `not-${randomUUID()}` }, reward), wanted: false }];
    case 'ban':
      return ban(scene, reward);
  }
}

function told(scene: TrialScene, ...events: RewardEvent[]): TrialRequest[] | string {
  const why = events.map(({ kind }) => whyNotTold(kind, scene.rewards, scene.config)).find((one) => one !== null);
  return why ?? events.map((event) => toRequest(scene, event));
}

/**
 * A dialect that signs the moment of the attempt is tried with a message of an hour ago, which whoever overheard it could
 * send: it should be turned away. One that repeats the moment of the grant is tried with a grant of 40 hours ago, as its
 * last attempts look: those should be paid.
 */
function late(scene: TrialScene, reward: RewardEvent): TrialRequest[] {
  const hourAgo = new Date(scene.now.getTime() - HOUR_MS);
  const [fresh, old] = [toRequest(scene, reward), toRequest({ ...scene, now: hourAgo }, reward)];
  if (JSON.stringify(fresh.request) !== JSON.stringify(old.request)) return [{ ...old, wanted: false }];
  return [toRequest(scene, { ...reward, grantedAt: new Date(scene.now.getTime() - 40 * HOUR_MS) })];
}

function ban(scene: TrialScene, event: RewardEvent): TrialRequest[] | string {
  const { rewards, config, app, userId, now } = scene;
  const requests = [true, false].map((isBanned) => {
    const eventId = testId();
    const about = exampleBan(isBanned, { eventId, userId, appKey: app.key });
    const request = rewards.composeBan?.(about, endpointOf(scene, config.urlTemplate), now) ?? null;
    const says = isBanned ? ('BAN' as const) : ('UNBAN' as const);
    return request && { says, request, event: { ...event, eventId }, wanted: true };
  });
  const whole = requests.filter((request) => request !== null);
  if (whole.length === requests.length) return whole;
  return rewards.composeBan ? 'the address has no place for a ban' : 'this dialect has no word for a ban';
}

function toRequest(scene: TrialScene, event: RewardEvent): TrialRequest {
  const { urlTemplate, reversalUrlTemplate } = scene.config;
  const template = event.kind === 'REVERSAL' ? (reversalUrlTemplate ?? urlTemplate) : urlTemplate;
  const request = scene.rewards.compose(event, endpointOf(scene, template), scene.now);
  return { says: event.kind, request, event, wanted: true };
}

function endpointOf({ secret, config }: TrialScene, urlTemplate: string): Endpoint {
  return { urlTemplate, secret, options: config.options };
}

function eventOf({ app, userId, now }: TrialScene, kind: RewardKind): RewardEvent {
  return exampleEvent(kind, {
    eventId: testId(),
    userId,
    clickId: 'test-click',
    offerKey: 'test-offer',
    appKey: app.key,
    appName: app.name,
    currencyName: app.currencyName,
    grantedAt: now,
  });
}

/** As long as a real one, or a game's database might refuse the test for its length. */
function testId(): string {
  return `test-${randomUUID().slice(5)}`;
}
