/**
 * Cuts what was typed into the search box into pieces that know where they stand: `-tag:fraud`, `offer:"Coin Kingdom",Farm`,
 * `value>=5`, plain words and "phrases". Never fails: whatever is typed has pieces.
 */
export type Operator = ':' | '>' | '<' | '>=' | '<=';

/** `from` and `to` are positions in what was typed. */
export type Span = { from: number; to: number };
export type Item = Span & { text: string; quoted: boolean };

export type Token = Span & {
  negated: boolean;
  /** Lower case; null for plain words. */
  key: string | null;
  keySpan: Span;
  operator: Operator | null;
  items: Item[];
  /** Where a quotation mark was opened and never closed. */
  unclosed: number | null;
};

/** What nobody types: the rest is not read. */
export const LONGEST_SEARCH = 500;

const SPACE = /\s/;
const KEYED = /^([a-z]{2,20})(:|>=|<=|>|<|=)(?!\/\/)/i;

export function tokensOf(typed: string): Token[] {
  const text = typed.slice(0, LONGEST_SEARCH).replaceAll('\0', ' ');
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at]!)) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const negated = text[from] === '-' && from + 1 < text.length && !SPACE.test(text[from + 1]!);
  const start = negated ? from + 1 : from;
  const [head, key, sign] = KEYED.exec(text.slice(start)) ?? [];
  const values = start + (head?.length ?? 0);
  const { items, to, unclosed } = itemsAt(text, values, head !== undefined);
  return {
    from,
    to,
    negated,
    key: key?.toLowerCase() ?? null,
    keySpan: { from: start, to: start + (key?.length ?? 0) },
    operator: sign === '=' ? ':' : ((sign as Operator | undefined) ?? null),
    items,
    unclosed,
  };
}

/** Values of a key are separated by commas; plain words by spaces only. */
function itemsAt(text: string, from: number, listed: boolean) {
  const items: Item[] = [];
  let at = from;
  let unclosed: number | null = null;
  for (;;) {
    const item = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at, listed);
    if (item.text !== '') items.push(item);
    if (item.unclosed) unclosed = at;
    at = item.to;
    if (!listed || text[at] !== ',') return { items, to: Math.max(at, from), unclosed };
    at += 1;
  }
}

function quotedAt(text: string, from: number): Item & { unclosed: boolean } {
  const end = text.indexOf('"', from + 1);
  const inside = text.slice(from + 1, end < 0 ? text.length : end);
  const to = end < 0 ? text.length : end + 1;
  return { from, to, text: inside.trim().replace(/\s+/g, ' '), quoted: true, unclosed: end < 0 };
}

function plainAt(text: string, from: number, listed: boolean): Item & { unclosed: boolean } {
  let to = from;
  while (to < text.length && !SPACE.test(text[to]!) && !(listed && text[to] === ',')) to += 1;
  return { from, to, text: text.slice(from, to).replaceAll('"', ''), quoted: false, unclosed: false };
}
