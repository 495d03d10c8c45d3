/**
 * The evidence of a ticket: what the user tapped, what the advertiser confirmed, which postbacks were turned away and
 * why, what was granted, and how the game answered, attempt by attempt.
 */
import { confirmsFor } from '@/lib/dialects';
import type { IntegrationSettings, TrustReason } from '@/lib/dialects/dialect';
import type { RewardKind } from '@/lib/dialects/rewards';
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { readBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { readStepRecords, readTerms, toStepFacts, toStepProgress, type WeighedStep } from '@/lib/rewards/step-records';
import type { StepFacts } from '@/lib/rules/decision';
import { leastAdvanced, type RewardStatus } from '@/lib/rules/ticket-states';
import { stepRewardStatus } from '@/lib/rules/timeline';
import type { TicketHead } from '@/lib/tickets/read-ticket-for-agent';

export type EvidenceClick = {
  id: string;
  clickedAt: Date;
  country: string | null;
  ip: string | null;
  device: Record<string, unknown>;
  terms: unknown;
};

export type EvidenceStep = {
  key: string;
  name: string;
  rewardAmount: bigint;
  payoutMicros: bigint;
  deadline: Date | null;
  confirmedAt: Date | null;
  status: RewardStatus;
  facts: StepFacts;
};

export type EvidenceConfirmation = {
  id: string;
  integrationKey: string;
  dialect: string;
  transaction: string;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  taskKey: string | null;
  payoutMicros: bigint | null;
  reason: string | null;
  trust: 'strong' | 'weak';
  /** Why no further than weak; empty for a strong one. */
  weaknesses: readonly TrustReason[];
  conflicts: number;
  receivedAt: Date;
  receiptId: string;
};

export type RefusedReceipt = {
  id: string;
  receivedAt: Date;
  integrationKey: string;
  code: string;
  detail: string | null;
  taskKey: string | null;
  state: string | null;
};

export type EvidenceCallback = {
  id: string;
  appKey: string;
  taskKey: string;
  kind: RewardKind;
  status: 'PENDING' | 'ACKNOWLEDGED' | 'FAILED' | 'CANCELLED';
  eventId: string;
  origin: string;
  grantedAt: Date;
  reversedAt: Date | null;
  reversalReason: string | null;
  nextAt: Date | null;
  heldUntil: Date | null;
  acknowledgedAt: Date | null;
  lastReason: string | null;
  refires: number;
  attempts: EvidenceAttempt[];
};

export type EvidenceAttempt = {
  callbackId: string;
  attemptNo: number;
  startedAt: Date;
  durationMs: number | null;
  httpStatus: number | null;
  outcome: string;
  reason: string | null;
};

export type Evidence = {
  rewardStatus: RewardStatus;
  clicks: EvidenceClick[];
  steps: EvidenceStep[];
  confirmations: EvidenceConfirmation[];
  refused: RefusedReceipt[];
  callbacks: EvidenceCallback[];
};

type Case = Pick<TicketHead, 'userId' | 'titleKey' | 'clickId' | 'tasks'>;

export async function readEvidence(ticket: Case): Promise<Evidence> {
  const clicks = await readClicks(ticket);
  const [records, confirmations, refused, callbacks] = await Promise.all([
    readStepRecords(
      db,
      ticket.tasks.map(({ key }) => ({ userId: ticket.userId, titleKey: ticket.titleKey, taskKey: key })),
    ),
    readConfirmations(ticket),
    readRefusedReceipts(clicks),
    readCallbacks(ticket),
  ]);
  const budgets = await readBudgets(db, records, await databaseNow());
  const steps = stepsOf(ticket, clicks, weighSteps(records, ticket.tasks, budgets).steps);
  return {
    rewardStatus: leastAdvanced(steps.map(({ status }) => status)),
    clicks,
    steps,
    confirmations,
    refused,
    callbacks,
  };
}

/** Oldest first: the first tap is the one that the windows are measured from (R1). */
function readClicks({ userId, titleKey }: Case): Promise<EvidenceClick[]> {
  return db.query<EvidenceClick>(sql`
    SELECT id, clicked_at, country, ip, device, terms FROM click
     WHERE user_id = ${userId}::uuid AND title_key = ${titleKey} ORDER BY clicked_at, id LIMIT 50`);
}

function stepsOf(ticket: Case, clicks: readonly EvidenceClick[], records: readonly WeighedStep[]): EvidenceStep[] {
  const click = clicks.find(({ id }) => id === ticket.clickId) ?? clicks[0];
  const promised = click ? readTerms(click.terms).tasks : [];
  return ticket.tasks.map((task) => {
    const ttcMinutes = promised.find(({ key }) => key === task.key)?.ttcMinutes ?? null;
    const record = records.find(({ taskKey }) => taskKey === task.key)!;
    const progress = toStepProgress(record, { ...task, ttcMinutes }, click?.clickedAt ?? new Date(0));
    const { deadline } = progress;
    return {
      ...task,
      deadline,
      confirmedAt: record.confirmedAt,
      status: stepRewardStatus(progress),
      facts: toStepFacts(record),
    };
  });
}

/** All of this user's for this offer title, whichever step: a confirmation of another step explains a lot. */
async function readConfirmations({ userId, titleKey }: Case): Promise<EvidenceConfirmation[]> {
  const rows = await db.query<ConfirmationRow>(sql`
    SELECT c.id, i.key AS integration_key, i.dialect, i.settings->'custom' AS custom, c.transaction, c.state, c.task_key,
           c.payout_micros, c.reason, c.trust, c.conflicts, c.received_at, c.receipt_id
      FROM confirmation c JOIN integration i ON i.id = c.integration_id
     WHERE c.user_id = ${userId}::uuid AND c.title_key = ${titleKey} ORDER BY c.received_at, c.id LIMIT 100`);
  return rows.map(({ custom, ...row }) => ({ ...row, weaknesses: weaknessesOf({ ...row, custom }) }));
}

type ConfirmationRow = Omit<EvidenceConfirmation, 'weaknesses'> & Pick<IntegrationSettings, 'custom'>;

/** One that is weak although its dialect signs well came without a signature. */
function weaknessesOf({ trust, dialect, custom }: ConfirmationRow): readonly TrustReason[] {
  if (trust === 'strong') return [];
  const known = confirmsFor(dialect, { custom })?.weaknesses ?? [];
  return known.length > 0 ? known : ['unsigned'];
}

/** Seed of many tickets: the advertiser did send something, and we turned it away. */
async function readRefusedReceipts(clicks: readonly EvidenceClick[]): Promise<RefusedReceipt[]> {
  if (clicks.length === 0) return [];
  return db.query<RefusedReceipt>(sql`
    SELECT id, received_at, integration_key, code, detail, task_key, state FROM receipt
     WHERE click_id = ANY(${clicks.map(({ id }) => id)}) AND received_at >= ${clicks[0]!.clickedAt} AND code IS NOT NULL
     ORDER BY received_at, id LIMIT 100`);
}

async function readCallbacks({ userId, titleKey }: Case): Promise<EvidenceCallback[]> {
  const callbacks = await db.query<Omit<EvidenceCallback, 'attempts'>>(sql`
    SELECT cb.id, a.key AS app_key, g.task_key, cb.kind, cb.status, cb.event_id, g.origin, g.granted_at, g.reversed_at, g.reversal_reason,
           cb.next_at, cb.held_until, cb.acknowledged_at, cb.last_reason, cb.refires
      FROM reward_grant g JOIN callback cb ON cb.grant_id = g.id JOIN app a ON a.id = cb.app_id
     WHERE g.user_id = ${userId}::uuid AND g.title_key = ${titleKey} ORDER BY cb.created_at, cb.id LIMIT 100`);
  const attempts = await db.query<EvidenceAttempt>(sql`
    SELECT callback_id, attempt_no, started_at, duration_ms, http_status, outcome, reason FROM callback_attempt
     WHERE callback_id = ANY(${callbacks.map(({ id }) => id)}::uuid[]) ORDER BY callback_id, attempt_no LIMIT 500`);
  return callbacks.map((callback) => ({
    ...callback,
    attempts: attempts.filter(({ callbackId }) => callbackId === callback.id),
  }));
}
