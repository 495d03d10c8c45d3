/**
 * A decision and everything it promises, in the caller's transaction: the decision row, the ticket's new status, its
 * event, the grants with their callbacks, and the e-mail (R17, R18, R23). One ticket or thousands: the same few statements.
 * The caller holds the locks and has read the evidence under them.
 */
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import { type GrantOrder, grantRewards, refireUnacknowledged } from '@/lib/rewards/grant-reward';
import { releaseConfirmations } from '@/lib/rewards/held-confirmations';
import { readHolds } from '@/lib/rewards/read-holds';
import { toStepFacts, type WeighedStep } from '@/lib/rewards/step-records';
import { RULE_VERSION } from '@/lib/rules/decision';
import { heldUntil } from '@/lib/rules/delayed-crediting';
import { meetClock } from '@/lib/tickets/clocks';
import { decisionLetter } from '@/lib/tickets/decision-letter';
import { drawSample } from '@/lib/tickets/draw-sample';
import type { TicketRecord } from '@/lib/tickets/ticket-record';
import { settleRechecks } from '@/lib/tickets/with-advertiser';

export type Actor = { kind: 'AUTO' } | { kind: 'AGENT' | 'API'; id: string };

export type Ruling = {
  ticket: TicketRecord;
  steps: readonly WeighedStep[];
  outcome: 'APPROVED' | 'DENIED';
  /** A decision reason of the rules, or an agent's reason code. */
  reason: string;
  /** The advertiser's rejection code, or an agent's words to the user. */
  detail: string | null;
  confirmationId: string | null;
  actor: Actor;
  /** The round that is decided: the ticket's own, or the next one when a denied ticket is taken up again (R15). */
  round: number;
};

export async function writeDecisions(tx: Tx, rulings: readonly Ruling[]): Promise<void> {
  if (rulings.length === 0) return;
  const decided = await insertDecisions(
    tx,
    rulings.map((ruling) => ({ ...ruling, at: decidedAt(ruling, tx.now) })),
  );
  await moveTickets(tx, decided);
  await appendEvents(tx, decided);
  await drawSample(
    tx,
    decided.flatMap(({ actor, ticket, round, outcome }) =>
      actor.kind === 'AUTO' ? [{ ticketId: ticket.id, round, outcome }] : [],
    ),
  );
  await settleRechecks(
    tx,
    decided.filter(({ ticket }) => ticket.status === 'WITH_ADVERTISER').map(({ ticket }) => ticket.id),
  );
  const approved = decided.filter(({ outcome }) => outcome === 'APPROVED');
  const holdEnds = await readHoldEnds(tx, approved);
  await promiseEmails(
    tx,
    decided.flatMap((ruling) => decisionLetter(ruling, holdEnds(ruling), tx.now)),
  );
  await releaseConfirmations(tx, decided.flatMap(noLongerHeld));
  // Last, because whoever wakes the same publisher's lane waits for our commit from here on.
  await grantRewards(tx, approved.flatMap(grantsOf));
  await refireUnacknowledged(tx, approved.flatMap(unacknowledgedCallbacks));
}

type Timed = Ruling & { at: Date };
type Decided = Timed & { decisionId: string };

/** Evidence may have arrived after this transaction began, while it waited for its locks; a decision is never older than it. */
function decidedAt({ steps }: Ruling, now: Date): Date {
  return new Date(Math.max(now.getTime(), ...steps.map(({ confirmedAt }) => confirmedAt?.getTime() ?? 0)));
}

async function insertDecisions(tx: Tx, rulings: readonly Timed[]): Promise<Decided[]> {
  const rows = rulings.map(({ ticket, round, outcome, actor, reason, detail, confirmationId, steps, at }) => ({
    ticket_id: ticket.id,
    round,
    outcome,
    actor_kind: actor.kind,
    agent_id: actor.kind === 'AGENT' ? actor.id : null,
    reason,
    note: detail,
    confirmation_id: confirmationId,
    evidence: { valueMicros: String(ticket.valueMicros), status: ticket.status, steps: steps.map(toStepFacts) },
    decided_at: at,
  }));
  const written = await tx.query<{ id: string; ticketId: string }>(sql`
    INSERT INTO decision (ticket_id, round, outcome, actor_kind, agent_id, reason, note, confirmation_id,
                          rule_version, evidence, decided_at)
    SELECT ticket_id, round, outcome, actor_kind, agent_id, reason, note, confirmation_id,
           ${RULE_VERSION}, evidence, decided_at
      FROM ${recordset(rows, DECISION_COLUMNS)} RETURNING id, ticket_id`);
  const idOf = new Map(written.map(({ id, ticketId }) => [ticketId, id]));
  return rulings.map((ruling) => ({ ...ruling, decisionId: idOf.get(ruling.ticket.id)! }));
}

