/**
 * What is on file for the steps of offers: the confirmation that counts, the grant, and the callback. One statement for
 * one step or for thousands: the pages, the hourly run and an agent's decision all read the same evidence.
 */
import { dialectNamed } from '@/lib/dialects';
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import type { StepFacts } from '@/lib/rules/decision';
import { keepsTryingUntil } from '@/lib/rules/retry-schedule';
import type { StepProgress } from '@/lib/rules/timeline';
import type { Doubt, Source } from '@/lib/rules/trust';

export type StepKey = { userId: string; titleKey: string; taskKey: string };

export type StepRecord = StepKey & {
  confirmationId: string | null;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED' | null;
  confirmedAt: Date | null;
  confirmationReason: string | null;
  trust: 'strong' | 'weak' | null;
  held: Doubt | null;
  integrationId: string | null;
  allowListed: boolean | null;
  dailyBudgetMicros: bigint | null;
  breakerTrippedAt: Date | null;
  grantId: string | null;
  /** How far the confirmation was believed that the grant rests on. */
  grantTrust: string | null;
  grantedAt: Date | null;
  reversedAt: Date | null;
  reversalReason: string | null;
  callbackId: string | null;
  callbackStatus: 'PENDING' | 'ACKNOWLEDGED' | 'FAILED' | 'CANCELLED' | null;
  attempts: number | null;
  firstAttemptAt: Date | null;
  acknowledgedAt: Date | null;
  nextAt: Date | null;
  failedAt: Date | null;
  lastReason: string | null;
  /** The end of its hold; null once that is over. */
  heldUntil: Date | null;
  callbackDialect: string | null;
  callbackPausedAt: Date | null;
};

/**
 * Of one transaction the furthest state counts (PENDING < COMPLETED < RECONCILED, never back). Of several transactions
 * one that is completed and not reconciled counts first, then a pending one, then a reconciled one; strong before weak.
 */
export async function readStepRecords(runner: Runner, keys: readonly StepKey[]): Promise<StepRecord[]> {
  if (keys.length === 0) return [];
  const given = keys.map(({ userId, titleKey, taskKey }) => ({
    user_id: userId,
    title_key: titleKey,
    task_key: taskKey,
  }));
  return runner.query<StepRecord>(sql`
    SELECT given.user_id, given.title_key, given.task_key,
           c.id AS confirmation_id, c.state, c.received_at AS confirmed_at, c.reason AS confirmation_reason, c.trust, c.held,
           i.id AS integration_id, i.allowed_ips <> '{}' AS allow_listed, i.daily_budget_micros, i.breaker_tripped_at,
           g.id AS grant_id, proof.trust AS grant_trust, g.granted_at, g.reversed_at, g.reversal_reason,
           cb.id AS callback_id, cb.status AS callback_status, cb.attempts, cb.first_attempt_at, cb.acknowledged_at,
           cb.next_at, cb.failed_at, cb.last_reason,
           CASE WHEN cb.held_until > coalesce(${nowOf(runner)}::timestamptz, now()) THEN cb.held_until END AS held_until,
           a.callback_dialect, a.callback_paused_at
      FROM ${recordset(given, 'user_id uuid, title_key text, task_key text')}
      LEFT JOIN LATERAL (
        SELECT c.* FROM confirmation c
         WHERE c.user_id = given.user_id AND c.title_key = given.title_key AND c.task_key = given.task_key
           AND NOT EXISTS (
             SELECT FROM confirmation further
              WHERE further.integration_id = c.integration_id AND further.transaction = c.transaction
                AND (further.state = 'RECONCILED' AND c.state <> 'RECONCILED'
                  OR further.state = 'COMPLETED' AND c.state = 'PENDING'))
         ORDER BY array_position(ARRAY['COMPLETED','PENDING','RECONCILED'], c.state), c.trust, c.received_at
         LIMIT 1) c ON true
      LEFT JOIN integration i ON i.id = c.integration_id
      LEFT JOIN reward_grant g
        ON g.user_id = given.user_id AND g.title_key = given.title_key AND g.task_key = given.task_key AND g.origin <> 'ACTIVITY'
      LEFT JOIN confirmation proof ON proof.id = g.confirmation_id
      LEFT JOIN callback cb ON cb.grant_id = g.id AND cb.kind = 'REWARD'
      LEFT JOIN app a ON a.id = g.app_id`);
}

