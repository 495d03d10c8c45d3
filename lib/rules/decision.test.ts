import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_POLICY, decide, type StepFacts, type TicketFacts } from '@/lib/rules/decision';
import { parseUsd } from '@/lib/rules/money';

const HOUR = 3_600_000;
const queuedAt = new Date('2026-11-20T12:00:00Z');
const at = (ms: number) => new Date(queuedAt.getTime() + ms);
const now = at(HOUR);

const unproven: StepFacts = {
  taskKey: 'level-10',
  confirmed: 'none',
  confirmationId: null,
  trusted: true,
  doubt: null,
  rejection: null,
  granted: 'none',
  grantAcknowledgedAt: null,
};
const completed: StepFacts = { ...unproven, confirmed: 'completed', confirmationId: 'c-1' };
const paid: StepFacts = { ...completed, granted: 'acknowledged', grantAcknowledgedAt: queuedAt };
const owed: StepFacts = { ...completed, granted: 'granted' };
const takenBack: StepFacts = { ...completed, granted: 'reversed' };
const pending: StepFacts = { ...unproven, confirmed: 'pending', confirmationId: 'c-2' };
const rejected: StepFacts = { ...unproven, confirmed: 'reconciled', confirmationId: 'c-3', rejection: 'fraud check' };
const weak: StepFacts = { ...completed, trusted: false, doubt: 'no-budget' };
const unusual: StepFacts = { ...completed, trusted: false, doubt: 'breaker' };

function ticket(steps: StepFacts[], more: Partial<TicketFacts> = {}): TicketFacts {
  return { valueMicros: parseUsd('3.50')!, queuedAt, touched: false, banned: false, steps, ...more };
}
const verdict = (facts: TicketFacts, policy = DEFAULT_POLICY, when = now) => decide(facts, policy, when);
const worth = (usd: string, step: StepFacts) => verdict(ticket([step], { valueMicros: parseUsd(usd)! }));

test('a completed confirmation approves the ticket and is named', () => {
  expect(verdict(ticket([completed]))).toEqual({ verdict: 'approve', reason: 'confirmed', confirmationId: 'c-1' });
});

test('without a confirmation the ticket is denied', () => {
  expect(verdict(ticket([unproven]))).toEqual({ verdict: 'deny', reason: 'not-confirmed' });
});

// R13; MN-002
test.each(['0', '4.99', '4.999999', '5', '5.00', '5.000000'])('$%s is decided by the automation', (usd) => {
  expect([worth(usd, completed).verdict, worth(usd, unproven).verdict]).toEqual(['approve', 'deny']);
});

test.each(['5.000001', '5.01', '12.00', '999999999.999999'])('$%s waits for an agent, confirmed or not', (usd) => {
  const left = { verdict: 'leave', reason: 'above-limit' };
  expect([worth(usd, completed), worth(usd, unproven)]).toEqual([left, left]);
});

test('the limit is a setting', () => {
  const policy = { ...DEFAULT_POLICY, limitMicros: parseUsd('12.00')! };
  expect(verdict(ticket([completed], { valueMicros: parseUsd('12.00')! }), policy).verdict).toBe('approve');
  expect(verdict(ticket([completed], { valueMicros: parseUsd('12.01')! }), policy).verdict).toBe('leave');
});

test('with a grace period of six hours a denial waits to the millisecond, an approval does not', () => {
  const policy = { ...DEFAULT_POLICY, graceMs: 6 * HOUR };
  expect(verdict(ticket([unproven]), policy, at(6 * HOUR - 1))).toEqual({ verdict: 'hold', reason: 'grace' });
  expect(verdict(ticket([unproven]), policy, at(6 * HOUR))).toEqual({ verdict: 'deny', reason: 'not-confirmed' });
  expect(verdict(ticket([completed]), policy, at(0)).verdict).toBe('approve');
});

test('without a grace period a ticket is denied at the very instant it is queued', () => {
  expect(verdict(ticket([unproven]), DEFAULT_POLICY, at(0)).verdict).toBe('deny');
});

// R14
test('a pending confirmation holds the ticket', () => {
  expect(verdict(ticket([pending]))).toEqual({ verdict: 'hold', reason: 'pending' });
  expect(verdict(ticket([completed, pending]))).toEqual({ verdict: 'hold', reason: 'pending' });
});

test('a rejection denies it, in the words of the advertiser', () => {
  expect(verdict(ticket([rejected]))).toEqual({ verdict: 'deny', reason: 'rejected', detail: 'fraud check' });
  expect(verdict(ticket([{ ...rejected, rejection: null }]))).toEqual({ verdict: 'deny', reason: 'rejected' });
});

