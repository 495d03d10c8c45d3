/**
 * From a network's words to the canonical form. Ids are opaque and never trimmed or folded; a payout is evidence (what a
 * user gets comes from the click), so its sign is dropped with a reversal and what is smaller than a millionth of a dollar
 * is cut off rather than costing somebody a reward.
 */
import type { Answer, ConfirmationState, IntegrationSettings, Postback, PostbackRequest, Refused } from './dialect';
import { malformed, mapped, type Parameters, readParameters } from './parameters';

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const AMOUNT = /^(-?)(0|[1-9]\d{0,8})(?:\.(\d{1,40}))?$/;
const LONGEST_REASON = 500;

/** A network that only ever asks with GET: what stood in a body would have been written by somebody else. */
export function readQuery(request: PostbackRequest): Parameters | Refused {
  if (request.rawBody.length > 0) return malformed('This network asks with GET, without a body.');
  return readParameters(request);
}

/** What was said and under which names, so that a complaint names the sender's own parameter. */
type Said = {
  transaction: Named;
  clickId: Named;
  taskKey?: string | null;
  state: ConfirmationState;
  payout?: Named;
  reason?: string | undefined;
};
type Named = readonly [name: string, value: string | undefined];

export function toConfirmation({
  transaction,
  clickId,
  taskKey = null,
  state,
  payout,
  reason,
}: Said): Postback | Refused {
  for (const [name, value] of [transaction, clickId]) {
    if (!ID.test(value ?? '')) return malformed(`"${name}" must be 1 to 128 of A-Z a-z 0-9 . _ : -`);
  }
  if (taskKey !== null && !ID.test(taskKey))
    return malformed(`Say in the event map which task "${taskKey.slice(0, 128)}" is.`);
  const payoutUsd = payout?.[1] ? toUsd(payout[1]) : null;
  if (payout?.[1] && payoutUsd === null) return malformed(`"${payout[0]}" must be US dollars like 3.50`);
  return {
    kind: 'confirmation',
    transaction: transaction[1]!,
    clickId: clickId[1]!,
    taskKey,
    state,
    payoutUsd,
    reason: reason ? reason.slice(0, LONGEST_REASON).toWellFormed() : null,
  };
}

/** Without its sign. Null for anything but a plain decimal: 1e3, 1,000 and .5 are no amounts. */
function toUsd(text: string): string | null {
  const [, , whole, fraction] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) return null;
  return fraction === undefined ? whole : `${whole}.${fraction.slice(0, 6)}`;
}

/** The id or name of a step: the operator's map says which task of ours it is; without an entry it is our own key. */
export function taskOf({ eventMap }: IntegrationSettings, step: string | undefined): string | null {
  return step ? (mapped(eventMap, step) ?? step) : null;
}

/** The id of an offer, or another hint at a step: no task, unless the operator's map says so. */
export function taskByMap({ eventMap }: IntegrationSettings, ...hints: (string | undefined)[]): string | null {
  for (const hint of hints) {
    const task = hint ? mapped(eventMap, hint) : undefined;
    if (task !== undefined) return task;
  }
  return null;
}

/** Their word for a state; the operator's map comes before the network's own vocabulary. */
export function stateBy(
  vocabulary: Readonly<Record<string, ConfirmationState>>,
  { statusMap }: IntegrationSettings,
  [name, word = '']: Named,
): ConfirmationState | Refused {
  const state = mapped(statusMap, word) ?? mapped(vocabulary, word);
  return state ?? malformed(`"${name}" must be one of ${Object.keys(vocabulary).join(', ')}.`);
}

export function isNegative(amount: string | undefined): boolean {
  return amount?.startsWith('-') ?? false;
}

export function isZero(amount: string | undefined): boolean {
  return /^-?0(\.0+)?$/.test(amount ?? '');
}

/** Whether a `debug` or `test` parameter is set, however the network spells yes: a test must never pay. */
export function isSet(flag: string | undefined): boolean {
  return flag !== undefined && !['', '0', 'false', 'no'].includes(flag.toLowerCase());
}

export function plain(body: string, status = 200): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}
