/** An operator's own words for a message: what they are made of, and what is wrong with them, with its place. Pure. */
import { BLOCKS, type Block, namesFor, SHAPES, type WordedTemplate } from '@/lib/emails/override-shape';

export const FIELDS = ['subject', 'heading', 'body'] as const;
export type Field = (typeof FIELDS)[number];

/** An empty field leaves that part as it is. */
export type Override = Record<Field, string>;

/** Characters. A subject is cut at 120 with the ticket's number and everything in it. */
export const LONGEST: Record<Field, number> = {
  subject: 120,
  heading: 120,
  body: 4_000,
};

export type FaultKind = 'unknown' | 'unclosed' | 'crowded' | 'missing' | 'markup' | 'control' | 'too-long' | 'nothing';

/** `line` and `column` count from 1; `meant`: the name that was probably meant. */
export type OverrideFault = {
  field: Field;
  fault: FaultKind;
  text: string;
  line: number;
  column: number;
  meant?: string;
};

export const BRACKETS = /\{\{\s*([^{}]*?)\s*\}\}|\{\{|\}\}/g;
/** Of what is wrong, in characters. */
const SHOWN = 40;
const MARKUP = /<\/?[a-z!][^>]*>?/gi;
const CONTROL = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

export type Named = { name: string | null; text: string; at: number };

/** Everything in double brackets, in order; `name` null: brackets that are opened or closed alone. */
export function parseVariables(text: string): Named[] {
  return [...text.matchAll(BRACKETS)].map((found) => ({ name: found[1] ?? null, text: found[0], at: found.index }));
}

/** As it is kept and read: one kind of line end, nothing around it. */
export function tidy(words: Override): Override {
  const clean = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  return { subject: clean(words.subject), heading: clean(words.heading), body: clean(words.body) };
}

/** A paragraph ends where a line is empty. */
export function paragraphs(body: string): string[] {
  return body
    .split(/\n[^\S\n]*\n/)
    .map((words) => words.trim())
    .filter(Boolean);
}

/** The part of the message that a paragraph stands for; null for words. */
export function blockOf(paragraph: string): Block | null {
  const name = /^\{\{\s*([a-z]+)\s*\}\}$/.exec(paragraph)?.[1];
  return BLOCKS.find((block) => block === name) ?? null;
}

/** In the order of the fields and of the places; an empty list for words that may be sent. */
export function overrideFaults(template: WordedTemplate, words: Override): OverrideFault[] {
  if (FIELDS.every((field) => words[field] === ''))
    return [{ field: 'body', fault: 'nothing', text: '', line: 1, column: 1 }];
  return FIELDS.flatMap((field) => [
    ...placedFaults(template, field, words[field]).sort((a, b) => a.line - b.line || a.column - b.column),
    ...missing(template, field, words[field]),
  ]);
}

function placedFaults(template: WordedTemplate, field: Field, text: string): OverrideFault[] {
  const at = (fault: FaultKind, found: string, index: number, meant?: string): OverrideFault => {
    const before = text.slice(0, index).split('\n');
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    return { field, fault, text: found.slice(0, SHOWN), ...place, ...(meant && { meant }) };
  };
  const names = namesFor(template, field);
  const named = parseVariables(text).flatMap(({ name, text: found, at: index }) => {
    if (name === null) return [at('unclosed', found, index)];
    if (!names.includes(name)) return [at('unknown', found, index, nearest(name, names))];
    const crowded = field === 'body' && BLOCKS.some((block) => block === name) && !standsAlone(text, index, found);
    return crowded ? [at('crowded', found, index)] : [];
  });
  const signs = field === 'body' ? CONTROL : new RegExp(`${CONTROL.source}|\\n`, 'gu');
  return [
    ...named,
    ...[...text.matchAll(MARKUP)].map((found) => at('markup', found[0], found.index)),
    ...[...text.matchAll(signs)].map((found) => at('control', JSON.stringify(found[0]), found.index)),
    ...(text.length > LONGEST[field] ? [at('too-long', String(LONGEST[field]), LONGEST[field])] : []),
  ];
}

function standsAlone(text: string, index: number, found: string): boolean {
  const before = /(?:^|\n[^\S\n]*\n)\s*$/.test(text.slice(0, index));
  return before && /^[^\S\n]*(?:$|\n[^\S\n]*(?:\n|$))/.test(text.slice(index + found.length));
}

function missing(template: WordedTemplate, field: Field, text: string): OverrideFault[] {
  if (text === '') return [];
  const { required, cases } = SHAPES[template];
  const names = parseVariables(text).map(({ name }) => name);
  if (names.includes('original')) return [];
  const wanted: readonly Block[] = field === 'body' ? required : cases ? ['original'] : [];
  const lines = text.split('\n');
  const end = { line: lines.length, column: lines.at(-1)!.length + 1 };
  return wanted
    .filter((name) => !names.includes(name))
    .map((name) => ({ field, fault: 'missing', text: `{{${name}}}`, ...end }));
}

/** At most a third of it mistyped. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(best.one.length / 3)) ? best.one : undefined;
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= Math.min(a.length, 40); i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1)! + Math.max(0, a.length - 40);
}
