/**
 * The search language of the desk. Keys and values (`status:denied,escalated value>5 assignee:me -tag:fraud`), plain words
 * and "phrases" of what was written. Everything typed is either understood or pointed at: a problem says where and what.
 */
import { nearestWord } from '@/lib/rules/nearest-word';
import { type Item, type Span, type Token, tokensOf } from '@/lib/rules/ticket-search-tokens';
import {
  type Days,
  DURATION,
  MONEY,
  type Range,
  readDays,
  readRange,
  writeDays,
  writeRange,
} from '@/lib/rules/ticket-search-values';
import type { TicketStatus } from '@/lib/rules/ticket-states';

export const STATUS_WORDS: Record<string, TicketStatus> = {
  open: 'OPEN',
  pending: 'PENDING_CONFIRMATION',
  escalated: 'ESCALATED',
  'with-advertiser': 'WITH_ADVERTISER',
  approved: 'APPROVED',
  denied: 'DENIED',
  closed: 'CLOSED',
  'waiting-email': 'AWAITING_EMAIL',
  'waiting-24h': 'AWAITING_24H',
};
export const HAS_WORDS = ['proof', 'reply', 'note'] as const;
export const IS_WORDS = ['snoozed', 'held', 'bounced', 'answered', 'unread'] as const;
/** What is looked up by a name, a key or a part of it. */
const TEXT_KEYS = ['offer', 'advertiser', 'app', 'user', 'email', 'device', 'assignee', 'tag'] as const;
const RANGE_KEYS = ['value', 'age', 'due', 'created'] as const;
export const SEARCH_KEYS = ['status', 'has', 'is', ...TEXT_KEYS, ...RANGE_KEYS] as const;
type SearchKey = (typeof SEARCH_KEYS)[number];

/** `not`: none of these. `any`: one of them is enough. */
type Meaning =
  | { key: 'status'; any: TicketStatus[] }
  | { key: 'has'; any: (typeof HAS_WORDS)[number][] }
  | { key: 'is'; any: (typeof IS_WORDS)[number][] }
  | { key: (typeof TEXT_KEYS)[number] | 'word'; any: string[] }
  /** Micro-dollars. */
  | { key: 'value'; range: Range<bigint> }
  /** Milliseconds: since it was opened; until it is due. */
  | { key: 'age' | 'due'; range: Range<number> }
  | { key: 'created'; days: Days };
export type Term = Meaning & { not: boolean } & Span;

export type ProblemCode =
  | 'unknown-key'
  | 'unknown-value'
  | 'no-value'
  | 'not-money'
  | 'not-duration'
  | 'not-days'
  | 'one-value'
  | 'needs-comparison'
  | 'no-comparison'
  | 'unclosed'
  | 'no-letters';
/** `given` is what was typed there; `suggestion` could stand there instead. */
export type SearchProblem = Span & { code: ProblemCode; message: string; given: string; suggestion: string | null };

export type TicketSearch = { terms: Term[]; words: string[]; problems: SearchProblem[] };

/** Positions are those of `typed`. */
export function parseTicketSearch(typed: string): TicketSearch {
  const search: TicketSearch = { terms: [], words: [], problems: [] };
  for (const token of tokensOf(typed)) {
    if (token.unclosed !== null) {
      const span = { from: token.unclosed, to: token.to };
      search.problems.push(problem('unclosed', span, typed.slice(span.from, span.to)));
    }
    if (token.key === null) readWord(token, search);
    else readTerm(token, search);
  }
  return search;
}

/** The search as one would type it: understood again, it is the same. What was not understood is left out. */
export function printTicketSearch({ terms, words }: Pick<TicketSearch, 'terms' | 'words'>): string {
  return [...terms.map(printTerm), ...words.map(printWord)].join(' ');
}

// ── words ───────────────────────────────────────────────────────────────────

function readWord(token: Token, { terms, words, problems }: TicketSearch): void {
  const item = token.items[0];
  if (!item) return;
  const { from, to, negated } = token;
  if (!item.quoted && /^[^@\s]+@[^@\s]+$/.test(item.text)) {
    terms.push({ key: 'email', any: [item.text], not: negated, from, to });
  } else if (!/[\p{L}\p{N}]/u.test(item.text)) problems.push(problem('no-letters', { from, to }, item.text));
  else if (negated) terms.push({ key: 'word', any: [item.text], not: true, from, to });
  else words.push(item.text);
}

