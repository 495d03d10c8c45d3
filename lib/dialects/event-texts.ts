/** What dialects write of an event in the same way. */
import type { Acknowledgement, CallbackState, ClickFacts, Endpoint, PublisherAnswer, RewardEvent } from './rewards';

const STATES = {
  REWARD: 'COMPLETED',
  ACTIVITY: 'COMPLETED',
  PENDING: 'PENDING',
  REVERSAL: 'RECONCILED',
} as const satisfies Record<RewardEvent['kind'], CallbackState>;

/** The state that the step is in now, in the words of seed 001. */
export function stateOf({ kind }: Pick<RewardEvent, 'kind'>): CallbackState {
  return STATES[kind];
}

export function isReversal({ kind }: RewardEvent): boolean {
  return kind === 'REVERSAL';
}

/** An amount as most networks write it when they take it back; nothing is nothing, with or without a sign. */
export function signedAmount(amount: string, event: RewardEvent): string {
  return isReversal(event) && !/^0(\.0+)?$/.test(amount) ? `-${amount}` : amount;
}

/** A fact about the device: text, or empty where it is not known. */
export function deviceText(click: ClickFacts | null, ...names: readonly string[]): string {
  for (const name of names) {
    const value = click && Object.hasOwn(click.device, name) ? click.device[name] : undefined;
    if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  }
  return '';
}

const CUSTOM = /^custom_([A-Za-z0-9_]{1,64})$/;

/** What the publisher gave the click to carry, by its names without `custom_`. */
export function customOfClick(click: ClickFacts | null): Record<string, string> {
  const names = Object.keys(click?.device ?? {}).flatMap((key) => CUSTOM.exec(key)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, deviceText(click, `custom_${name}`)]));
}

/** The click's own and then the app's static parameters, each name once, with what stands before it in the address. */
export function customParameters(
  { click }: Pick<RewardEvent, 'click'>,
  { options }: Endpoint,
  prefix: string,
): [string, string][] {
  const all = { ...customOfClick(click), ...options.custom };
  return Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]);
}

/** For networks that sign once: of two live secrets, the newer. Empty: there is none. */
export function signingSecret({ secret }: Endpoint): string {
  return secret.split(' ')[0]!;
}

/** YYYY-MM-DD HH:MM:SS in UTC. */
export function toSecond(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** For networks whose only word of acknowledgement is the status 200. */
export function acknowledgedBy200({ status }: PublisherAnswer): Acknowledgement {
  if (status === 200) return { verdict: 'acknowledged' };
  return { verdict: 'retry', reason: `answered with status ${status} instead of 200` };
}