function nowOf(runner: Runner | Tx): Date | null {
  return 'now' in runner ? runner.now : null;
}

const CONFIRMED = { PENDING: 'pending', COMPLETED: 'completed', RECONCILED: 'reconciled' } as const;

/** A record with what may be said against paying for it without an agent; null where nothing may, or nothing is confirmed. */
export type WeighedStep = StepRecord & { doubt: Doubt | null };

/** Of the confirmation that counts; null without one. */
export function sourceOf(record: StepRecord): Source | null {
  const { integrationId, trust, dailyBudgetMicros, breakerTrippedAt } = record;
  if (integrationId === null || trust === null) return null;
  return { integrationId, trust, allowListed: record.allowListed === true, dailyBudgetMicros, breakerTrippedAt };
}

export function toStepFacts(record: WeighedStep): StepFacts {
  return {
    taskKey: record.taskKey,
    confirmed: record.state ? CONFIRMED[record.state] : 'none',
    confirmationId: record.confirmationId,
    trusted: record.trust !== null && record.doubt === null,
    doubt: record.doubt,
    rejection: record.state === 'RECONCILED' ? record.confirmationReason : null,
    granted: grantedOf(record),
    grantAcknowledgedAt: record.acknowledgedAt,
  };
}

function grantedOf({ grantId, reversedAt, callbackStatus }: StepRecord): StepFacts['granted'] {
  if (grantId === null) return 'none';
  if (reversedAt !== null) return 'reversed';
  return callbackStatus === 'ACKNOWLEDGED' ? 'acknowledged' : 'granted';
}

export type StepTerms = {
  key: string;
  name: string;
  payoutMicros: bigint;
  rewardAmount: bigint;
  ttcMinutes: number | null;
};

export function toStepProgress(record: StepRecord, step: StepTerms, clickedAt: Date): StepProgress {
  const { state, confirmedAt, grantedAt, callbackStatus } = record;
  return {
    taskKey: step.key,
    name: step.name,
    rewardAmount: step.rewardAmount,
    deadline: step.ttcMinutes === null ? null : new Date(clickedAt.getTime() + step.ttcMinutes * 60_000),
    confirmation: state && confirmedAt && { state, at: confirmedAt, reason: record.confirmationReason },
    grant: grantedAt && { at: grantedAt, reversedAt: record.reversedAt, reversalReason: record.reversalReason },
    callback: callbackStatus && {
      status: callbackStatus,
      attempts: record.attempts ?? 0,
      firstAttemptAt: record.firstAttemptAt,
      acknowledgedAt: record.acknowledgedAt,
      // While nobody calls the game there is no next try.
      nextAt: record.callbackPausedAt ? null : record.nextAt,
      failedAt: record.failedAt,
      lastReason: record.lastReason,
      heldUntil: record.heldUntil,
      triesUntil: triesUntil(record),
    },
  };
}

/** As long as the ladder of the game's dialect is; null while nobody calls it. */
function triesUntil({ nextAt, attempts, callbackDialect, callbackPausedAt }: StepRecord): Date | null {
  const waits = dialectNamed(callbackDialect ?? '')?.rewards?.waits;
  if (nextAt === null || attempts === null || waits === undefined || callbackPausedAt !== null) return null;
  return keepsTryingUntil(waits, attempts, nextAt);
}

/** A click's `terms`: what was promised when the user tapped. Amounts are strings in JSON and exact here. */
export function readTerms(terms: unknown): { tasks: StepTerms[]; currencyName: string } {
  const { tasks, currencyName } = terms as {
    tasks: { key: string; name: string; payoutMicros: string; rewardAmount: string; ttcMinutes: number | null }[];
    currencyName: string;
  };
  return {
    currencyName,
    tasks: tasks.map((task) => ({
      ...task,
      ttcMinutes: task.ttcMinutes ?? null,
      payoutMicros: BigInt(task.payoutMicros),
      rewardAmount: BigInt(task.rewardAmount),
    })),
  };
}
