import { expect, test } from 'vitest';
import { FIGURE_COLUMNS, figureCells } from '@/lib/reports/export-figures';
import { noFigures } from '@/lib/rules/figures';
import { LENGTHS_MS } from '@/lib/rules/lengths';

const lineOf = (given: Partial<ReturnType<typeof noFigures>>) => {
  const cells = figureCells({ ...noFigures(), ...given });
  return Object.fromEntries(FIGURE_COLUMNS.map((column, index) => [column, cells[index]]));
};

test('each column has a cell, and each cell a column', () => {
  expect(figureCells(noFigures())).toHaveLength(FIGURE_COLUMNS.length);
  expect(new Set(FIGURE_COLUMNS).size).toBe(FIGURE_COLUMNS.length);
});

test('a rate of nothing is an empty cell, others are decimals with four places', () => {
  expect(lineOf({})).toMatchObject({ approval_rate: null, overturn_rate: null, first_decision_p50_hours: null });
  expect(lineOf({ approved: 1, denied: 2, overturned: 1, automatic: 3 })).toMatchObject({
    decided: 3,
    approval_rate: 0.3333,
    automatic_rate: 1,
    overturn_rate: 0.5,
  });
});

test('money is written in dollars, lengths in hours, the backlog by age', () => {
  const waits = Array<number>(LENGTHS_MS.length + 1).fill(0);
  waits[LENGTHS_MS.findIndex((end) => end > 3_600_000)] = 4;
  const line = lineOf({ openedMicros: 12_500_000n, backlog: [1, 2, 3, 4, 5], backlogMicros: 1_000_000n, waits });
  expect(line).toMatchObject({
    opened_usd: '12.50',
    backlog_under_1_days: 1,
    backlog_under_10_days: 4,
    backlog_older: 5,
    backlog_usd: '1.00',
  });
  expect(line.first_decision_p50_hours).toBeGreaterThanOrEqual(1);
});
