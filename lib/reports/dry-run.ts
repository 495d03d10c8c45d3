/**
 * A dry run of the automation's rules over a past period (R16): asked for by an agent, carried out in the background batch by
 * batch. How far it has come stands in its row; whoever goes on knows where, and a worker that dies loses one batch.
 */
import { inTransaction, recordset, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { isInScope, type PastCase, readPastTickets, type Scope } from '@/lib/reports/past-tickets';
import { FIRST_ID } from '@/lib/rules/cursor';
import { type Policy, RULE_VERSION } from '@/lib/rules/decision';
import { countRuling, type DryRunCounts, isRemarkable, type Ruling, ruleAgain } from '@/lib/rules/dry-run';
import { parseUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { addDays, MOST_DAYS, readDay } from '@/lib/rules/report-query';

const BATCH = 500;
/** So many batches by one job; then the others in the queue have their turn. */
const BATCHES_A_JOB = 20;

/** As it is kept: micros as strings. */
export type PolicyRow = { limitMicros: string; graceMs: number };

export function toPolicy({ limitMicros, graceMs }: PolicyRow): Policy {
  return { limitMicros: BigInt(limitMicros), graceMs };
}

/** What the form holds: days in UTC, first and last included; the second policy only when one of its fields is filled. */
export type DryRunForm = {
  from: string;
  to: string;
  app: string;
  advertiser: string;
  limit: string;
  grace: string;
  limit2: string;
  grace2: string;
};

/** Refused: `malformed` with fields; `conflict` while one of this agent's is running. */
export async function startDryRun(
  form: DryRunForm,
  agentId: string,
  options: { at?: Date } = {},
): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    const read = readForm(form);
    if ('refused' in read) return read;
    const scope = await readScope(tx, form);
    if ('refused' in scope) return scope;
    const { fromAt, untilAt, policies } = read;
    const [run] = await tx.query<{ id: string }>(sql`
      INSERT INTO dry_run (agent_id, from_at, until_at, app_id, advertiser_id, policies, rule_version, upto_at, upto_id, started_at)
      VALUES (${agentId}::uuid, ${fromAt}, ${untilAt}, ${scope.appId}::uuid, ${scope.advertiserId}::uuid,
              ${JSON.stringify(policies)}::jsonb, ${RULE_VERSION}, ${fromAt}, ${FIRST_ID}::uuid, ${tx.now})
      ON CONFLICT (agent_id) WHERE status = 'RUNNING' DO NOTHING RETURNING id`);
    if (!run) return refuse('conflict', 'A dry run of yours is still under way. Wait for it, or cancel it.');
    await tx.query(sql`SELECT ${knock(sql`${run.id}`)}`);
    return run;
  }, options);
}

type Read = { fromAt: Date; untilAt: Date; policies: PolicyRow[] };

function readForm({ from, to, limit, grace, limit2, grace2 }: DryRunForm): Read | Refusal {
  const [first, last] = [readDay(from), readDay(to)];
  const fields: Record<string, string> = {};
  if (!first) fields.from = 'Give a day.';
  if (!last) fields.to = 'Give a day.';
  if (first && last && (last < first || last >= addDays(first, MOST_DAYS))) fields.to = 'From 1 to 400 days.';
  const policies = [policyOf(limit, grace, ['limit', 'grace'], fields)];
  if (limit2 !== '' || grace2 !== '') policies.push(policyOf(limit2, grace2, ['limit2', 'grace2'], fields));
  if (Object.keys(fields).length > 0) return refuse('malformed', 'Please correct the marked fields.', { fields });
  return { fromAt: midnight(first!), untilAt: midnight(addDays(last!, 1)), policies };
}

function policyOf(limit: string, grace: string, names: [string, string], fields: Record<string, string>): PolicyRow {
  const limitMicros = parseUsd(limit);
  if (limitMicros === null) fields[names[0]] = 'A sum in dollars, such as 5.00.';
  if (!/^\d{1,4}$/.test(grace)) fields[names[1]] = 'Whole hours, such as 24.';
  return { limitMicros: String(limitMicros ?? 0n), graceMs: Number(grace) * 3_600_000 };
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

async function readScope(
  tx: Tx,
  { app, advertiser }: DryRunForm,
): Promise<Pick<Scope, 'appId' | 'advertiserId'> | Refusal> {
  const [found] = await tx.query<Pick<Scope, 'appId' | 'advertiserId'>>(sql`
    SELECT (SELECT id FROM app WHERE key = ${app}) AS app_id, (SELECT id FROM advertiser WHERE key = ${advertiser}) AS advertiser_id`);
  const { appId, advertiserId } = found!;
  const fields = {
    ...(app !== '' && appId === null && { app: 'There is no such app.' }),
    ...(advertiser !== '' && advertiserId === null && { advertiser: 'There is no such advertiser.' }),
  };
  if (Object.keys(fields).length > 0) return refuse('malformed', 'Please correct the marked fields.', { fields });
  return { appId, advertiserId };
}

/** What was counted stays to be read. Refused: `conflict` when it is not running any more, `not-found` when it is another's. */
export async function cancelDryRun(id: string, agentId: string): Promise<{ id: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [run] = await tx.query<{ status: string }>(sql`
      SELECT status FROM dry_run WHERE id = ${id}::uuid AND agent_id = ${agentId}::uuid FOR UPDATE`);
    if (!run) return refuse('not-found', 'You have no such dry run.');
    if (run.status !== 'RUNNING') return refuse('conflict', 'This dry run is over already.');
    await tx.execute(sql`UPDATE dry_run SET status = 'CANCELLED', ended_at = ${tx.now} WHERE id = ${id}::uuid`);
    return { id };
  });
}

