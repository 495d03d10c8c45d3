/** What could be meant by what is being typed: keys, their fixed values, and the names of a key that the house knows. */
import { HAS_WORDS, IS_WORDS, SEARCH_KEYS, STATUS_WORDS } from '@/lib/rules/ticket-search';

/** The piece of the text that the caret stands in, and what was asked for there. */
export type Piece = { from: number; to: number; minus: string; key: string | null; typed: string };
export type Suggestion = { text: string; insert: string };

const FIXED: Record<string, readonly string[]> = {
  status: Object.keys(STATUS_WORDS),
  has: HAS_WORDS,
  is: IS_WORDS,
  assignee: ['me', 'none'],
  value: ['>5', '<5', '5..10'],
  age: ['>24h', '>2d'],
  due: ['<4h', '<0h'],
};
const NAMED = ['offer', 'advertiser', 'app', 'assignee', 'tag'];
const MOST = 8;

export function pieceAt(text: string, caret: number): Piece {
  const before = text.slice(0, caret);
  const from = startOf(before);
  const [, minus = '', key, typed = ''] = /^(-?)(?:([a-z]+):)?(.*)$/is.exec(before.slice(from)) ?? [];
  const last = typed.lastIndexOf(',') + 1;
  return {
    from: key ? caret - (typed.length - last) : from,
    to: caret,
    minus: key ? '' : minus,
    key: key?.toLowerCase() ?? null,
    typed: typed.slice(last).replace(/^"/, ''),
  };
}

/** After the last space that does not stand between quotation marks. */
function startOf(before: string): number {
  let quoted = false;
  let from = 0;
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(before[at]!)) from = at + 1;
  }
  return from;
}

export function asksForNames({ key }: Piece): boolean {
  return key !== null && NAMED.includes(key);
}

export function suggestionsFor(piece: Piece, names: readonly string[]): Suggestion[] {
  const wanted = piece.typed.toLowerCase();
  if (piece.key === null) {
    if (wanted === '') return [];
    return SEARCH_KEYS.filter((key) => key.startsWith(wanted) && key !== wanted)
      .slice(0, MOST)
      .map((key) => ({ text: `${piece.minus}${key}:`, insert: `${piece.minus}${key}:` }));
  }
  const fixed = (FIXED[piece.key] ?? []).filter((value) => value.startsWith(wanted) && value !== wanted);
  return [...fixed, ...names].slice(0, MOST).map((value) => ({ text: value, insert: `${written(value)} ` }));
}

function written(value: string): string {
  return /[\s,]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
