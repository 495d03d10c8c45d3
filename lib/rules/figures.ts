/**
 * The figures of a desk from what was counted day by day (lib/reports/tally-tickets.ts). Each round of a ticket that was
 * decided counts by itself; a ticket that was opened again and decided anew counts twice.
 */
import { LENGTHS_MS, quantileOf } from '@/lib/rules/lengths';
import type { Micros } from '@/lib/rules/money';

export const DECIDERS = ['AUTO', 'AGENT', 'API'] as const;
/** Within its target, after it, or after the breach. */
export const PROMISES = ['kept', 'late', 'breached'] as const;

/**
 * Where each count stands in a tally's array. Approvals and denials take a cell for each of DECIDERS, deadlines one for each
 * of PROMISES, first decisions one for each class of LENGTHS_MS and one more.
 */
export const CELLS = { opened: 0, approved: 1, denied: 4, overturned: 7, promised: 8, waited: 11 } as const;
export const CELL_COUNT = CELLS.waited + LENGTHS_MS.length + 1;
/** Whose value is summed, in this order. */
export const PURSES = ['opened', 'approved', 'denied'] as const;

const DAY = 86_400_000;
/** Upper ends of the classes of age, without them; the last one has none. */
export const AGES_MS: readonly number[] = [DAY, 2 * DAY, 5 * DAY, 10 * DAY];

export type Tally = {
  counts: readonly number[];
  micros: readonly Micros[];
  backlog: readonly number[];
  backlogMicros: Micros;
};

export type Figures = {
  opened: number;
  openedMicros: Micros;
  approved: number;
  approvedMicros: Micros;
  denied: number;
  deniedMicros: Micros;
  /** Approvals and denials of the automation, of agents and by the API. */
  automatic: number;
  byAgents: number;
  byApi: number;
  overturned: number;
  promises: Record<(typeof PROMISES)[number], number>;
  waits: number[];
  /** By AGES_MS, and one more for what is older. */
  backlog: number[];
  backlogMicros: Micros;
};

export function noFigures(): Figures {
  return {
    opened: 0,
    openedMicros: 0n,
    approved: 0,
    approvedMicros: 0n,
    denied: 0,
    deniedMicros: 0n,
    automatic: 0,
    byAgents: 0,
    byApi: 0,
    overturned: 0,
    promises: { kept: 0, late: 0, breached: 0 },
    waits: Array<number>(LENGTHS_MS.length + 1).fill(0),
    backlog: Array<number>(AGES_MS.length + 1).fill(0),
    backlogMicros: 0n,
  };
}

/** Of arrays that were never written, everything is nought. */
export function addTo(figures: Figures, { counts, micros, backlog, backlogMicros }: Tally): void {
  const at = (cell: number) => counts[cell] ?? 0;
  const several = (cell: number, count: number) => Array.from({ length: count }, (_, part) => at(cell + part));
  const [approved, denied] = [several(CELLS.approved, 3), several(CELLS.denied, 3)];
  figures.opened += at(CELLS.opened);
  figures.approved += sum(approved);
  figures.denied += sum(denied);
  figures.automatic += approved[0]! + denied[0]!;
  figures.byAgents += approved[1]! + denied[1]!;
  figures.byApi += approved[2]! + denied[2]!;
  figures.overturned += at(CELLS.overturned);
  for (const [part, name] of PROMISES.entries()) figures.promises[name] += at(CELLS.promised + part);
  for (const part of figures.waits.keys()) figures.waits[part]! += at(CELLS.waited + part);
  for (const name of PURSES) figures[`${name}Micros`] += micros[PURSES.indexOf(name)] ?? 0n;
  for (const part of figures.backlog.keys()) figures.backlog[part]! += backlog[part] ?? 0;
  figures.backlogMicros += backlogMicros;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** What is read from the figures. A part of nothing is null: no rate, which is not a rate of nought. */
export type Rates = {
  decided: number;
  approval: number | null;
  automatic: number | null;
  /** Of so many denials, so many were taken back meanwhile: approved in a later round, or called wrong by who checked them. */
  overturn: number | null;
  kept: number | null;
  medianMs: number | null;
  ninetiethMs: number | null;
};

export function ratesOf(figures: Figures): Rates {
  const { approved, denied, automatic, overturned, promises, waits } = figures;
  const decided = approved + denied;
  return {
    decided,
    approval: partOf(approved, decided),
    automatic: partOf(automatic, decided),
    overturn: partOf(overturned, denied),
    kept: partOf(promises.kept, promises.kept + promises.late + promises.breached),
    medianMs: quantileOf(waits, 0.5),
    ninetiethMs: quantileOf(waits, 0.9),
  };
}

/** Null of nothing. */
export function partOf(some: number, all: number): number | null {
  return all === 0 ? null : some / all;
}
