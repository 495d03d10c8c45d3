/** What a bench is, and the little arithmetic that all of them need. */
export type Row = [what: string, figure: string, remark: string];
export type Measured = { rows: Row[]; figures: Record<string, number | boolean> & { ratio: number } };

/** Everything it needs is running. */
export type Bench = { measure: (small: boolean) => Promise<Measured>; close: () => Promise<void> };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, figure, remark]) => `${what.padEnd(width)}  ${figure.padStart(14)}  ${remark}`).join('\n');
}
