/**
 * What trackers have in common: a GET whose parameters say which click, which event and how it ended. They differ in the
 * names, in the words for a state and in what identifies a conversion; each tracker's file is that table and its
 * peculiarities. Several names for one thing may come, as long as they do not contradict each other.
 *
 * No tracker signs anything. What stands for a signature is a token in the address (tracker-token.ts): it proves that the
 * sender knows it and covers nothing else, so that all trackers are `weak` (04, 5).
 */
import { createHash } from 'node:crypto';
import type {
  Answer,
  ConfirmationState,
  Confirms,
  Dialect,
  IntegrationSettings,
  Notice,
  Outcome,
  PostbackRequest,
  Refused,
  SampleContent,
  Setup,
  TrackerName,
  TurnedAway,
} from './dialect';
import { malformed, mapped, type Parameters, readParameters } from './parameters';
import { type Filling, sampler } from './sample';
import { fillTracker } from './tracker-sample';
import { verifyToken } from './tracker-token';

type Names = readonly string[];

export type Tracker = {
  name: TrackerName;
  title: string;
  click: Names;
  /** In order of preference. */
  event?: Names;
  /** Values by which they name no event at all. */
  noEvent?: Names;
  /** What it means when no event is named: the install, or (null) the only task that the offer has. */
  eventWhenUnnamed?: 'install' | null;
  /** Parameters of which one alone names the conversion, for ever and across clicks. */
  transaction?: Names;
  /** Where there is none: what tells conversions of one click and event apart. Never the time of sending. */
  distinction?: Names;
  /** Words of theirs beyond the usual ones, in small letters. */
  states?: Readonly<Record<string, ConfirmationState>>;
  reason?: Names;
  /** What they pay us, not what a user spent. */
  payout?: Names;
  token: Names;
  setup: Setup;
  /** How it writes a state where its address says one, if not in the usual words. */
  words?: Readonly<Record<ConfirmationState, string>>;
  /** What its messages hold beside, or in place of, what the table says; null for one that it does not send. */
  sample?: (what: SampleContent) => Filling | null | undefined;
  /** Whatever the table cannot say. */
  peculiar?: (given: Parameters, settings: IntegrationSettings) => Peculiar | Notice | Refused | null;
  answer?: (outcome: Outcome, receiptId: string) => Answer;
  refusal?: (refused: TurnedAway) => Answer;
};

/** What a peculiarity decides in place of the table. */
type Peculiar = { event?: string; state?: ConfirmationState; reason?: string | null };

export function trackerDialect(tracker: Tracker): Dialect {
  const { setup } = tracker;
  const verify: Confirms['verify'] = (request, secrets) => verifyToken(tracker.token, request, secrets);
  return {
    name: tracker.name,
    title: tracker.title,
    confirms: {
      weaknesses: ['secret-in-url'],
      secretParameters: tracker.token,
      setup,
      read: (request, settings) => readTracker(tracker, request, settings),
      verify,
      sample: sampler({ setup, verify, place: null }, (what) => fillTracker(tracker, what)),
      answer: tracker.answer ?? ((outcome, receiptId) => plain(`OK ${outcome} ${receiptId}`)),
      ...(tracker.refusal && { refusal: tracker.refusal }),
    },
  };
}

export function plain(body: string, status = 200): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

// ── reading ─────────────────────────────────────────────────────────────────

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const USD = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;
const LONGEST_REASON = 500;

const USUAL_STATES: Readonly<Record<string, ConfirmationState>> = {
  approved: 'COMPLETED',
  completed: 'COMPLETED',
  confirmed: 'COMPLETED',
  pending: 'PENDING',
  hold: 'PENDING',
  rejected: 'RECONCILED',
  declined: 'RECONCILED',
  cancelled: 'RECONCILED',
  canceled: 'RECONCILED',
  reversed: 'RECONCILED',
};

function readTracker(tracker: Tracker, request: PostbackRequest, settings: IntegrationSettings): Notice | Refused {
  const read = readParameters(request);
  if ('refused' in read) return read;
  const given = filled(read);
  const peculiar = tracker.peculiar?.(given, settings) ?? {};
  if ('kind' in peculiar || 'refused' in peculiar) return peculiar;

  const clickId = one(given, tracker.click);
  if (isRefused(clickId)) return clickId;
  if (clickId === null || !ID.test(clickId)) return malformed(noClick(read, tracker));
  const event = peculiar.event ?? eventOf(tracker, given, settings);
  const taskKey = event === null ? null : taskOf(event, settings);
  if (isRefused(taskKey)) return taskKey;
  const state = peculiar.state ?? stateOf(tracker, given, settings);
  if (isRefused(state)) return state;
  const transaction = transactionOf(tracker, given, clickId, event);
  if (isRefused(transaction)) return transaction;
  const payoutUsd = payoutOf(tracker, given);
  if (isRefused(payoutUsd)) return payoutUsd;
  const reason = shorten(peculiar.reason ?? reasonOf(tracker, given, state));
  return { kind: 'confirmation', transaction, clickId, taskKey, state, payoutUsd, reason };
}