// ── in the background ───────────────────────────────────────────────────────

type Running = Scope & {
  policies: PolicyRow[];
  uptoAt: Date;
  uptoId: string;
  done: number;
  counts: DryRunCounts;
  startedAt: Date;
};

type GoOn = { at?: Date; batch?: number; batches?: number };

/** Some batches, each with its progress in one transaction. Arranges its own next job while there is more. */
export async function goOnWithDryRun(
  id: string,
  { batch = BATCH, batches = BATCHES_A_JOB, at }: GoOn = {},
): Promise<void> {
  for (let made = 0; made < batches; made += 1) {
    if (!(await inTransaction((tx) => ruleBatch(tx, id, batch), { at }))) return;
  }
  await inTransaction((tx) => tx.query(sql`SELECT ${knock(sql`${id}`)}`));
}

/** False when there is nothing more to do, or somebody else is at it. */
async function ruleBatch(tx: Tx, id: string, size: number): Promise<boolean> {
  const [run] = await tx.query<Running>(sql`
    SELECT from_at, until_at, app_id, advertiser_id, policies, upto_at, upto_id, done, counts, started_at
      FROM dry_run WHERE id = ${id}::uuid AND status = 'RUNNING' FOR UPDATE SKIP LOCKED`);
  if (!run) return false;
  if (run.done === 0) await countAll(tx, id, run);
  const cases = await readPastTickets(tx, run, { at: run.uptoAt, id: run.uptoId }, size);
  const ruled = cases.map((one) => ({ ...one, rulings: ruleByAll(one, run) }));
  for (const { rulings, happened, ticket } of ruled)
    for (const [policy, ruling] of rulings.entries())
      countRuling(run.counts, policy, ruling, { happened, valueMicros: ticket.valueMicros });
  await keepRows(tx, id, run.done, ruled);
  const isDone = cases.length < size;
  const last = cases.at(-1);
  await tx.execute(sql`
    UPDATE dry_run
       SET done = done + ${cases.length}, counts = ${JSON.stringify(run.counts)}::jsonb,
           upto_at = coalesce(${last?.openedAt ?? null}::timestamptz, upto_at), upto_id = coalesce(${last?.id ?? null}::uuid, upto_id),
           status = ${isDone ? 'DONE' : 'RUNNING'}, ended_at = ${isDone ? tx.now : null}::timestamptz
     WHERE id = ${id}::uuid`);
  return !isDone;
}

async function countAll(tx: Tx, id: string, scope: Scope): Promise<void> {
  await tx.execute(sql`
    UPDATE dry_run SET total = (SELECT count(*) FROM ticket t WHERE ${isInScope(scope)}) WHERE id = ${id}::uuid`);
}

function ruleByAll({ ticket }: PastCase, { policies, startedAt }: Running): Ruling[] {
  return policies.map((policy) => ruleAgain(ticket, toPolicy(policy), startedAt));
}

type Ruled = PastCase & { rulings: Ruling[] };

async function keepRows(tx: Tx, id: string, before: number, ruled: readonly Ruled[]): Promise<void> {
  const rows = ruled.flatMap(({ id: ticketId, happened, ticket, rulings }, index) =>
    isRemarkable(rulings, happened)
      ? [{ place: before + index, ticket_id: ticketId, happened, value_micros: String(ticket.valueMicros), rulings }]
      : [],
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    INSERT INTO dry_run_row (dry_run_id, place, ticket_id, happened, value_micros, rulings)
    SELECT ${id}::uuid, place, ticket_id, happened, value_micros, rulings
      FROM ${recordset(rows, 'place int, ticket_id uuid, happened text, value_micros bigint, rulings jsonb')}`);
}

/** The safety net, every minute: whatever a killed worker had in hand goes on. */
export async function wakeDryRuns(tx: Tx): Promise<void> {
  await tx.query(sql`SELECT ${knock(sql`id`)} FROM dry_run WHERE status = 'RUNNING'`);
}

/** One knock per run: a second under the same key takes the place of the first. */
function knock(id: Sql): Sql {
  return sql`graphile_worker.add_job('dry-run', json_build_object('id', ${id}::text), job_key := 'dry-run:' || ${id}::text)`;
}

const KEPT_MS = 30 * 86_400_000;

/** Figures of a moment: asked for again they are made again. */
export async function forgetOldDryRuns(tx: Tx): Promise<void> {
  await tx.execute(sql`DELETE FROM dry_run WHERE ended_at < ${new Date(tx.now.getTime() - KEPT_MS)}`);
}
