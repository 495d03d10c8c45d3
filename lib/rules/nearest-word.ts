/** "Did you mean": the known word that is fewest slips of the finger away. Null when none is near. */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  const wanted = typed.toLowerCase().slice(0, 40);
  const begun = wanted.length >= 2 ? known.find((word) => word.startsWith(wanted)) : undefined;
  if (begun) return begun;
  const allowed = wanted.length <= 4 ? 1 : 2;
  const ranked = known.map((word) => ({ word, slips: slipsBetween(wanted, word) })).sort((a, b) => a.slips - b.slips);
  return ranked[0] && ranked[0].slips <= allowed ? ranked[0].word : null;
}

/** Letters added, left out, changed or swapped with their neighbour (Damerau and Levenshtein, restricted). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let slips = Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) slips = Math.min(slips, before[column - 2]! + 1);
      line.push(slips);
    }
    before = above;
    above = line;
  }
  return above[b.length]!;
}