/** A macro that the tracker had nothing for arrives empty, or as it stood in the template: then nothing was said. */
function filled(given: Parameters): Parameters {
  return new Map([...given].filter(([, value]) => value !== '' && !isMacro(value)));
}

function isMacro(value: string): boolean {
  return /^(\{.*\}|\(.*\)|\[.*\]|\$\{.*|\$\$(sdk|click)\(.*\))$/.test(value);
}

/** The one value that these names have. */
function one(given: Parameters, names: Names | undefined): string | null | Refused {
  const values = new Set((names ?? []).flatMap((name) => given.get(name) ?? []));
  return values.size > 1 ? malformed(`${names!.join(' and ')} contradict each other.`) : ([...values][0] ?? null);
}

function first(given: Parameters, names: Names | undefined): string | null {
  return names?.map((name) => given.get(name)).find((value) => value !== undefined) ?? null;
}

function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

function noClick(read: Parameters, { click }: Tracker): string {
  const raw = click.map((name) => read.get(name)).find((value) => value !== undefined);
  const hint = raw !== undefined && isMacro(raw) ? ' The tracker did not fill in the macro.' : '';
  return `"${click[0]}" must be our click id, 1 to 128 of A-Z a-z 0-9 . _ : -${hint}`;
}

function eventOf(tracker: Tracker, given: Parameters, { eventMap }: IntegrationSettings): string | null {
  const { noEvent = [], eventWhenUnnamed = null } = tracker;
  const named = first(given, tracker.event);
  const says = named !== null && (mapped(eventMap, named) !== undefined || !noEvent.includes(named));
  return says ? named : eventWhenUnnamed;
}

function taskOf(event: string, { eventMap }: IntegrationSettings): string | Refused {
  const taskKey = mapped(eventMap, event) ?? event;
  return ID.test(taskKey) ? taskKey : malformed(`Say in the event map which task "${event.slice(0, 128)}" is.`);
}

function stateOf(
  { states = {} }: Tracker,
  given: Parameters,
  { statusMap }: IntegrationSettings,
): ConfirmationState | Refused {
  const word = given.get('status');
  if (word === undefined) return 'COMPLETED';
  const small = word.toLowerCase();
  const state =
    mapped(statusMap, word) ?? mapped(statusMap, small) ?? mapped(states, small) ?? mapped(USUAL_STATES, small);
  return state ?? malformed(`Say in the status map what "${word.slice(0, 64)}" means.`);
}

/**
 * Without an id of their own: SHA-256 over click, event and what tells conversions apart, or `once`. A repeated postback
 * is then the same transaction, and so is its later rejection.
 */
function transactionOf(
  { transaction, distinction }: Tracker,
  given: Parameters,
  clickId: string,
  event: string | null,
): string | Refused {
  const named = one(given, transaction);
  if (isRefused(named)) return named;
  if (named !== null) return ID.test(named) ? named : malformed(`"${transaction![0]}" may hold A-Z a-z 0-9 . _ : -`);
  const apart = event === 'install' ? null : one(given, distinction);
  if (isRefused(apart)) return apart;
  return createHash('sha256')
    .update(JSON.stringify([clickId, event, apart ?? 'once']))
    .digest('hex');
}

/** Dollars as they are; other currencies are no dollars, and we do not convert. */
function payoutOf({ payout }: Tracker, given: Parameters): string | null | Refused {
  const named = one(given, payout);
  if (named === null || isRefused(named)) return named;
  if ((given.get('currency') ?? 'USD').toUpperCase() !== 'USD') return null;
  const exact = named.replace(/(\.\d{6}\d*?)0+$/, '$1');
  return USD.test(exact) ? exact : malformed(`"${payout![0]}" must be US dollars like 3.50`);
}

/** The honest reason of a denial: theirs, or at least their word for the state. */
function reasonOf({ reason }: Tracker, given: Parameters, state: ConfirmationState): string | null {
  if (state === 'COMPLETED') return null;
  return first(given, reason) ?? (state === 'RECONCILED' ? first(given, ['status']) : null);
}

function shorten(reason: string | null): string | null {
  return reason === null ? null : reason.slice(0, LONGEST_REASON).toWellFormed();
}
