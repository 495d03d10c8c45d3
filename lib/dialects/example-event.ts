/** Events for previews and simulators: recognisable, the same every time, and never anybody's. */
import { type Dialect, SECRET_PLACE } from './dialect';
import type { Ban, RewardEvent, RewardKind } from './rewards';
import { writeMacro } from './template';

const GRANTED_AT = new Date('2026-01-15T12:00:00Z');
const CLICKED_AT = new Date('2026-01-14T09:30:00Z');
const REVERSED_AT = new Date('2026-01-20T08:15:00Z');

const DEVICE = { id: 'example-device', os: 'Android 16', make: 'Example', model: 'Example 5' };

/** Each kind is about a completion of its own, but a reversal takes back the very reward that REWARD tells of. */
const EVENT_IDS: Readonly<Record<RewardKind, string>> = {
  REWARD: '00000000-0000-5000-8000-000000000001',
  REVERSAL: '00000000-0000-5000-8000-000000000001',
  PENDING: '00000000-0000-5000-8000-000000000002',
  ACTIVITY: '00000000-0000-5000-8000-000000000003',
};

export function exampleEvent(kind: RewardKind, changed: Partial<RewardEvent> = {}): RewardEvent {
  const isPaid = kind !== 'ACTIVITY';
  return {
    kind,
    eventId: EVENT_IDS[kind],
    userId: 'example-user',
    rewardAmount: isPaid ? 1500n : 0n,
    payoutUsd: isPaid ? '1.50' : '0',
    currencyName: 'Coins',
    appKey: 'example-app',
    appName: 'Example App',
    offerKey: 'example-offer',
    offerTitle: 'Island: reach level 5',
    taskKey: isPaid ? 'level-5' : 'install',
    taskName: isPaid ? 'Reach level 5' : 'Install',
    clickId: 'example-click',
    grantedAt: GRANTED_AT,
    delayMinutes: kind === 'PENDING' ? 60 : 0,
    reversal: kind === 'REVERSAL' ? { at: REVERSED_AT, reason: 'CHARGEBACK' } : null,
    click: { at: CLICKED_AT, ip: '192.0.2.1', country: 'US', device: DEVICE },
    step: { type: isPaid ? 'EVENT' : 'INSTALL', isHidden: false, purchaseUsd: null },
    ...changed,
  };
}

export function exampleBan(isBanned: boolean, changed: Partial<Ban> = {}): Ban {
  return {
    eventId: `00000000-0000-5000-8000-00000000000${isBanned ? 4 : 5}`,
    userId: 'example-user',
    isBanned,
    reason: isBanned ? 'FRAUD' : null,
    appKey: 'example-app',
    ...changed,
  };
}

export type DescribedMacro = {
  /** With its brackets, as it stands in an address. */
  written: string;
  means: string;
  isMandatory: boolean;
  /** What a reward, or a ban where rewards have nothing to say, would put there. */
  example: string;
};

/** The macros of a dialect's templates in reading order, for completion and help; none when it takes none. */
export function describeMacros({ rewards }: Dialect): DescribedMacro[] {
  if (!rewards) return [];
  const { macros, mandatoryMacros, brackets } = rewards;
  return macros.map(({ name, means }) => {
    const written = writeMacro(name, brackets);
    return { written, means, isMandatory: mandatoryMacros.includes(name), example: exampleOf(written, rewards) };
  });
}

/**
 * An address to begin with: the publisher's own, with the parameters that this network's integrations usually name. Any other
 * names do as well; AdGate's token is left to the publisher.
 */
export function suggestTemplate({ confirms }: Dialect, address: string): string {
  const usual = confirms?.setup?.urlTemplate(address) ?? address;
  return usual.replace(`&secret=${SECRET_PLACE}`, '');
}

/** Asks the dialect itself: what a reward puts there, or where that has nothing to say a reversal, or a ban. */
function exampleOf(written: string, rewards: NonNullable<Dialect['rewards']>): string {
  const { proof, macros, brackets, compose, composeBan } = rewards;
  const isProof = proof?.in === 'parameter' && proof.macro !== null && written === writeMacro(proof.macro, brackets);
  const parameter = isProof ? proof.name : 'example';
  const rest = macros.filter(({ name }) => proof?.in !== 'parameter' || name !== proof.macro);
  const all = rest.map(({ name }) => writeMacro(name, brackets)).join('');
  const urlTemplate = `https://game.example/callback?all=${all}&${parameter}=${written}`;
  const endpoint = { urlTemplate, secret: 'example-secret', options: { stateful: true } };
  const requests = [
    compose(exampleEvent('REWARD'), endpoint, GRANTED_AT),
    compose(exampleEvent('REVERSAL'), endpoint, GRANTED_AT),
    composeBan?.(exampleBan(true), endpoint, GRANTED_AT),
  ];
  const examples = requests.map((request) => request && new URL(request.url).searchParams.get(parameter));
  return examples.find((example) => example) ?? '';
}
