import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Budgets, budgetDay, type Doubt, doubtOf, type Source, weighTogether } from '@/lib/rules/trust';

const weak: Source = {
  integrationId: 'i-1',
  trust: 'weak',
  allowListed: true,
  dailyBudgetMicros: 10_000_000n,
  breakerTrippedAt: null,
};
const strong: Source = { ...weak, trust: 'strong', allowListed: false, dailyBudgetMicros: null };
const left = (micros: bigint): Budgets => new Map([['i-1', micros]]);

test('a strong confirmation needs neither a list nor a budget', () => {
  expect(doubtOf(strong, 1_000_000_000n, new Map())).toBeNull();
});

test.each<[string, Partial<Source>, bigint, Doubt | null]>([
  ['within list and budget', {}, 3_500_000n, null],
  ['the last micro-dollar of the budget', {}, 10_000_000n, null],
  ['a micro-dollar more than is left', {}, 10_000_001n, 'budget-used-up'],
  ['an empty list', { allowListed: false }, 1n, 'no-allow-list'],
  ['no budget', { dailyBudgetMicros: null }, 1n, 'no-budget'],
])('a weak confirmation, %s', (_, source, cost, doubt) => {
  expect(doubtOf({ ...weak, ...source }, cost, left(10_000_000n))).toBe(doubt);
});

test('an open breaker doubts everything, however it is signed', () => {
  const breakerTrippedAt = new Date('2026-11-20T12:00:00Z');
  expect(doubtOf({ ...strong, breakerTrippedAt }, 1n, new Map())).toBe('breaker');
  expect(doubtOf({ ...weak, breakerTrippedAt }, 1n, left(10n))).toBe('breaker');
});

test('a budget that was lowered below what is spent pays nothing more', () => {
  expect(doubtOf(weak, 1n, left(-5n))).toBe('budget-used-up');
});

test('steps that are paid together share what is left', () => {
  const priced = [6_000_000n, 6_000_000n].map((cost) => ({ source: weak, cost }));
  expect(weighTogether(priced, left(12_000_000n))).toEqual({ doubts: [null, null], left: left(0n) });
  expect(weighTogether(priced, left(11_999_999n)).doubts).toEqual([null, 'budget-used-up']);
});

test('whatever is weighed, no budget is overdrawn, and strong confirmations cost it nothing', () => {
  const source = fc.constantFrom(weak, strong, { ...weak, integrationId: 'i-2' });
  const priced = fc.array(fc.record({ source, cost: fc.bigInt({ min: 0n, max: 9_000_000n }) }), { maxLength: 12 });
  fc.assert(
    fc.property(priced, fc.bigInt({ min: 0n, max: 30_000_000n }), (steps, budget) => {
      const before = new Map([...left(budget), ['i-2', budget]]);
      const { doubts, left: after } = weighTogether(steps, before);
      for (const [id, rest] of after) {
        const paid = steps.filter(
          ({ source }, n) => source.integrationId === id && source.trust === 'weak' && !doubts[n],
        );
        expect(before.get(id)! - rest).toBe(paid.reduce((sum, { cost }) => sum + cost, 0n));
        expect(rest).toBeGreaterThanOrEqual(0n);
      }
    }),
  );
});

test('the day is the day in UTC', () => {
  expect(budgetDay(new Date('2026-11-20T23:59:59.999Z'))).toBe('2026-11-20');
  expect(budgetDay(new Date('2026-11-21T00:00:00.000Z'))).toBe('2026-11-21');
});
