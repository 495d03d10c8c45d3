/**
 * Lists that people type or paste, one entry a line: addresses, and what their words mean in ours (`word = meaning`). Every
 * fault is named with its line, so that it can be mended where it stands. Empty lines are nothing.
 */
import { isAddressRange } from './address-list';

export type LineFault = {
  line: number;
  text: string;
  fault: 'address' | 'no-meaning' | 'word' | 'meaning' | 'twice' | 'too-many';
};
export type Faults = { faults: LineFault[] };

const MOST_ADDRESSES = 200;

export function readAddressLines(text: string): string[] | Faults {
  const lines = toLines(text);
  const seen = new Set<string>();
  const faults = lines.flatMap(({ line, text: entry }): LineFault[] => {
    if (!isAddressRange(entry)) return [{ line, text: entry, fault: 'address' }];
    if (seen.has(entry)) return [{ line, text: entry, fault: 'twice' }];
    seen.add(entry);
    return [];
  });
  faults.push(...tooMany(lines, MOST_ADDRESSES));
  return faults.length > 0 ? { faults } : [...seen];
}

/** How long a word may be, which meanings there are, and how many entries. */
export type MapRule<Meaning extends string> = {
  longestWord: number;
  isMeaning: (text: string) => text is Meaning;
  most: number;
};

/** The last `=` of a line divides it: their words may hold one, ours never do. */
export function readMapLines<Meaning extends string>(
  text: string,
  { longestWord, isMeaning, most }: MapRule<Meaning>,
): Record<string, Meaning> | Faults {
  const lines = toLines(text);
  const map = new Map<string, Meaning>();
  const faults: LineFault[] = [];
  for (const { line, text: entry } of lines) {
    const at = entry.lastIndexOf('=');
    const [word, meaning] = [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()];
    if (at < 0 || meaning === '') faults.push({ line, text: entry, fault: 'no-meaning' });
    else if (word === '' || word.length > longestWord) faults.push({ line, text: entry, fault: 'word' });
    else if (!isMeaning(meaning)) faults.push({ line, text: entry, fault: 'meaning' });
    else if (map.has(word)) faults.push({ line, text: entry, fault: 'twice' });
    else map.set(word, meaning);
  }
  faults.push(...tooMany(lines, most));
  return faults.length > 0 ? { faults } : Object.fromEntries(map);
}

export function writeMapLines(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([word, meaning]) => `${word} = ${meaning}`)
    .join('\n');
}

export function hasFaults(value: object): value is Faults {
  return 'faults' in value && Array.isArray(value.faults);
}

type Line = { line: number; text: string };

function toLines(text: string): Line[] {
  return text
    .split(/\r\n?|\n/)
    .map((one, index) => ({ line: index + 1, text: one.trim() }))
    .filter((one) => one.text !== '');
}

function tooMany(lines: readonly Line[], most: number): LineFault[] {
  const first = lines[most];
  return first ? [{ ...first, fault: 'too-many' }] : [];
}
