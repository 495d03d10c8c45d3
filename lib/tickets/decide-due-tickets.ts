/**
 * The hourly automation, told top to bottom (seed 000; R13, R14, R16, R17). In batches: load due tickets with their facts
 * under row locks, apply the pure rule in memory, write the batch with a few statements. Runners side by side share the
 * work (SKIP LOCKED); a crash loses at most the batch in flight, which the next run takes up.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import { lockBudgets, spendBudgets } from '@/lib/rewards/daily-budgets';
import { readStepRecords, type StepRecord } from '@/lib/rewards/step-records';
import type { Verdict } from '@/lib/rules/decision';
import { type Claimed, inLanes } from '@/lib/tickets/in-lanes';
import { readPolicy } from '@/lib/tickets/policy';
import { lockTickets, type TicketRecord } from '@/lib/tickets/ticket-record';
import { type Case, type Weighed, weighTickets } from '@/lib/tickets/weigh-ticket';
import { type Ruling, writeDecisions } from '@/lib/tickets/write-decisions';

export type Tally = { approved: number; denied: number; held: number; left: number };

/** Small enough that a batch's transaction stays well under a second, large enough that statements do not dominate. */
const BATCH = 500;
/** Batches under way at once: while one is being judged here, the database writes another. */
const LANES = 3;

type Options = { at?: Date; batch?: number; beat?: () => Promise<unknown> };

/** `at` replaces the database's clock in tests; `batch` is for the bench; `beat` is told after each batch. */
export async function decideDueTickets(options: Options = {}): Promise<Tally> {
  const tally: Tally = { approved: 0, denied: 0, held: 0, left: 0 };
  await inLanes<Cursor>(LANES, START, async (from, onClaimed) => {
    const verdicts = await inTransaction((tx) => decideBatch(tx, from, options.batch ?? BATCH, onClaimed), options);
    // Counted after the commit: a batch that is tried again after a deadlock is not counted twice.
    for (const { verdict } of verdicts) tally[COUNTED_AS[verdict]] += 1;
    await options.beat?.();
  });
  return tally;
}

type Cursor = { queuedAt: Date; id: string };
const START: Cursor = { queuedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/** Decides the next batch after the cursor. `onClaimed` hears where the batch ends, null when there was nothing left. */
async function decideBatch(tx: Tx, from: Cursor, size: number, onClaimed: Claimed<Cursor>): Promise<Verdict[]> {
  const policy = await readPolicy(tx);
  const claimed = await claimDue(tx, from, size);
  onClaimed(claimed.at(-1) ?? null);
  const cases = await readCases(tx, claimed);
  const budgets = await lockBudgets(
    tx,
    cases.flatMap(({ steps }) => steps),
  );
  const { weighed, left } = weighTickets(cases, { policy, now: tx.now, budgets, mayPay: () => true });
  await hold(
    tx,
    weighed.flatMap(({ ticket, verdict }) => (isPending(verdict) ? [ticket] : [])),
  );
  await writeDecisions(tx, weighed.flatMap(rulingOf));
  await spendBudgets(tx, budgets, left);
  return weighed.map(({ verdict }) => verdict);
}

const COUNTED_AS = { approve: 'approved', deny: 'denied', hold: 'held', leave: 'left' } as const;

/** The progress rows are locked first, as everywhere; whoever holds one already is left alone until the next run. */
async function claimDue(tx: Tx, after: Cursor, size: number): Promise<Cursor[]> {
  return tx.query<Cursor>(sql`
    SELECT t.queued_at, t.id FROM ticket t JOIN progress p ON p.user_id = t.user_id AND p.title_key = t.title_key
     WHERE t.status IN ('OPEN', 'PENDING_CONFIRMATION') AND t.kind = 'missing-reward'
       AND t.deciding_until IS NULL AND t.held_at IS NULL
       AND (t.queued_at, t.id) > (${after.queuedAt}, ${after.id}::uuid) AND t.queued_at <= ${tx.now}
     ORDER BY t.queued_at, t.id LIMIT ${size} FOR UPDATE OF p SKIP LOCKED`);
}

/** Read again under the lock: a ticket that was decided between the claim and the lock drops out here. */
async function readCases(tx: Tx, claimed: readonly Cursor[]): Promise<Case[]> {
  const tickets = (
    await lockTickets(
      tx,
      claimed.map(({ id }) => id),
    )
  ).filter(isLeftToAutomation);
  const keys = tickets.flatMap(({ userId, titleKey, tasks }) =>
    tasks.map(({ key }) => ({ userId, titleKey, taskKey: key })),
  );
  const byKey = new Map((await readStepRecords(tx, keys)).map((step) => [stepKey(step), step]));
  return tickets.map((ticket) => ({
    ticket,
    steps: ticket.tasks.map(({ key }) => byKey.get(stepKey({ ...ticket, taskKey: key }))!),
    touched: ticket.touchedAt !== null,
  }));
}

/** Nor what an agent is deciding at this moment, nor what is on hold. */
function isLeftToAutomation({ status, decidingUntil, heldAt }: TicketRecord): boolean {
  return (status === 'OPEN' || status === 'PENDING_CONFIRMATION') && decidingUntil === null && heldAt === null;
}

function stepKey({ userId, titleKey, taskKey }: { userId: string; titleKey: string; taskKey: string }): string {
  return JSON.stringify([userId, titleKey, taskKey]);
}

function rulingOf({ ticket, steps, verdict }: Weighed): Ruling[] {
  const common = { ticket, steps, actor: { kind: 'AUTO' as const }, round: ticket.round };
  if (verdict.verdict === 'approve') {
    const { reason, confirmationId } = verdict;
    return [{ ...common, outcome: 'APPROVED', reason, detail: null, confirmationId }];
  }
  if (verdict.verdict !== 'deny') return [];
  const { reason, detail = null } = verdict;
  return [{ ...common, outcome: 'DENIED', reason, detail, confirmationId: rejectionOf(steps, reason) }];
}

function rejectionOf(steps: readonly StepRecord[], reason: string): string | null {
  return reason === 'rejected' ? (steps.find((step) => step.state === 'RECONCILED')?.confirmationId ?? null) : null;
}

function isPending(verdict: Verdict): boolean {
  return verdict.verdict === 'hold' && verdict.reason === 'pending';
}

/** R14: shown as pending until the advertiser's confirmation resolves; the user is told once. */
export async function hold(tx: Tx, tickets: readonly TicketRecord[]): Promise<void> {
  const waiting = tickets.filter(({ status }) => status === 'OPEN');
  if (waiting.length === 0) return;
  const ids = waiting.map(({ id }) => id);
  await tx.execute(sql`
    UPDATE ticket SET status = 'PENDING_CONFIRMATION', version = version + 1 WHERE id = ANY(${ids}::uuid[]) AND status = 'OPEN'`);
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, version)
    SELECT id, ${tx.now}, 'pending', 'AUTO', version FROM ticket WHERE id = ANY(${ids}::uuid[])`);
  await promiseEmails(
    tx,
    waiting.map(({ id, number, userId, locale, address, offerTitle }) => ({
      key: `pending:${id}`,
      template: 'ticket-pending' as const,
      props: { ticketNumber: number, offerTitle },
      locale,
      to: address,
      ticketId: id,
      userId,
    })),
  );
}