test('what the game has acknowledged is denied as already rewarded', () => {
  expect(verdict(ticket([paid, paid]))).toEqual({ verdict: 'deny', reason: 'already-rewarded' });
});

test('what was granted but never acknowledged is approved, so that it is fired again', () => {
  expect(verdict(ticket([owed])).verdict).toBe('approve');
});

test('a step that was paid already does not stand in the way of the others', () => {
  expect(verdict(ticket([paid, completed])).verdict).toBe('approve');
  expect(verdict(ticket([paid, unproven])).verdict).toBe('deny');
});

test('every claimed step has to be proven', () => {
  expect(verdict(ticket([completed, unproven]))).toEqual({ verdict: 'deny', reason: 'not-confirmed' });
});

test('what somebody touched, and who is banned, is left to an agent', () => {
  expect(verdict(ticket([completed], { touched: true }))).toEqual({ verdict: 'leave', reason: 'touched' });
  expect(verdict(ticket([completed], { banned: true }))).toEqual({ verdict: 'leave', reason: 'banned' });
});

test('a weak confirmation approves nothing by itself, and denies nothing either', () => {
  expect(verdict(ticket([weak]))).toEqual({ verdict: 'leave', reason: 'weak-confirmation' });
  expect(verdict(ticket([completed, weak]))).toEqual({ verdict: 'leave', reason: 'weak-confirmation' });
});

test('a reward that was taken back is not approved a second time: an agent looks', () => {
  expect(verdict(ticket([takenBack]))).toEqual({ verdict: 'leave', reason: 'taken-back' });
  expect(verdict(ticket([{ ...takenBack, confirmed: 'reconciled' }]))).toMatchObject({
    verdict: 'deny',
    reason: 'rejected',
  });
});

test('while the money breaker is open a confirmation approves nothing by itself either, and the reason says so', () => {
  expect(verdict(ticket([unusual]))).toEqual({ verdict: 'leave', reason: 'breaker' });
  expect(verdict(ticket([paid, unusual]))).toEqual({ verdict: 'leave', reason: 'breaker' });
});

test('a ticket that claims no step is left to an agent', () => {
  expect(verdict(ticket([]))).toEqual({ verdict: 'leave', reason: 'nothing-claimed' });
});

const anyStep = fc.constantFrom(unproven, completed, paid, owed, takenBack, pending, rejected, weak, unusual);
const anyTicket = fc.record({
  valueMicros: fc.bigInt({ min: 0n, max: 10_000_000n }),
  queuedAt: fc.constant(queuedAt),
  touched: fc.boolean(),
  banned: fc.boolean(),
  steps: fc.array(anyStep, { maxLength: 5 }),
});
const anyPolicy = fc.record({ limitMicros: fc.bigInt({ min: 0n, max: 10_000_000n }), graceMs: fc.nat(48 * HOUR) });
const anyMoment = fc.nat(72 * HOUR).map(at);

test('whatever the facts, an approval is within the limit, untouched, and proven by the confirmation it names', () => {
  fc.assert(
    fc.property(anyTicket, anyPolicy, anyMoment, (facts, policy, when) => {
      const decided = decide(facts, policy, when);
      if (decided.verdict !== 'approve') return;
      expect(facts.valueMicros <= policy.limitMicros && !facts.touched && !facts.banned).toBe(true);
      const open = facts.steps.filter((step) => step.granted !== 'acknowledged');
      expect(open.length).toBeGreaterThan(0);
      expect(open.every((step) => step.confirmed === 'completed' && step.trusted)).toBe(true);
      expect(open.map((step) => step.confirmationId)).toContain(decided.confirmationId);
    }),
    { numRuns: 3000 },
  );
});

test('whatever the facts, nothing above the limit is decided, and nothing confirmed in full is denied', () => {
  fc.assert(
    fc.property(anyTicket, anyPolicy, anyMoment, (facts, policy, when) => {
      const decided = decide(facts, policy, when);
      if (facts.valueMicros > policy.limitMicros) expect(decided.verdict).toBe('leave');
      const open = facts.steps.filter((step) => step.granted !== 'acknowledged');
      const proven = open.length > 0 && open.every((step) => step.confirmed === 'completed');
      if (proven) expect(decided.verdict).not.toBe('deny');
    }),
    { numRuns: 3000 },
  );
});

test('the same facts at the same time are always decided the same', () => {
  fc.assert(
    fc.property(anyTicket, anyPolicy, anyMoment, (facts, policy, when) => {
      expect(decide(facts, policy, when)).toEqual(decide(structuredClone(facts), policy, when));
    }),
  );
});
