/**
 * AdGate (Prodege) as the one who tells: a GET by template without any signature, so that the address itself has to be a
 * secret. One conversion id from pending to approved or rejected; a taking back is told only where the address holds {state},
 * without which it would look like a second reward. Up to five resends, five minutes apart.
 */
import { acknowledgedBy200, customOfClick, customParameters, stateOf } from './event-texts';
import { MINUTE, SECOND, times } from './ladders';
import type { Endpoint, Macro, OutgoingCallback, RewardEvent, Rewards } from './rewards';
import { appendNew, fillTemplate } from './template';

const BRACKETS = ['{', '}'] as const;
const SLOTS = ['s2', 's3', 's4', 's5'];
const STATES = { COMPLETED: 'approved', PENDING: 'pending', RECONCILED: 'rejected' } as const;

const MACROS: readonly Macro[] = [
  { name: 'conversion_id', means: 'The completion: reward each of them once' },
  { name: 's1', means: 'The user' },
  { name: 'points', means: 'How much the user gets, in the currency of the game' },
  { name: 'payout', means: 'What the completion is worth, in US dollars' },
  { name: 'vc_title', means: 'The title of the offer' },
  { name: 'event_id', means: 'The key of the step' },
  { name: 'source', means: 'The key of the app' },
  { name: 'state', means: 'approved, pending or rejected' },
  ...SLOTS.map((name) => ({ name, means: 'What the game gave the click to carry' })),
];

export const adgateRewards: Rewards = {
  timeoutMs: 10 * SECOND,
  waits: times(5, 5 * MINUTE),
  finalStatuses: [],
  brackets: BRACKETS,
  macros: MACROS,
  mandatoryMacros: ['conversion_id', 's1', 'points'],
  stateMacro: 'state',
  proof: null,
  addedParameters: [],
  customPrefix: '',
  reversalNeedsOwnUrl: false,
  reversalNeedsState: true,
  stateful: true,
  optionsKnown: ['stateful', 'zeroRewards', 'activities', 'custom', 'holdMinutes'],
  liveSecrets: 1,
  compose,
  acknowledged: acknowledgedBy200,
};

function compose(event: RewardEvent, endpoint: Endpoint): OutgoingCallback {
  const filled = fillTemplate(endpoint.urlTemplate, BRACKETS, macroValues(event));
  const url = appendNew(filled, customParameters({ click: null }, endpoint, ''));
  return { method: 'GET', url, headers: {}, body: null, signed: '' };
}

function macroValues(event: RewardEvent): Record<string, string> {
  const given = customOfClick(event.click);
  return {
    conversion_id: event.eventId,
    s1: event.userId,
    points: event.rewardAmount.toString(),
    payout: event.payoutUsd,
    vc_title: event.offerTitle,
    event_id: event.taskKey,
    source: event.appKey,
    state: STATES[stateOf(event)],
    ...Object.fromEntries(SLOTS.map((slot) => [slot, given[slot] ?? ''])),
  };
}
