import { expect, test } from 'vitest';
import { AGES_MS, addTo, CELL_COUNT, CELLS, noFigures, partOf, ratesOf, type Tally } from '@/lib/rules/figures';
import { LENGTHS_MS } from '@/lib/rules/lengths';

/** A tally with these counts at these cells, and noughts elsewhere. */
function tally(cells: Record<number, number>, more: Partial<Tally> = {}): Tally {
  const counts = Array.from({ length: CELL_COUNT }, (_, cell) => cells[cell] ?? 0);
  return { counts, micros: [], backlog: [], backlogMicros: 0n, ...more };
}

function figuresOf(...tallies: Tally[]) {
  const figures = noFigures();
  for (const one of tallies) addTo(figures, one);
  return figures;
}

test('approvals and denials are told apart by who decided, and summed', () => {
  const { approved, denied } = CELLS;
  const figures = figuresOf(
    tally({ [approved]: 1, [approved + 1]: 2, [approved + 2]: 4, [denied]: 8, [denied + 1]: 16, [denied + 2]: 32 }),
  );
  expect(figures).toMatchObject({ approved: 7, denied: 56, automatic: 9, byAgents: 18, byApi: 36 });
  expect(ratesOf(figures)).toMatchObject({ decided: 63, approval: 7 / 63, automatic: 9 / 63 });
});

test('no cell is counted as another', () => {
  const ends = [CELLS.opened, CELLS.approved, CELLS.denied, CELLS.overturned, CELLS.promised, CELLS.waited, CELL_COUNT];
  expect(ends).toEqual([0, 1, 4, 7, 8, 11, 11 + LENGTHS_MS.length + 1]);
  const all = figuresOf(tally(Object.fromEntries(Array.from({ length: CELL_COUNT }, (_, cell) => [cell, 1]))));
  const { opened, approved, denied, overturned, promises, waits } = all;
  expect([opened, approved, denied, overturned, promises.kept, promises.late, promises.breached]).toEqual([
    1, 3, 3, 1, 1, 1, 1,
  ]);
  expect(waits).toEqual(Array(LENGTHS_MS.length + 1).fill(1));
});

test('days are added up, money and backlog with them; what was never written is nought', () => {
  const day = tally({ [CELLS.opened]: 2 }, { micros: [5n, 3n, 1n], backlog: [1, 0, 2], backlogMicros: 7n });
  const empty: Tally = { counts: [], micros: [], backlog: [], backlogMicros: 0n };
  const figures = figuresOf(day, empty, day);
  expect(figures).toMatchObject({ opened: 4, openedMicros: 10n, approvedMicros: 6n, deniedMicros: 2n });
  expect([figures.backlog, figures.backlogMicros]).toEqual([[2, 0, 4, 0, 0], 14n]);
  expect(figures.backlog).toHaveLength(AGES_MS.length + 1);
});

test('a part of nothing is no rate, and no part of something is a rate of nought', () => {
  expect([partOf(0, 0), partOf(0, 3), partOf(3, 3)]).toEqual([null, 0, 1]);
  expect(ratesOf(noFigures())).toEqual({
    decided: 0,
    approval: null,
    automatic: null,
    overturn: null,
    kept: null,
    medianMs: null,
    ninetiethMs: null,
  });
  expect(ratesOf(figuresOf(tally({ [CELLS.denied]: 4, [CELLS.overturned]: 1 })))).toMatchObject({ overturn: 0.25 });
});

test('a promise is kept of those that were made: late and breached ones are not left out', () => {
  const promised = { [CELLS.promised]: 2, [CELLS.promised + 1]: 1, [CELLS.promised + 2]: 1 };
  expect(ratesOf(figuresOf(tally(promised))).kept).toBe(0.5);
});
