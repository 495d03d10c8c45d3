/** Confirmations with their receipts, and grants with their acknowledged callbacks, as the house would have written them. */
import { randomUUID } from 'node:crypto';
import { signedQuery } from '@/lib/outbox/demo-advertiser';
import { contentOf } from '@/lib/postbacks/judge-confirmation';
import { eventId } from '@/lib/rewards/event-id';
import type { StepTerms } from '@/lib/rewards/step-records';
import { formatUsd } from '@/lib/rules/money';
import type { Journey } from './population';
import type { Rows } from './rows';

const SECOND = 1000;
export const plus = (at: Date, ms: number) => new Date(at.getTime() + ms);

type Told = { state: 'PENDING' | 'COMPLETED' | 'RECONCILED'; at: Date; reason?: string | null };

/** What the advertiser posted about a step, matched a second later. Returns the confirmation's id. */
export function confirm(rows: Rows, journey: Journey, step: StepTerms, { state, at, reason = null }: Told): string {
  const { clickId, userId, titleKey } = journey;
  const claim = claimOf(journey, step, state, reason);
  const [id, receiptId] = [randomUUID(), randomUUID()];
  rows.receipts.push(receiptRow(journey, claim, at, { id: receiptId, outcome: 'recorded', confirmation_id: id }));
  rows.confirmations.push({
    id,
    integration_id: journey.integrationId,
    transaction: claim.transaction,
    state,
    click_id: clickId,
    task_key: step.key,
    payout_micros: step.payoutMicros,
    reason,
    content: contentOf(claim),
    receipt_id: receiptId,
    received_at: at,
    matched_at: plus(at, SECOND),
    user_id: userId,
    title_key: titleKey,
  });
  return id;
}

/** A postback that was turned away: kept, with its reason, and it proves nothing. */
export function refusedPostback(rows: Rows, journey: Journey, step: StepTerms, at: Date): void {
  const claim = claimOf({ ...journey, secret: 'a secret of long ago' }, step, 'COMPLETED', null);
  const detail = 'The signature does not match.';
  const more = { id: randomUUID(), outcome: 'refused', code: 'bad-signature', detail };
  rows.receipts.push(receiptRow({ ...journey, secret: 'a secret of long ago' }, claim, at, more));
}

type Claim = Parameters<typeof signedQuery>[1];

function claimOf(
  { clickId }: Journey,
  { key, payoutMicros }: StepTerms,
  state: Told['state'],
  reason: string | null,
): Claim {
  const transaction = `${key}-${clickId.slice(0, 12)}`;
  return { clickId, taskKey: key, transaction, state, payoutUsd: formatUsd(payoutMicros), reason };
}

function receiptRow({ integrationId, integrationKey, secret }: Journey, claim: Claim, at: Date, more: object) {
  return {
    received_at: at,
    integration_id: integrationId,
    integration_key: integrationKey,
    query: signedQuery(secret, claim, at),
    transaction: claim.transaction,
    click_id: claim.clickId,
    task_key: claim.taskKey,
    state: claim.state,
    ...more,
  };
}

type Grounds = { at: Date; confirmationId: string; decisionId?: string };
type Granted = { id: string; event: string; at: Date };

/** A reward that was granted, told to the game a second later and acknowledged. */
export function grant(
  rows: Rows,
  journey: Journey,
  step: StepTerms,
  { at, confirmationId, decisionId }: Grounds,
): Granted {
  const { userId, user, titleKey, appId, appKey, offerId, clickId } = journey;
  const event = eventId({ appKey, externalUserId: user, titleKey, taskKey: step.key });
  const granted = { id: randomUUID(), event, at };
  rows.grants.push({
    id: granted.id,
    user_id: userId,
    title_key: titleKey,
    task_key: step.key,
    app_id: appId,
    offer_id: offerId,
    click_id: clickId,
    amount_micros: step.payoutMicros,
    reward_amount: step.rewardAmount,
    origin: decisionId ? 'TICKET' : 'CONFIRMATION',
    event_id: event,
    confirmation_id: confirmationId,
    decision_id: decisionId ?? null,
    granted_at: at,
  });
  tellGame(rows, journey, granted, 'REWARD', at);
  return granted;
}

/** Taken back, and the game has taken it back too. */
export function reverse(
  rows: Rows,
  journey: Journey,
  granted: Granted,
  told: { at: Date; confirmationId: string },
): void {
  const row = rows.grants.find(({ id }) => id === granted.id)!;
  Object.assign(row, {
    reversed_at: told.at,
    reversal_reason: 'CHARGEBACK',
    reversal_confirmation_id: told.confirmationId,
  });
  tellGame(rows, journey, granted, 'REVERSAL', told.at);
}

function tellGame(
  rows: Rows,
  { callbackUrl, appId, user }: Journey,
  { id, event }: Granted,
  kind: string,
  at: Date,
): void {
  const callbackId = randomUUID();
  rows.callbacks.push({
    id: callbackId,
    grant_id: id,
    app_id: appId,
    kind,
    event_id: event,
    created_at: at,
    first_attempt_at: plus(at, SECOND),
    acknowledged_at: plus(at, ANSWERED_AFTER),
  });
  rows.attempts.push({
    callback_id: callbackId,
    started_at: plus(at, SECOND),
    request: `GET ${callbackUrl.replace('[USER_ID]', user).replace('[EVENT_ID]', event)}`,
    answer: `<status> ${event}:OK</status>`,
  });
}

/** When the game had answered, counted from the promise. */
export const ANSWERED_AFTER = 1_120;
