/** The figures of a report as lines for a spreadsheet: plain numbers, parts as decimals, lengths in hours. */
import type { CsvCell } from '@/lib/rules/csv';
import { AGES_MS, type Figures, ratesOf } from '@/lib/rules/figures';
import { formatUsd } from '@/lib/rules/money';

export const FIGURE_COLUMNS = [
  ...['opened', 'decided', 'approved', 'denied', 'automatic', 'by_agents', 'by_api', 'overturned'],
  ...[
    'approval_rate',
    'automatic_rate',
    'overturn_rate',
    'in_target',
    'after_target',
    'after_breach',
    'in_target_rate',
  ],
  ...['first_decision_p50_hours', 'first_decision_p90_hours', 'opened_usd', 'approved_usd', 'denied_usd'],
  ...AGES_MS.map((age) => `backlog_under_${age / 86_400_000}_days`),
  ...['backlog_older', 'backlog_usd'],
];

export function figureCells(figures: Figures): CsvCell[] {
  const { opened, approved, denied, automatic, byAgents, byApi, overturned, promises } = figures;
  const { decided, approval, automatic: automaticRate, overturn, kept, medianMs, ninetiethMs } = ratesOf(figures);
  const { openedMicros, approvedMicros, deniedMicros, backlog, backlogMicros } = figures;
  return [
    ...[opened, decided, approved, denied, automatic, byAgents, byApi, overturned],
    ...[approval, automaticRate, overturn].map(rate),
    ...[promises.kept, promises.late, promises.breached, rate(kept)],
    ...[medianMs, ninetiethMs].map(hours),
    ...[openedMicros, approvedMicros, deniedMicros].map(formatUsd),
    ...backlog,
    formatUsd(backlogMicros),
  ];
}

function rate(part: number | null): CsvCell {
  return part === null ? null : Number(part.toFixed(4));
}

function hours(ms: number | null): CsvCell {
  return ms === null ? null : Number((ms / 3_600_000).toFixed(2));
}
