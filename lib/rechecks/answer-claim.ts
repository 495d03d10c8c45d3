/**
 * The advertiser answers a claim, by the portal or by CSV (R21). The first answer counts; the same one again changes nothing,
 * another one is refused, and one that comes too late is kept and shown to an agent. *Eligible* becomes a confirmation and is
 * paid as every other (R18); *not eligible* denies for good what the automation may decide; all else goes back to an agent.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { confirmByPortal } from '@/lib/rechecks/portal-confirmation';
import { readBudgets, weighSteps } from '@/lib/rewards/daily-budgets';
import { readStepRecords } from '@/lib/rewards/step-records';
import { type NotEligibleReason, REJECTION_OF, type RecheckAnswer } from '@/lib/rules/recheck-answer';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isUnderReview } from '@/lib/rules/ticket-states';
import { readPolicy } from '@/lib/tickets/policy';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';
import { takeBackFromAdvertiser } from '@/lib/tickets/with-advertiser';
import { writeDecisions } from '@/lib/tickets/write-decisions';

/** What the answering person may see: one letter's claims, or all of an advertiser's. */
export type PortalScope = { requestId: string } | { advertiserId: string };

export type ClaimAnswer = {
  /** The ticket's number, by which both sides know the claim. */
  number: string;
  answer: RecheckAnswer;
  /** With *not eligible*. */
  reason: NotEligibleReason | null;
  /** Words to the desk; the user never sees them. */
  words: string | null;
  /** Who answers, in words: a contact's name, "by the link", "by CSV". */
  by: string;
};

/** `late`: the claim had ended otherwise; the answer is kept and nothing moves (RC-006). */
export type AnswerOutcome = 'recorded' | 'duplicate' | 'late';

/** Refused: `not-found` (none of theirs), `conflict` (another answer stands), `malformed`. */
export async function answerClaim(
  scope: PortalScope,
  given: ClaimAnswer,
  options: { at?: Date } = {},
): Promise<{ outcome: AnswerOutcome } | Refusal> {
  const wrong = problemWith(given);
  if (wrong) return wrong;
  return inTransaction(async (tx) => {
    if (!(await findClaim(tx, scope, given.number))) return NO_CLAIM;
    const ticket = (await lockTicketByNumber(tx, given.number))!;
    const claim = (await findClaim(tx, scope, given.number, true))!;
    if (claim.answer !== null) return isSame(claim, given) ? { outcome: 'duplicate' } : answeredOtherwise(claim);
    if (claim.status !== 'ASKED') return keepLate(tx, { claim, ticket, given });
    await writeAnswer(tx, claim, given, 'ANSWERED');
    await CONSEQUENCES[given.answer](tx, { claim, ticket, given });
    return { outcome: 'recorded' };
  }, options);
}

export const LONGEST_ANSWER = 2_000;

function problemWith({ answer, reason, words }: ClaimAnswer): Refusal | null {
  const wrong = (field: string, message: string) => refuse('malformed', message, { fields: { [field]: message } });
  if (answer === 'not-eligible' && reason === null) return wrong('reason', 'Say why it is not eligible.');
  if (answer === 'need-more' && !words) return wrong('words', 'Say what you need.');
  if (words && words.length > LONGEST_ANSWER) return wrong('words', `At most ${LONGEST_ANSWER} characters.`);
  if (words && (words.includes('\0') || !words.isWellFormed()))
    return wrong('words', 'These characters cannot be kept.');
  return null;
}

type Claim = {
  id: string;
  advertiserId: string;
  status: string;
  answer: RecheckAnswer | null;
  answerReason: string | null;
};

/** The latest claim about this ticket within the scope; another letter's is not there for this one (RC-004). */
async function findClaim(tx: Tx, scope: PortalScope, number: string, lock = false): Promise<Claim | undefined> {
  const theirs =
    'requestId' in scope
      ? sql`r.request_id = ${scope.requestId}::uuid`
      : sql`r.advertiser_id = ${scope.advertiserId}::uuid`;
  const [claim] = await tx.query<Claim>(sql`
    SELECT r.id, r.advertiser_id, r.status, r.answer, r.answer_reason FROM recheck r JOIN ticket t ON t.id = r.ticket_id
     WHERE t.number = ${number} AND ${theirs} ORDER BY r.asked_at DESC LIMIT 1 ${lock ? sql`FOR UPDATE OF r` : sql``}`);
  return claim;
}

