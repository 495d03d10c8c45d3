/**
 * How far a confirmation may move money by itself (04, 5). Strong ones may; a weak one only from a source with an address
 * allow-list, and only within what is left of the source's daily budget. While a source's money breaker is open, none of
 * its confirmations do. Doubt denies nothing and loses nothing: an agent decides instead.
 */
import type { Micros } from '@/lib/rules/money';

/** What is known about the source of one confirmation, and how that confirmation was signed. */
export type Source = {
  integrationId: string;
  trust: 'strong' | 'weak';
  allowListed: boolean;
  dailyBudgetMicros: Micros | null;
  breakerTrippedAt: Date | null;
};

export type Doubt = 'breaker' | 'no-allow-list' | 'no-budget' | 'budget-used-up';

/** What of each source's daily budget is left; a source that is not in it has nothing left. */
export type Budgets = ReadonlyMap<string, Micros>;

/** Null when it may pay `cost` by itself. */
export function doubtOf(source: Source, cost: Micros, left: Budgets): Doubt | null {
  if (source.breakerTrippedAt !== null) return 'breaker';
  if (source.trust === 'strong') return null;
  if (!source.allowListed) return 'no-allow-list';
  if (source.dailyBudgetMicros === null) return 'no-budget';
  return cost > (left.get(source.integrationId) ?? 0n) ? 'budget-used-up' : null;
}

/** Does paying for this draw on a budget? */
export function drawsOnBudget(source: Source): boolean {
  return source.trust === 'weak' && doubtOf(source, 0n, new Map()) === null;
}

export type Priced<S extends Source> = { source: S; cost: Micros };

/** Several that are paid together or not at all: the doubt about each, and what would be left afterwards. */
export function weighTogether<S extends Source>(
  priced: readonly Priced<S>[],
  left: Budgets,
): { doubts: (Doubt | null)[]; left: Budgets } {
  const after = new Map(left);
  const doubts = priced.map(({ source, cost }) => {
    const doubt = doubtOf(source, cost, after);
    if (doubt === null && drawsOnBudget(source))
      after.set(source.integrationId, (after.get(source.integrationId) ?? 0n) - cost);
    return doubt;
  });
  return { doubts, left: after };
}

/** The day whose budget counts: UTC, as `YYYY-MM-DD`. */
export function budgetDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}
