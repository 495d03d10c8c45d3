/**
 * The daily budgets of sources whose confirmations are weak (04, 5): how much they may still pay by themselves today. The
 * row of a source and day is locked from looking at it to the commit of what it paid for, so that two at once never exceed
 * it; the database refuses a sum beyond the limit. Strong confirmations lock and read nothing here.
 */
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import { type StepRecord, sourceOf, type WeighedStep } from '@/lib/rewards/step-records';
import type { Micros } from '@/lib/rules/money';
import { type Budgets, budgetDay, drawsOnBudget, type Source, weighTogether } from '@/lib/rules/trust';

/** Locks what today's payments for these steps may draw on; sources in the order of their ids. */
export async function lockBudgets(tx: Tx, records: readonly StepRecord[]): Promise<Budgets> {
  const drawn = budgetsOf(records);
  if (drawn.size === 0) return drawn;
  const locked = await tx.query<Spent>(sql`
    INSERT INTO budget_day AS b (integration_id, day, limit_micros)
    SELECT id, ${budgetDay(tx.now)}::date, daily_budget_micros FROM integration
     WHERE id = ANY(${[...drawn.keys()]}::uuid[]) AND daily_budget_micros IS NOT NULL ORDER BY id
    ON CONFLICT (integration_id, day) DO UPDATE SET spent_micros = b.spent_micros RETURNING integration_id, spent_micros`);
  return without(drawn, locked);
}

/** The same without a lock, for showing what would be. */
export async function readBudgets(runner: Runner, records: readonly StepRecord[], now: Date): Promise<Budgets> {
  const drawn = budgetsOf(records);
  if (drawn.size === 0) return drawn;
  const spent = await runner.query<Spent>(sql`
    SELECT integration_id, spent_micros FROM budget_day
     WHERE integration_id = ANY(${[...drawn.keys()]}::uuid[]) AND day = ${budgetDay(now)}::date`);
  return without(drawn, spent);
}

/** Writes down what was paid between the two. The caller holds the locks of `lockBudgets`. */
export async function spendBudgets(tx: Tx, before: Budgets, after: Budgets): Promise<void> {
  const rows = [...before].flatMap(([id, left]) => {
    const paid = left - (after.get(id) ?? left);
    return paid > 0n ? [{ id, paid: String(paid) }] : [];
  });
  if (rows.length === 0) return;
  await tx.execute(sql`
    UPDATE budget_day b SET spent_micros = b.spent_micros + given.paid, limit_micros = i.daily_budget_micros
      FROM ${recordset(rows, 'id uuid, paid bigint')} JOIN integration i ON i.id = given.id
     WHERE b.integration_id = given.id AND b.day = ${budgetDay(tx.now)}::date`);
}

type Promised = { key: string; payoutMicros: Micros; rewardAmount: Micros };

/** The steps of one ticket, paid together or not at all. What is granted already, and what rewards nothing, costs nothing. */
export function weighSteps(
  steps: readonly StepRecord[],
  promised: readonly Promised[],
  left: Budgets,
): { steps: WeighedStep[]; left: Budgets } {
  const priced = steps.flatMap((step) => {
    const source = step.state === 'COMPLETED' ? sourceOf(step) : null;
    return source ? [{ step, source, cost: costOf(step, promised) }] : [];
  });
  const { doubts, left: after } = weighTogether(priced, left);
  const doubtAbout = new Map(priced.map(({ step }, index) => [step, doubts[index]!]));
  return { steps: steps.map((step) => ({ ...step, doubt: doubtAbout.get(step) ?? null })), left: after };
}

export function costOf(step: StepRecord, promised: readonly Promised[]): Micros {
  const task = promised.find(({ key }) => key === step.taskKey);
  return step.grantId !== null || !task || task.rewardAmount === 0n ? 0n : task.payoutMicros;
}

type Spent = { integrationId: string; spentMicros: Micros };

/** The whole budgets of those sources whose confirmations would be paid from them. */
function budgetsOf(records: readonly StepRecord[]): Budgets {
  const sources = records
    .filter(({ state, grantId }) => state === 'COMPLETED' && grantId === null)
    .map(sourceOf)
    .filter((source): source is Source => source !== null && drawsOnBudget(source));
  return new Map(sources.map(({ integrationId, dailyBudgetMicros }) => [integrationId, dailyBudgetMicros!]));
}

function without(budgets: Budgets, spent: readonly Spent[]): Budgets {
  const used = new Map(spent.map(({ integrationId, spentMicros }) => [integrationId, spentMicros]));
  return new Map([...budgets].map(([id, budget]) => [id, budget - (used.get(id) ?? 0n)]));
}