const NO_CLAIM = refuse('not-found', 'There is no such claim here.');

function isSame(claim: Claim, { answer, reason }: ClaimAnswer): boolean {
  return claim.answer === answer && (claim.answerReason ?? null) === (answer === 'not-eligible' ? reason : null);
}

function answeredOtherwise({ answer, answerReason }: Claim): Refusal {
  return refuse('conflict', 'This claim has been answered already, with another answer.', {
    details: { answer, reason: answerReason },
  });
}

async function writeAnswer(tx: Tx, claim: Claim, given: ClaimAnswer, status: string): Promise<void> {
  const { answer, reason, words, by } = given;
  await tx.execute(sql`
    UPDATE recheck SET status = ${status}, answer = ${answer}, answer_reason = ${answer === 'not-eligible' ? reason : null},
           answer_words = ${words}, answered_at = ${tx.now}, answered_by = ${by}, closed_at = coalesce(closed_at, ${tx.now})
     WHERE id = ${claim.id}::uuid`);
  if (words) await keepWords(tx, claim.id, by, words);
}

async function keepWords(tx: Tx, recheckId: string, by: string, body: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO recheck_message (recheck_id, at, author, author_name, body)
    VALUES (${recheckId}::uuid, ${tx.now}, 'ADVERTISER', ${by}, ${body})`);
}

type Answered = { claim: Claim; ticket: TicketRecord; given: ClaimAnswer };

const CONSEQUENCES: Record<RecheckAnswer, (tx: Tx, answered: Answered) => Promise<void>> = {
  /** Back on our clock first: what the confirmation may not pay by itself (above the limit, held) is an agent's then. */
  eligible: async (tx, { claim, ticket, given }) => {
    await comesBack(tx, { claim, ticket, given });
    await confirmByPortal(tx, { recheckId: claim.id, advertiserId: claim.advertiserId, ticket }, given.by);
  },
  'not-eligible': async (tx, answered) => {
    const { limitMicros } = await readPolicy(tx);
    // R13: above the limit nothing is decided by itself, neither way.
    if (answered.ticket.status !== 'WITH_ADVERTISER' || answered.ticket.valueMicros > limitMicros) {
      return comesBack(tx, answered);
    }
    await appendEvent(tx, answered.ticket.id, 'recheck-answered', AUTOMATION, factsOf(answered));
    await denyForGood(tx, answered);
  },
  'need-more': comesBack,
};

async function comesBack(tx: Tx, answered: Answered): Promise<void> {
  await takeBackFromAdvertiser(tx, answered.ticket.id, 'recheck-answered', factsOf(answered), AUTOMATION);
}

function factsOf({ claim, given: { answer, reason, by } }: Answered): Record<string, unknown> {
  return { recheckId: claim.id, answer, reason, by };
}

/** The final denial: the user is told what can be said (R19). */
async function denyForGood(tx: Tx, { ticket, given }: Answered): Promise<void> {
  const keys = ticket.tasks.map(({ key }) => ({ userId: ticket.userId, titleKey: ticket.titleKey, taskKey: key }));
  const records = await readStepRecords(tx, keys);
  const { steps } = weighSteps(records, ticket.tasks, await readBudgets(tx, records, tx.now));
  const detail = given.reason && REJECTION_OF[given.reason];
  const round = ticket.round;
  await writeDecisions(tx, [
    {
      ticket,
      steps,
      outcome: 'DENIED',
      reason: 'rejected',
      detail,
      confirmationId: null,
      actor: { kind: 'AUTO' },
      round,
    },
  ]);
}

/** A yes is a confirmation even then, wherever the ticket can still be paid (R15); all else only an agent may act on. */
async function keepLate(tx: Tx, answered: Answered): Promise<{ outcome: 'late' }> {
  const { claim, ticket, given } = answered;
  await writeAnswer(tx, claim, given, claim.status);
  await appendEvent(tx, ticket.id, 'recheck-answered-late', AUTOMATION, factsOf(answered));
  if (given.answer === 'eligible' && (isUnderReview(ticket.status) || ticket.status === 'DENIED')) {
    await confirmByPortal(tx, { recheckId: claim.id, advertiserId: claim.advertiserId, ticket }, given.by);
  }
  return { outcome: 'late' };
}
