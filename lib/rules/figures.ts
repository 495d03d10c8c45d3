/**
 * The figures of a desk from what was counted day by day (lib/reports/tally-tickets.ts). Each round of a ticket that was
 * decided counts by itself; a ticket that was opened again and decided anew counts twice.
 */
import { LENGTHS_MS, quantileOf } from '@/lib/rules/lengths';
import type { Micros } from '@/lib/rules/money';

/** What is counted, and what its `part` says. */
export const MEASURES = {
  /** A ticket came in; by the value it asks for. */
  opened: 'opened',
  /** `part`: by whom (DECIDERS). */
  approved: 'approved',
  denied: 'denied',
  /** Approved after it had been denied; on the day of the approval. */
  overturned: 'overturned',
  /** The first decision of a ticket; `part`: how long it took, a class of LENGTHS_MS. */
  waited: 'waited',
  /** `part`: within its target, after it, or after the breach (PROMISES). */
  promised: 'promised',
  /** Under review at the end of the day; `part`: how old, a class of AGES_MS. */
  backlog: 'backlog',
} as const;
export type Measure = keyof typeof MEASURES;

export const DECIDERS = ['AUTO', 'AGENT', 'API'] as const;
export const PROMISES = ['kept', 'late', 'breached'] as const;

const DAY = 86_400_000;
/** Upper ends of the classes of age, without them; the last one has none. */
export const AGES_MS: readonly number[] = [DAY, 2 * DAY, 5 * DAY, 10 * DAY];

export type Counted = { measure: string; part: number; count: number; micros: Micros };

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

/** Adds one count to the figures that it belongs to. */
export function addTo(figures: Figures, counted: Counted): void {
  ADD[counted.measure as Measure]?.(figures, counted);
}

const BY = ['automatic', 'byAgents', 'byApi'] as const;

const ADD: Record<Measure, (figures: Figures, counted: Counted) => void> = {
  opened: (figures, { count, micros }) => {
    figures.opened += count;
    figures.openedMicros += micros;
  },
  approved: (figures, { part, count, micros }) => {
    figures.approved += count;
    figures.approvedMicros += micros;
    figures[BY[part]!] += count;
  },
  denied: (figures, { part, count, micros }) => {
    figures.denied += count;
    figures.deniedMicros += micros;
    figures[BY[part]!] += count;
  },
  overturned: (figures, { count }) => {
    figures.overturned += count;
  },
  waited: (figures, { part, count }) => {
    figures.waits[part]! += count;
  },
  promised: (figures, { part, count }) => {
    figures.promises[PROMISES[part]!] += count;
  },
  backlog: (figures, { part, count, micros }) => {
    figures.backlog[part]! += count;
    figures.backlogMicros += micros;
  },
};

/** What is read from the figures. A part of nothing is null: no rate, which is not a rate of nought. */
export type Rates = {
  decided: number;
  approval: number | null;
  automatic: number | null;
  /** Of so many denials, so many were taken back meanwhile. */
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
