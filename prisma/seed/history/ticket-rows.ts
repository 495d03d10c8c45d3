/** Tickets of the past with what a ticket leaves behind: steps, events and decisions. Its e-mails stand in letter-rows.ts. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { StepTerms } from '@/lib/rewards/step-records';
import { RULE_VERSION } from '@/lib/rules/decision';
import { DEFAULT_REVIEW, deadlinesOf } from '@/lib/rules/review-policy';
import { ticketNumber } from '@/lib/rules/ticket-number';
import { DAY_MS } from '@/lib/rules/ticket-states';
import { addressOf, greet, writeDecision, writePending } from './letter-rows';
import type { Journey } from './population';
import { plus } from './reward-rows';
import type { Rows } from './rows';

export type PastTicket = {
  id: string;
  number: string;
  journey: Journey;
  step: StepTerms;
  row: Record<string, unknown>;
  /** The clock of its only review; null for one that was never queued. */
  clock: Record<string, unknown> | null;
};

/** Opened, and its address proved; queued with that, if the offer was started a day before. */
export function open(rows: Rows, journey: Journey, step: StepTerms, openedAt: Date, validatedAt: Date): PastTicket {
  const opensAt = plus(journey.clickedAt, DAY_MS);
  const queuedAt = validatedAt >= opensAt ? validatedAt : null;
  const row: Record<string, unknown> = {
    id: randomUUID(),
    number: ticketNumber(randomBytes(7)),
    user_id: journey.userId,
    app_id: journey.appId,
    offer_id: journey.offerId,
    click_id: journey.clickId,
    title_key: journey.titleKey,
    status: 'OPEN',
    round: 1,
    version: 3,
    address: addressOf(journey),
    description: `I did it ("${step.name}") and have not got anything for it yet. Please look into it.`,
    value_micros: step.payoutMicros,
    reward_total: step.rewardAmount,
    opened_at: openedAt,
    opens_at: opensAt,
    validated_at: validatedAt,
    queued_at: queuedAt,
  };
  const clock = queuedAt && clockOf(String(row.id), queuedAt);
  const ticket = { id: String(row.id), number: String(row.number), journey, step, row, clock };
  rows.tickets.push(row);
  if (clock) rows.clocks.push(clock);
  rows.ticketTasks.push({
    ticket_id: ticket.id,
    task_key: step.key,
    name: step.name,
    user_id: journey.userId,
    title_key: journey.titleKey,
    payout_micros: step.payoutMicros,
    reward_amount: step.rewardAmount,
    live: true,
  });
  note(rows, ticket, { kind: queuedAt ? 'opened' : 'registered', at: openedAt, actor: 'USER' });
  note(rows, ticket, { kind: 'email-validated', at: validatedAt });
  if (queuedAt) note(rows, ticket, { kind: 'queued', at: queuedAt });
  greet(rows, ticket, openedAt, validatedAt);
  return ticket;
}

/** R20, by the wall clock. */
function clockOf(ticketId: string, startedAt: Date): Record<string, unknown> {
  const { dueAt, breachAt } = deadlinesOf(DEFAULT_REVIEW, startedAt);
  return {
    ticket_id: ticketId,
    started_at: startedAt,
    target_at: dueAt,
    breach_at: breachAt,
    met_at: null,
    policy: DEFAULT_REVIEW,
  };
}

export function hold(rows: Rows, ticket: PastTicket, at: Date): void {
  note(rows, ticket, { kind: 'pending', at });
  writePending(rows, ticket, at);
}

export type PastRuling = {
  outcome: 'APPROVED' | 'DENIED';
  reason: string;
  detail?: string | null;
  confirmationId?: string | null;
  /** Null: the automation. */
  agentId?: string | null;
  /** When the game had acknowledged the reward before, for a ticket that was not needed. */
  acknowledgedAt?: Date;
};

/** Returns the decision's id, for the grant that rests on it. */
export function decide(rows: Rows, ticket: PastTicket, at: Date, ruling: PastRuling): string {
  const { outcome, reason, detail = null, confirmationId = null, agentId = null } = ruling;
  const afterDenial = ticket.row.status === 'DENIED';
  const round = Number(ticket.row.round) + (afterDenial ? 1 : 0);
  const id = randomUUID();
  const evidence = {
    valueMicros: ticket.step.payoutMicros,
    status: ticket.row.status,
    steps: [stepFacts(ticket, ruling)],
  };
  rows.decisions.push({
    ...{ id, ticket_id: ticket.id, round, outcome, actor_kind: agentId ? 'AGENT' : 'AUTO', agent_id: agentId, reason },
    ...{ note: detail, confirmation_id: confirmationId, rule_version: RULE_VERSION, evidence, decided_at: at },
  });
  const moved = { status: outcome, round, version: Number(ticket.row.version) + 1, decided_at: at };
  Object.assign(ticket.row, moved, outcome === 'DENIED' && { denied_at: at });
  // A denial that is taken back by a late confirmation had no clock running.
  if (ticket.clock && !afterDenial) ticket.clock.met_at = at;
  note(rows, ticket, {
    kind: outcome === 'APPROVED' ? 'approved' : 'denied',
    at,
    data: { round, reason, detail },
    actor: agentId ? 'AGENT' : 'AUTO',
    actorId: agentId,
  });
  writeDecision(rows, ticket, at, ruling, { round, afterDenial });
  return id;
}

function stepFacts({ step }: PastTicket, { reason, confirmationId, detail, acknowledgedAt }: PastRuling) {
  const confirmed = {
    confirmed: 'completed',
    'not-confirmed': 'none',
    rejected: 'reconciled',
    'already-rewarded': 'completed',
  };
  return {
    taskKey: step.key,
    confirmed: confirmed[reason as keyof typeof confirmed] ?? 'none',
    confirmationId: confirmationId ?? null,
    trusted: true,
    doubt: null,
    rejection: reason === 'rejected' ? detail : null,
    granted: acknowledgedAt ? 'acknowledged' : 'none',
    grantAcknowledgedAt: acknowledgedAt ?? null,
  };
}

/** Registered, and no longer needed: the reward came first (R3). */
export function closeAnswered(rows: Rows, ticket: PastTicket, at: Date): void {
  Object.assign(ticket.row, { status: 'CLOSED', closed_at: at, closed_reason: 'rewarded', version: 4 });
  rows.ticketTasks.find(({ ticket_id }) => ticket_id === ticket.id)!.live = false;
  note(rows, ticket, { kind: 'closed', at, data: { reason: 'rewarded' } });
}

type Note = {
  kind: string;
  at: Date;
  data?: Record<string, unknown>;
  actor?: 'AUTO' | 'USER' | 'AGENT';
  actorId?: string | null;
};

function note(
  rows: Rows,
  { id, journey }: PastTicket,
  { kind, at, data = {}, actor = 'AUTO', actorId = null }: Note,
): void {
  const by = actor === 'USER' ? journey.userId : actorId;
  rows.events.push({ ticket_id: id, at, kind, actor_kind: actor, actor_id: by, data });
}
