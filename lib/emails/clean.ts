/**
 * Titles, names and agents' words come from outside. Before they reach a template they are made harmless: no line breaks in
 * what is one line, no control characters, nothing that turns the text around it, never longer than a page can bear.
 * Markup is escaped by React, headers are encoded by the mailer; this is about what both would let through.
 */
const MARKS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const INVISIBLE = /\p{Cf}/u;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const JOINERS = /[\u200c\u200d]/;
const LINKS = new Set(['link', 'statusLink']);
/** An agent's own, of several lines. */
const WORDS = new Set(['detail', 'note', 'words']);
const LONGEST_NAME = 200;
const LONGEST_WORDS = 4000;
const LONGEST_SUBJECT = 120;

/** Every string of a message's props; links are never cut. */
export function cleanProps<Props extends Record<string, unknown>>(props: Props): Props {
  const entries = Object.entries(props).map(([name, value]) => [name, cleanProp(name, value)]);
  return Object.fromEntries(entries) as Props;
}

function cleanProp(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (LINKS.has(name)) return oneLine(value);
  if (WORDS.has(name)) return severalLines(value);
  return isolated(cut(oneLine(value), LONGEST_NAME));
}

/** `[#MG-7K3F-92QX] …`, or without a number what is about no ticket: one line, at most 120 characters. */
export function subjectLine(ticketNumber: string | null, subject: string): string {
  return cut(oneLine(ticketNumber === null ? subject : `[#${ticketNumber}] ${subject}`), LONGEST_SUBJECT);
}

export function oneLine(text: string): string {
  return text
    .replace(MARKS, (mark) => (INVISIBLE.test(mark) ? kept(mark) : ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function severalLines(text: string): string {
  const plain = text
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n')
    .replace(MARKS, (mark) => (mark === '\n' ? mark : kept(mark)));
  return cut(plain.replace(/\n{3,}/g, '\n\n').trim(), LONGEST_WORDS);
}

/** Joiners belong to emoji and to Persian or Indic words; everything else that cannot be seen goes. */
function kept(mark: string): string {
  return JOINERS.test(mark) ? mark : '';
}

/** Cuts between what a person counts as characters, so that none is halved. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let whole = '';
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, longest * 2))) {
    if (whole.length + segment.length >= longest) break;
    whole += segment;
  }
  return `${whole.trimEnd()}…`;
}

/** An Arabic title in an English sentence keeps its own direction and does not drag the sentence along. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