const DECISION_COLUMNS = `ticket_id uuid, round int, outcome text, actor_kind text, agent_id uuid, reason text,
  note text, confirmation_id uuid, evidence jsonb, decided_at timestamptz`;

/** The version is part of the condition: whoever decided in between makes this fail as a whole, and nothing is written. */
async function moveTickets(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const rows = decided.map(({ ticket, outcome, round, at }) => ({
    id: ticket.id,
    version: ticket.version,
    outcome,
    round,
    at,
  }));
  const moved = await tx.execute(sql`
    UPDATE ticket t
       SET status = given.outcome, round = given.round, version = t.version + 1, decided_at = given.at,
           denied_at = CASE WHEN given.outcome = 'DENIED' THEN given.at ELSE t.denied_at END,
           due_at = NULL, breach_at = NULL, deciding_until = NULL, snoozed_until = NULL, lead_at = NULL,
           second_wanted_at = NULL, second_wanted_by = NULL, asked_user_at = NULL
      FROM ${recordset(rows, 'id uuid, version int, outcome text, round int, at timestamptz')}
     WHERE t.id = given.id AND t.version = given.version AND t.status <> 'APPROVED'`);
  if (moved !== decided.length) throw new Error('a ticket changed under its lock');
  await meetClock(
    tx,
    rows.map(({ id }) => id),
    tx.now,
  );
}

async function appendEvents(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const rows = decided.map(({ ticket, outcome, round, reason, detail, actor }) => ({
    ticket_id: ticket.id,
    kind: outcome === 'APPROVED' ? 'approved' : 'denied',
    actor_kind: actor.kind,
    actor_id: actor.kind === 'AUTO' ? null : actor.id,
    data: { round, reason, detail, ...(tx.batchId && { batch: tx.batchId }) },
    version: ticket.version + 1,
  }));
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data, version)
    SELECT ticket_id, ${tx.now}, kind, actor_kind, actor_id, data, version
      FROM ${recordset(rows, 'ticket_id uuid, kind text, actor_kind text, actor_id text, data jsonb, version int')}`);
}

function grantsOf({ ticket, steps, decisionId }: Decided): GrantOrder[] {
  return ticket.tasks.flatMap((task) => {
    const step = steps.find(({ taskKey }) => taskKey === task.key);
    if (step?.grantId) return [];
    return {
      ...ticket,
      taskKey: task.key,
      amountMicros: task.payoutMicros,
      rewardAmount: task.rewardAmount,
      origin: 'TICKET' as const,
      confirmationId: step?.confirmationId ?? null,
      decisionId,
    };
  });
}

/** Paid for, or refused by a person who saw them: neither waits to be believed any more. */
function noLongerHeld({ steps, outcome, actor }: Decided): string[] {
  if (outcome !== 'APPROVED' && actor.kind === 'AUTO') return [];
  return steps.flatMap(({ held, confirmationId }) => (held && confirmationId ? [confirmationId] : []));
}

function unacknowledgedCallbacks({ steps }: Decided): string[] {
  return steps.flatMap((step) =>
    step.callbackId && step.reversedAt === null && step.callbackStatus !== 'ACKNOWLEDGED' ? [step.callbackId] : [],
  );
}

/** When the last of a ticket's rewards is told to the game; null for those that are told at once. */
async function readHoldEnds(tx: Tx, approved: readonly Decided[]): Promise<(ruling: Decided) => Date | null> {
  if (approved.length === 0) return () => null;
  const holdsOf = await readHolds(
    tx,
    approved.map(({ ticket }) => ticket),
  );
  return ({ ticket, steps }) =>
    steps
      .filter(({ callbackStatus, firstAttemptAt }) => callbackStatus !== 'ACKNOWLEDGED' && firstAttemptAt === null)
      .map((step) => heldUntil(step.confirmedAt ?? tx.now, holdsOf(ticket), tx.now))
      .reduce((latest, end) => (end && (!latest || end > latest) ? end : latest), null);
}