function printWord(word: string): string {
  const plain = /^[^-"\s]\S*$/.test(word) && !/^[a-z]{2,20}[:<>=]/i.test(word) && !word.includes('@');
  return plain ? word : `"${word}"`;
}

// ── keys ────────────────────────────────────────────────────────────────────

function isSearchKey(key: string): key is SearchKey {
  return (SEARCH_KEYS as readonly string[]).includes(key);
}

function readTerm(token: Token, { terms, problems }: TicketSearch): void {
  const { key, keySpan, items, from, to, negated } = token;
  if (!isSearchKey(key!)) {
    problems.push(problem('unknown-key', keySpan, key!, nearestWord(key!, SEARCH_KEYS)));
    return;
  }
  if (items.length === 0) {
    problems.push(problem('no-value', { from, to }, key));
    return;
  }
  const meaning = READERS[key](token, problems);
  if (meaning) terms.push({ ...meaning, not: negated, from, to });
}

type Reader = (token: Token, problems: SearchProblem[]) => Meaning | null;

const readText =
  (key: (typeof TEXT_KEYS)[number]): Reader =>
  (token, problems) =>
    compared(token, problems) ? null : { key, any: token.items.map(({ text }) => text) };

const READERS: Record<SearchKey, Reader> = {
  offer: readText('offer'),
  advertiser: readText('advertiser'),
  app: readText('app'),
  user: readText('user'),
  email: readText('email'),
  device: readText('device'),
  assignee: readText('assignee'),
  tag: readText('tag'),
  status: (token, problems) => {
    const words = chosen(token, problems, Object.keys(STATUS_WORDS));
    return words && { key: 'status', any: words.map((word) => STATUS_WORDS[word]!) };
  },
  has: (token, problems) => {
    const words = chosen(token, problems, HAS_WORDS);
    return words && { key: 'has', any: words };
  },
  is: (token, problems) => {
    const words = chosen(token, problems, IS_WORDS);
    return words && { key: 'is', any: words };
  },
  value: (token, problems) => {
    const range = measured(token, problems, 'not-money', (text) => readRange(MONEY, token.operator!, text));
    return range && { key: 'value', range };
  },
  age: (token, problems) => lasting('age', token, problems),
  due: (token, problems) => lasting('due', token, problems),
  created: (token, problems) => {
    const days = measured(token, problems, 'not-days', (text) => readDays(token.operator!, text));
    return days && { key: 'created', days };
  },
};

/** `due:4h` could mean before or after: it asks. */
function lasting(key: 'age' | 'due', token: Token, problems: SearchProblem[]): Meaning | null {
  const range = measured(token, problems, 'not-duration', (text) => readRange(DURATION, token.operator!, text));
  if (!range) return null;
  if (range.min === null || range.min !== range.max) return { key, range };
  const { text } = token.items[0]!;
  problems.push(problem('needs-comparison', token, text, `${key}${key === 'due' ? '<' : '>'}${text}`));
  return null;
}

function measured<Value>(
  { items, from, to }: Token,
  problems: SearchProblem[],
  otherwise: ProblemCode,
  read: (text: string) => Value | null,
): Value | null {
  const [item, more] = items;
  if (more) {
    problems.push(problem('one-value', { from: more.from, to }, more.text));
    return null;
  }
  const value = read(item!.text);
  if (value === null) problems.push(problem(otherwise, item ?? { from, to }, item!.text));
  return value;
}

/** What is none of the known words is pointed at, one by one; the rest counts. */
function chosen<Word extends string>(token: Token, problems: SearchProblem[], known: readonly Word[]): Word[] | null {
  if (compared(token, problems)) return null;
  const isKnown = (word: string): word is Word => (known as readonly string[]).includes(word);
  const words = token.items.map((item) => ({ item, word: item.text.toLowerCase().replaceAll('_', '-') }));
  for (const { item, word } of words) {
    if (!isKnown(word)) problems.push(problem('unknown-value', item, item.text, nearestWord(word, known)));
  }
  const found = words.map(({ word }) => word).filter(isKnown);
  return found.length > 0 ? found : null;
}

function compared({ operator, key, items, from, to }: Token, problems: SearchProblem[]): boolean {
  if (operator === ':') return false;
  problems.push(problem('no-comparison', { from, to }, key!, `${key}:${items.map(printItem).join(',')}`));
  return true;
}

// ── written back ────────────────────────────────────────────────────────────

function printTerm(term: Term): string {
  if (term.key === 'word') return `-${printWord(term.any[0]!)}`;
  return `${term.not ? '-' : ''}${term.key}${printValue(term)}`;
}

function printValue(term: Term): string {
  if (term.key === 'value') return writeRange(MONEY, term.range);
  if ('range' in term) return writeRange(DURATION, term.range);
  if (term.key === 'created') return writeDays(term.days);
  const words: string[] = term.key === 'status' ? term.any.map(statusWord) : term.any;
  return `:${words.map((text) => printItem({ text })).join(',')}`;
}

export function statusWord(status: TicketStatus): string {
  return Object.keys(STATUS_WORDS).find((word) => STATUS_WORDS[word] === status)!;
}

function printItem({ text }: Pick<Item, 'text'>): string {
  return /[\s,]/.test(text) ? `"${text}"` : text;
}

// ── what went wrong ─────────────────────────────────────────────────────────

const MESSAGES: Record<ProblemCode, (given: string) => string> = {
  'unknown-key': (given) => `There is no “${given}:” to search by.`,
  'unknown-value': (given) => `“${given}” is not one of its values.`,
  'no-value': (given) => `Say which “${given}”.`,
  'not-money': (given) => `“${given}” is not an amount in dollars, like 5 or 2.50.`,
  'not-duration': (given) => `“${given}” is not a length of time, like 30m, 4h or 2d.`,
  'not-days': (given) => `“${given}” is not a day, like 2026-11-01 or 2026-11-01..2026-11-07.`,
  'one-value': () => 'Only one value can stand here.',
  'needs-comparison': () => 'Say whether more or less than this is meant.',
  'no-comparison': (given) => `“${given}” can only be followed by a colon.`,
  unclosed: () => 'The quotation mark is not closed.',
  'no-letters': (given) => `“${given}” has neither letters nor digits.`,
};

function problem(
  code: ProblemCode,
  { from, to }: Span,
  given: string,
  suggestion: string | null = null,
): SearchProblem {
  return { from, to, code, message: MESSAGES[code](given), given, suggestion };
}
