import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveTurns, type Taker } from '@/lib/rules/turns';

const taker = (id: string, more: Partial<Taker> = {}): Taker => ({
  id,
  load: 0,
  capacity: 10,
  assignedAt: null,
  ...more,
});
const who = (tickets: number, ...takers: Taker[]) =>
  giveTurns(
    Array.from({ length: tickets }, (_, at) => `t${at}`),
    takers,
  )
    .map(({ agentId }) => agentId)
    .join('');

test('tickets go round', () => {
  expect(who(5, taker('a'), taker('b'))).toBe('ababa');
});

test('whoever has waited longest begins', () => {
  const [early, late] = [new Date('2026-11-21T10:00:00Z'), new Date('2026-11-21T11:00:00Z')];
  expect(who(3, taker('a', { assignedAt: late }), taker('b', { assignedAt: early }), taker('c'))).toBe('cba');
});

test('the last free place is given, and not one more', () => {
  expect(who(4, taker('a', { load: 9 }), taker('b', { load: 10 }))).toBe('a');
  expect(who(2, taker('a', { load: 12 }), taker('b', { capacity: 0 }))).toBe('');
});

test('who is full is passed over and the others go on', () => {
  expect(who(4, taker('a', { load: 9 }), taker('b'))).toBe('abbb');
});

test('nobody is ever above capacity, no ticket is given twice, and none is kept while somebody is free', () => {
  const takers = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), load: fc.nat(9), capacity: fc.nat(9) }), {
    selector: ({ id }) => id,
  });
  fc.assert(
    fc.property(fc.nat(60), takers, (tickets, people) => {
      const given = giveTurns(
        Array.from({ length: tickets }, (_, at) => String(at)),
        people.map((person) => ({ ...person, assignedAt: null })),
      );
      const free = people.reduce((sum, { load, capacity }) => sum + Math.max(0, capacity - load), 0);
      expect(given).toHaveLength(Math.min(tickets, free));
      expect(new Set(given.map(({ ticketId }) => ticketId)).size).toBe(given.length);
      for (const { id, load, capacity } of people) {
        const got = given.filter(({ agentId }) => agentId === id).length;
        expect(got).toBeLessThanOrEqual(Math.max(0, capacity - load));
      }
    }),
  );
});
