/** What a bench is, and the little arithmetic that all of them need. */
import type { Laboratory } from '../faults/laboratory';

export type Row = [what: string, figure: string, remark: string];
export type Measured = { rows: Row[]; figures: Record<string, number> & { ratio: number } };

export type Bench = {
  run: (lab: Laboratory, options: { small: boolean }) => Promise<Measured>;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, figure, remark]) => `${what.padEnd(width)}  ${figure.padStart(14)}  ${remark}`).join('\n');
}
