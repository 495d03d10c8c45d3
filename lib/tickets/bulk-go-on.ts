/**
 * Works an order over many off: some tickets each time, each in a transaction of its own together with what came of it, so that
 * a worker that is killed has done a ticket and noted it, or neither. Several workers share the tickets; none does one twice.
 */
import { auditEntries } from '@/lib/foundation/audit';
import {
  inTransaction,
  isDatabaseAway,
  recordset,
  type Sql,
  sql,
  type TransactionOptions,
  type Tx,
} from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import type { BulkAction } from '@/lib/rules/bulk';
import type { Role } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { countBulk, knockForBulk } from '@/lib/tickets/bulk-knock';
import { type Doing, type Item, mayStill, PERFORM, type Performed, TAKE_BACK } from '@/lib/tickets/bulk-perform';
import type { EventActor } from '@/lib/tickets/ticket-events';
import { lockTickets } from '@/lib/tickets/ticket-record';

/** So many tickets between two looks at whether to go on. */
const BATCH = 50;
/** One letter gathers them, so they are asked about together. */
const ASKED_AT_ONCE = 500;
const SECOND = 1_000;

/** lib/rechecks/ask-advertiser.ts, which stands above this room. */
type AskAdvertiser = (
  tx: Tx,
  order: { numbers: readonly string[]; question: string | null; actor: EventActor },
) => Promise<{ asked: string[]; left: { number: string; refusal: Refusal }[] }>;

export type Hands = { askAdvertiser: AskAdvertiser };

type Job = Doing & { kind: 'do' | 'retry' | 'undo'; action: BulkAction; ofId: string | null; isAway: boolean };
type Outcome = { item: Item; performed: Performed };

/** Returns how many tickets this call has dealt with; 0 when there is nothing to do. */
export async function goOnBulk(jobId: string, hands: Hands, options: TransactionOptions = {}): Promise<number> {
  const job = await begin(jobId, options);
  if (!job) return 0;
  let dealtWith = 0;
  if (job.action === 'ask-advertiser') dealtWith = await askTogether(job, hands, options);
  else {
    while (dealtWith < BATCH && (await dealWithNext(job, options))) dealtWith += 1;
  }
  await rest(jobId, dealtWith, options);
  return dealtWith;
}

async function begin(jobId: string, options: TransactionOptions): Promise<Job | undefined> {
  return inTransaction(async (tx) => {
    await tx.execute(sql`
      UPDATE bulk_job SET status = 'RUNNING', started_at = ${tx.now}
       WHERE id = ${jobId}::uuid AND status = 'WAITING' AND runs_at <= ${tx.now}`);
    const [job] = await tx.query<Omit<Job, 'agent' | 'jobId'> & { agentId: string; role: Role }>(sql`
      SELECT j.kind, j.action, j.payload, j.of_id, a.id AS agent_id, a.role, a.disabled_at IS NOT NULL AS is_away
        FROM bulk_job j JOIN agent a ON a.id = j.agent_id WHERE j.id = ${jobId}::uuid AND j.status = 'RUNNING'`);
    return job && { ...job, jobId, agent: { id: job.agentId, role: job.role } };
  }, options);
}

/** False when nothing is left that another worker does not have in its hands. */
async function dealWithNext(job: Job, options: TransactionOptions): Promise<boolean> {
  let inHand: Item | undefined;
  try {
    return await inTransaction(
      async (tx) => {
        [inHand] = await claim(tx, job, 1);
        if (!inHand) return false;
        await note(tx, job, [{ item: inHand, performed: await perform(tx, job, inHand) }]);
        return true;
      },
      { ...options, batchId: job.jobId },
    );
  } catch (error) {
    if (!inHand || isDatabaseAway(error)) throw error;
    return failed(job, inHand, error, options);
  }
}

/** One ticket that breaks does not stop the others. */
async function failed(job: Job, item: Item, error: unknown, options: TransactionOptions): Promise<boolean> {
  log.error(
    { err: error, job: job.jobId, ticket: item.number },
    'a ticket of an order over many could not be dealt with',
  );
  const performed = refuse('unexpected', 'Something went wrong on our side.');
  await inTransaction((tx) => note(tx, job, [{ item, performed }]), { ...options, batchId: job.jobId });
  return true;
}

/** The next ones that nobody has in hand. What an order takes back is taken from what the earlier one kept. */
async function claim(tx: Tx, { jobId, ofId, kind }: Job, most: number): Promise<Item[]> {
  const before =
    kind === 'undo' ? sql`(SELECT before FROM bulk_item WHERE job_id = ${ofId}::uuid AND ticket_id = t.id)` : AS_IT_IS;
  return tx.query<Item>(sql`
    SELECT i.ticket_id, t.number, i.version, ${before} AS before
      FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id
     WHERE i.job_id = ${jobId}::uuid AND i.outcome IS NULL
     ORDER BY i.position LIMIT ${most} FOR UPDATE OF i SKIP LOCKED`);
}

