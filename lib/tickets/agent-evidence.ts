/**
 * The evidence of a ticket: what the user tapped, what the advertiser confirmed, which postbacks were turned away and
 * why, what was granted, how the game answered, and what is missing of it.
 */
import { confirmsFor } from '@/lib/dialects';
import type { IntegrationSettings, TrustReason } from '@/lib/dialects/dialect';
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { readBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { readStepRecords, readTerms, toStepFacts, toStepProgress, type WeighedStep } from '@/lib/rewards/step-records';
import type { StepFacts } from '@/lib/rules/decision';
import { isInTime } from '@/lib/rules/for-and-against';
import { maskDevice, maskIp } from '@/lib/rules/masked';
import { leastAdvanced, type RewardStatus } from '@/lib/rules/ticket-states';
import { type RewardTimeline, rewardTimeline, type TimelinePoint } from '@/lib/rules/timeline';
import { type EvidenceCallback, readCallbacks } from '@/lib/tickets/agent-callbacks';
import { type RefusedReceipts, readRefusedReceipts } from '@/lib/tickets/agent-receipts';
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
  /** Null without a deadline. */
  inTime: boolean | null;
  confirmedAt: Date | null;
  status: RewardStatus;
  facts: StepFacts;
  /** From the advertiser's word to the game's answer: what is done, what is waited for, what is still to come. */
  points: TimelinePoint[];
  waitingFor: RewardTimeline['waitingFor'];
};

export type EvidenceConfirmation = {
  id: string;
  integrationKey: string;
  dialect: string;
  transaction: string;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  taskKey: string | null;
  /** As it was promised with the click; null for a step that was not. */
  taskName: string | null;
  payoutMicros: bigint | null;
  reason: string | null;
  trust: 'strong' | 'weak';
  /** Why no further than weak; empty for a strong one. */
  weaknesses: readonly TrustReason[];
  conflicts: number;
  receivedAt: Date;
  receiptId: string;
};

export type Evidence = {
  rewardStatus: RewardStatus;
  clicks: EvidenceClick[];
  steps: EvidenceStep[];
  confirmations: EvidenceConfirmation[];
  callbacks: EvidenceCallback[];
} & RefusedReceipts;

type Case = Pick<TicketHead, 'userId' | 'titleKey' | 'clickId' | 'tasks' | 'openedAt' | 'advertiserId' | 'externalId'>;

export async function readEvidence(ticket: Case, { pii }: { pii: boolean }): Promise<Evidence> {
  const { userId, titleKey, advertiserId, externalId } = ticket;
  const clicks = await readClicks(ticket);
  const [records, confirmations, receipts, callbacks, now] = await Promise.all([
    readStepRecords(
      db,
      ticket.tasks.map(({ key }) => ({ userId, titleKey, taskKey: key })),
    ),
    readConfirmations(ticket),
    readRefusedReceipts({ advertiserId, externalId, clicks }),
    readCallbacks(userId, titleKey),
    databaseNow(),
  ]);
  const budgets = await readBudgets(db, records, now);
  const promised = termsOf(ticket, clicks);
  const steps = stepsOf(ticket, clicks, weighSteps(records, ticket.tasks, budgets).steps);
  const nameOf = (taskKey: string | null) => promised.find(({ key }) => key === taskKey)?.name ?? null;
  return {
    rewardStatus: leastAdvanced(steps.map(({ status }) => status)),
    clicks: pii ? clicks : clicks.map(masked),
    steps,
    confirmations: confirmations.map((one) => ({ ...one, taskName: nameOf(one.taskKey) })),
    ...receipts,
    callbacks,
  };
}

function masked({ ip, device, ...click }: EvidenceClick): EvidenceClick {
  return { ...click, ip: ip && maskIp(ip), device: maskDevice(device) };
}

/** Oldest first: the first tap is the one that the windows are measured from (R1). */
function readClicks({ userId, titleKey }: Case): Promise<EvidenceClick[]> {
  return db.query<EvidenceClick>(sql`
    SELECT id, clicked_at, country, ip, device, terms FROM click
     WHERE user_id = ${userId}::uuid AND title_key = ${titleKey} ORDER BY clicked_at, id LIMIT 50`);
}

function clickOf(ticket: Case, clicks: readonly EvidenceClick[]): EvidenceClick | undefined {
  return clicks.find(({ id }) => id === ticket.clickId) ?? clicks[0];
}

/** The steps that were promised with the click. */
function termsOf(ticket: Case, clicks: readonly EvidenceClick[]) {
  const click = clickOf(ticket, clicks);
  return click ? readTerms(click.terms).tasks : [];
}

function stepsOf(ticket: Case, clicks: readonly EvidenceClick[], records: readonly WeighedStep[]): EvidenceStep[] {
  const clickedAt = clickOf(ticket, clicks)?.clickedAt ?? new Date(0);
  const promised = termsOf(ticket, clicks);
  return ticket.tasks.map((task) => {
    const ttcMinutes = promised.find(({ key }) => key === task.key)?.ttcMinutes ?? null;
    const record = records.find(({ taskKey }) => taskKey === task.key)!;
    const progress = toStepProgress(record, { ...task, ttcMinutes }, clickedAt);
    const { steps, waitingFor } = rewardTimeline(clickedAt, [progress]);
    const { deadline } = progress;
    const { confirmedAt } = record;
    return {
      ...task,
      deadline,
      inTime: isInTime({ deadline, confirmedAt }, ticket),
      confirmedAt,
      status: steps[0]!.status,
      facts: toStepFacts(record),
      points: steps[0]!.points,
      waitingFor,
    };
  });
}

/** All of this user's for this offer title, whichever step: a confirmation of another step explains a lot. */
async function readConfirmations({ userId, titleKey }: Case): Promise<Omit<EvidenceConfirmation, 'taskName'>[]> {
  const rows = await db.query<ConfirmationRow>(sql`
    SELECT c.id, i.key AS integration_key, i.dialect, i.settings->'custom' AS custom, c.transaction, c.state, c.task_key,
           c.payout_micros, c.reason, c.trust, c.conflicts, c.received_at, c.receipt_id
      FROM confirmation c JOIN integration i ON i.id = c.integration_id
     WHERE c.user_id = ${userId}::uuid AND c.title_key = ${titleKey} ORDER BY c.received_at, c.id LIMIT 100`);
  return rows.map(({ custom, ...row }) => ({ ...row, weaknesses: weaknessesOf({ ...row, custom }) }));
}

type ConfirmationRow = Omit<EvidenceConfirmation, 'weaknesses' | 'taskName'> & Pick<IntegrationSettings, 'custom'>;

/** One that is weak although its dialect signs well came without a signature. */
function weaknessesOf({ trust, dialect, custom }: ConfirmationRow): readonly TrustReason[] {
  if (trust === 'strong') return [];
  const known = confirmsFor(dialect, { custom })?.weaknesses ?? [];
  return known.length > 0 ? known : ['unsigned'];
}
