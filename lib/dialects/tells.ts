/** What a publisher hears of at all: by the words its dialect has, and by what it asked for. */
import { stateOf } from './event-texts';
import type { CallbackOptions, RewardKind, Rewards } from './rewards';
import { writeMacro } from './template';

export type Addresses = { urlTemplate: string; reversalUrlTemplate: string | null; options: CallbackOptions };

/** Why this publisher is not told of such an event, in plain words; null when it is. */
export function whyNotTold(kind: RewardKind, rewards: Rewards, endpoint: Addresses): string | null {
  const { options } = endpoint;
  const state = stateOf({ kind });
  if (options.activities?.length && !options.activities.includes(state)) return `this app does not ask for ${state}`;
  if (kind === 'PENDING' && !rewards.stateful) return 'this dialect has no word for a reward that is held';
  if (kind === 'PENDING' && !options.stateful) return 'this app does not ask for rewards that are held';
  if (kind === 'ACTIVITY' && !options.zeroRewards) return 'this app does not ask for steps that pay nothing';
  return kind === 'REVERSAL' ? whyNoReversal(rewards, endpoint) : null;
}

function whyNoReversal(rewards: Rewards, { urlTemplate, reversalUrlTemplate }: Addresses): string | null {
  if (reversalUrlTemplate) return null;
  if (rewards.reversalNeedsOwnUrl) return 'this app has no address for reversals';
  const state = rewards.reversalNeedsState && rewards.stateMacro && writeMacro(rewards.stateMacro, rewards.brackets);
  return state && !urlTemplate.includes(state) ? `without ${state} a reversal would look like a second reward` : null;
}
