/**
 * What a network's way of telling a publisher is made of: an event in, a request out, and a verdict on the answer. Pure, as
 * all of this room: what was granted, when, and what is known of it comes in; the worker calls.
 */

/**
 * REWARD and REVERSAL move coins. PENDING announces to a stateful publisher a reward that is still held; ACTIVITY tells of a
 * step that pays nothing, an install for example.
 */
export type RewardKind = 'REWARD' | 'REVERSAL' | 'PENDING' | 'ACTIVITY';

export type RewardEvent = {
  kind: RewardKind;
  /**
   * The completion's id: the same on every retry, every re-fire and for every kind. What the publisher deduplicates by is
   * made of it in the dialect, which also says how a reversal refers to what it takes back.
   */
  eventId: string;
  userId: string;
  /** In the game's currency, never negative: dialects write the sign of a reversal themselves. */
  rewardAmount: bigint;
  /** US dollars as an exact decimal string, never negative. */
  payoutUsd: string;
  currencyName: string;
  appKey: string;
  appName: string;
  offerKey: string;
  offerTitle: string;
  taskKey: string;
  taskName: string;
  clickId: string;
  /** When the reward was granted; part of the event, hence the same on every attempt. */
  grantedAt: Date;
  /** For how long the reward is held before it counts; 0 when it is not. */
  delayMinutes: number;
  /** When and why it was taken back; null unless it was. */
  reversal: { at: Date; reason: string | null } | null;
  /** Null when the click is no longer on file. */
  click: ClickFacts | null;
  /** Null when nothing is known of the step beside its name. */
  step: StepFacts | null;
};

export type ClickFacts = {
  at: Date;
  ip: string | null;
  country: string | null;
  /** As it came with the click; facts named `custom_…` are the publisher's own and go back to it. */
  device: Readonly<Record<string, unknown>>;
};

export type StepFacts = {
  /** By BitLabs' names of kinds ("INSTALL", "PURCHASE"). */
  type: string | null;
  isHidden: boolean;
  /** What a single in-app purchase cost the user; nobody is paid that. */
  purchaseUsd: string | null;
};

/** A user was banned, or the ban was lifted: told to publishers whose dialect has a word for it. */
export type Ban = { eventId: string; userId: string; isBanned: boolean; reason: string | null; appKey: string };

export type CallbackState = 'PENDING' | 'COMPLETED' | 'RECONCILED';

export type CallbackOptions = {
  /** The publisher is told of every state, not only of the final ones. */
  stateful?: boolean;
  /** The publisher also hears of steps that pay nothing. */
  zeroRewards?: boolean;
  /** The states the publisher hears of; all of them when none is named. */
  activities?: readonly CallbackState[];
  /** Static parameters that are added to every callback. */
  custom?: Readonly<Record<string, string>>;
  /** Delayed crediting: for how long a reward is held. */
  holdMinutes?: number;
};

/** `secret` is empty when there is none; two live ones are separated by a space, the newer first (`liveSecrets`). */
export type Endpoint = { urlTemplate: string; secret: string; options: CallbackOptions };

export type OutgoingCallback = {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** The exact string that was signed, for the log and the simulator; never contains the secret. */
  signed: string;
};

export type PublisherAnswer = { status: number; body: string };

/** `retry` until the ladder ends; `final` means never again: the publisher has said no for good. */
export type Acknowledgement = { verdict: 'acknowledged' } | { verdict: 'retry' | 'final'; reason: string };

/** A placeholder of a template, without its brackets. */
export type Macro = {
  name: string;
  /** What it holds, in plain English. */
  means: string;
  /** The mandatory macro in whose place it may stand: an older name, a sanitized twin. */
  standsFor?: string;
};

/** Where the signature stands. A parameter that the template does not place itself is added by us. */
export type Proof =
  | { in: 'parameter'; name: string; macro: string | null; mustBeLast: boolean }
  | { in: 'header'; name: string };

export type Rewards = {
  timeoutMs: number;
  /** Waits between attempts in milliseconds; when they are used up the callback has failed. */
  waits: readonly number[];
  /** Answers that mean never again. */
  finalStatuses: readonly number[];
  /** What stands around a macro: `[` `]`, `[%` `%]`, `{` `}`. */
  brackets: readonly [open: string, close: string];
  macros: readonly Macro[];
  mandatoryMacros: readonly string[];
  /** The macro by which alone the publisher sees which state is meant; null where every message says it anyway. */
  stateMacro: string | null;
  /** Null: this network signs nothing. */
  proof: Proof | null;
  /** Parameters that we add unless their macro, if they have one, places them. */
  addedParameters: readonly { name: string; macro: string | null }[];
  /** What stands before the names of static parameters in the address; null where there are none. */
  customPrefix: string | null;
  /** Whether a reversal can only go to an address of its own; otherwise the message says what it is. */
  reversalNeedsOwnUrl: boolean;
  /** Whether a reversal at the common address is only known for one by `stateMacro`. */
  reversalNeedsState: boolean;
  /** Whether there is a word for a reward that is still held. */
  stateful: boolean;
  /** The options that make a difference here. */
  optionsKnown: readonly (keyof CallbackOptions)[];
  /** How many secrets sign at once while one is rotated. */
  liveSecrets: 1 | 2;
  compose: (event: RewardEvent, endpoint: Endpoint, now: Date) => OutgoingCallback;
  acknowledged: (answer: PublisherAnswer, event: RewardEvent) => Acknowledgement;
  /** Without it, the network has no word for a ban; null when the address has no place for one. */
  composeBan?: (ban: Ban, endpoint: Endpoint, now: Date) => OutgoingCallback | null;
};