const AS_IT_IS: Sql = sql`jsonb_build_object('assigneeId', t.assignee_id, 'tags', t.tags, 'heldReason', t.held_reason,
  'snoozedUntil', t.snoozed_until)`;

const NOT_ALLOWED = refuse('not-allowed', 'Whoever gave this order may no longer do this.');

/** The role is read again with every batch: whoever loses it in the meantime goes no further. */
async function perform(tx: Tx, job: Job, item: Item): Promise<Performed> {
  const { action, kind, isAway, agent } = job;
  if (isAway || !mayStill(action, agent.role)) return NOT_ALLOWED;
  const act = kind === 'undo' ? TAKE_BACK[action] : action === 'ask-advertiser' ? undefined : PERFORM[action];
  return act ? act(tx, item, job) : refuse('conflict', 'This cannot be taken back.');
}

/** All in one call and one transaction: one letter to each advertiser gathers its claims. */
async function askTogether(job: Job, { askAdvertiser }: Hands, options: TransactionOptions): Promise<number> {
  return inTransaction(
    async (tx) => {
      const items = await claim(tx, job, ASKED_AT_ONCE);
      if (items.length === 0) return 0;
      await note(tx, job, await ask(tx, job, items, askAdvertiser));
      return items.length;
    },
    { ...options, batchId: job.jobId },
  );
}

async function ask(tx: Tx, job: Job, items: readonly Item[], askAdvertiser: AskAdvertiser): Promise<Outcome[]> {
  const { agent, payload, isAway } = job;
  if (isAway || !mayStill('ask-advertiser', agent.role)) return items.map((item) => ({ item, performed: NOT_ALLOWED }));
  const locked = await lockTickets(
    tx,
    items.map(({ ticketId }) => ticketId),
  );
  const asSeen = items.filter(({ ticketId, version }) =>
    locked.some((one) => one.id === ticketId && one.version === version),
  );
  const actor = { kind: 'AGENT' as const, id: agent.id };
  const numbers = asSeen.map(({ number }) => number);
  const { left } = await askAdvertiser(tx, { numbers, question: payload.question || null, actor });
  const refusals = new Map(left.map(({ number, refusal }) => [number, refusal]));
  return items.map((item) => ({
    item,
    performed: asSeen.includes(item) ? (refusals.get(item.number) ?? 'done') : CHANGED,
  }));
}

const CHANGED = refuse('version-changed', 'Somebody changed this ticket after the order was given.');

/** What came of them, and an entry in the log for each that was changed, in the transaction that changed them. */
async function note(tx: Tx, { jobId, action, kind, agent }: Job, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map(({ item, performed }) => ({
    ticket_id: item.ticketId,
    before: item.before,
    ...inWords(performed),
  }));
  await tx.execute(sql`
    UPDATE bulk_item i
       SET outcome = given.outcome, code = given.code, message = given.message, before = given.before, at = ${tx.now},
           version_after = CASE WHEN given.outcome = 'DONE' THEN (SELECT version FROM ticket WHERE id = i.ticket_id) END
      FROM ${recordset(rows, 'ticket_id uuid, outcome text, code text, message text, before jsonb')}
     WHERE i.job_id = ${jobId}::uuid AND i.ticket_id = given.ticket_id`);
  const verb = kind === 'undo' ? `bulk-undo-${action}` : `bulk-${action}`;
  await auditEntries(
    tx,
    outcomes
      .filter(({ performed }) => performed === 'done')
      .map(({ item }) => ({ actor: { kind: 'AGENT', id: agent.id }, action: verb, subject: `ticket:${item.number}` })),
  );
}

function inWords(performed: Performed) {
  if (performed === 'done') return { outcome: 'DONE', code: null, message: null };
  if (isRefusal(performed)) return { outcome: 'FAILED', code: performed.refused, message: performed.message };
  return { outcome: 'SKIPPED', code: 'unchanged', message: null };
}

/** Over, or to be gone on with. What another worker has in its hands is waited for. */
async function rest(jobId: string, dealtWith: number, options: TransactionOptions): Promise<void> {
  await inTransaction(async (tx) => {
    await countBulk(tx, jobId);
    const ended = await tx.execute(sql`
      UPDATE bulk_job SET status = 'DONE', ended_at = ${tx.now}
       WHERE id = ${jobId}::uuid AND status = 'RUNNING'
         AND NOT EXISTS (SELECT FROM bulk_item WHERE job_id = ${jobId}::uuid AND outcome IS NULL)`);
    const [running] = await tx.query(sql`SELECT 1 FROM bulk_job WHERE id = ${jobId}::uuid AND status = 'RUNNING'`);
    const wait = dealtWith > 0 ? 0 : SECOND;
    if (ended === 0 && running) await knockForBulk(tx, jobId, new Date(tx.now.getTime() + wait));
  }, options);
}
