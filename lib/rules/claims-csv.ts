/**
 * Answers of an advertiser as a file. What spreadsheets make of a CSV is read as well: a byte order mark, UTF-16, semicolons
 * or tabs, line ends of all kinds. Columns that we do not know are ignored; a file that cannot be answered from is refused as a
 * whole, a row that cannot be is refused by itself (RC-005).
 */
import { CsvError, parse } from 'csv-parse/sync';
import {
  isNotEligibleReason,
  isRecheckAnswer,
  type NotEligibleReason,
  type RecheckAnswer,
} from '@/lib/rules/recheck-answer';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { readTicketNumber } from '@/lib/rules/ticket-number';

export const MOST_ROWS = 10_000;
export const MOST_BYTES = 5 * 1024 * 1024;
export const LONGEST_WORDS = 2_000;

/** What an answer is read from; the first two must be there. In this order they end the file that is downloaded. */
export const ANSWER_COLUMNS = ['claim', 'answer', 'reason', 'words'] as const;

/** Why a row is refused before the claim is looked at. */
export type RowProblem = 'no-claim' | 'unknown-answer' | 'no-reason' | 'no-words' | 'too-long' | 'characters';

/** `left`: a row without an answer, which leaves its claim as it is. `line` is that of the file, the heading is 1. */
export type AnswerRow = { line: number; number: string } & (
  | { kind: 'answer'; answer: RecheckAnswer; reason: NotEligibleReason | null; words: string | null }
  | { kind: 'left' }
  | { kind: 'refused'; problem: RowProblem }
);

/** `fields.file` says what is wrong in one word: the page has words for it. */
export function readAnswerFile(bytes: Uint8Array): AnswerRow[] | Refusal {
  if (bytes.length > MOST_BYTES) return refusedFile('too-large', 'The file is larger than 5 MB.', 'too-large');
  const text = decode(bytes);
  if (text === null) return refusedFile('encoding', 'The file is not in UTF-8 or UTF-16.');
  // Before anything is taken apart: a million columns are not worth reading.
  const lines = text.split(/[\r\n]+/);
  const delimiter = delimiterOf(lines[0]!);
  if (lines.some(({ length }) => length > LONGEST_LINE) || lines[0]!.split(delimiter).length > MOST_COLUMNS) {
    return refusedFile('columns', `The file has more than ${MOST_COLUMNS} columns.`);
  }
  const read = readLines(text, delimiter);
  return 'refused' in read ? read : toRows(read);
}

const MOST_COLUMNS = 200;
const LONGEST_LINE = 100_000;

/** Also the answers of a form are judged by this. */
export function readAnswer(given: {
  answer: string;
  reason: string;
  words: string;
}): { answer: RecheckAnswer; reason: NotEligibleReason | null; words: string | null } | RowProblem {
  const [answer, reason, words] = [written(given.answer), written(given.reason), given.words.trim()];
  if (!isRecheckAnswer(answer)) return 'unknown-answer';
  if (words.length > LONGEST_WORDS) return 'too-long';
  if (words.includes('\0') || !words.isWellFormed()) return 'characters';
  if (answer === 'not-eligible') {
    return isNotEligibleReason(reason) ? { answer, reason, words: words || null } : 'no-reason';
  }
  if (answer === 'need-more' && words === '') return 'no-words';
  return { answer, reason: null, words: words || null };
}

/** `Not eligible` is `not-eligible`. */
function written(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function refusedFile(problem: string, message: string, code: 'malformed' | 'too-large' = 'malformed'): Refusal {
  return refuse(code, message, { fields: { file: problem } });
}

/** By its mark; without one UTF-16 shows by the empty half of its first signs. Null: neither. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const kind =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : second === 0 && first !== 0
          ? 'utf-16le'
          : first === 0 && second !== 0
            ? 'utf-16be'
            : 'utf-8';
  try {
    return new TextDecoder(kind, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function delimiterOf(heading: string): string {
  return [',', ';', '\t'].toSorted((one, other) => heading.split(other).length - heading.split(one).length)[0]!;
}

type Line = { record: string[]; info: { lines: number } };

function readLines(text: string, delimiter: string): Line[] | Refusal {
  try {
    const lines = parse(text, {
      delimiter,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_LINE,
      // One more than may be, and the heading.
      to: MOST_ROWS + 2,
    }) as unknown as Line[];
    return lines.length > MOST_ROWS + 1
      ? refusedFile('rows', `The file has more than ${MOST_ROWS} rows.`, 'too-large')
      : lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return refuse('malformed', `Line ${line} of the file cannot be read: a quote may be missing.`, {
      fields: { file: 'unreadable' },
      details: { line },
    });
  }
}

function toRows([heading, ...lines]: Line[]): AnswerRow[] | Refusal {
  const names = (heading?.record ?? []).map((name) => written(name));
  const [claim, answer, reason, words] = ANSWER_COLUMNS.map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
    number,
  ];
  if (claim < 0 || answer < 0) {
    return refusedFile('heading', 'The first line must name the columns, and “claim” and “answer” must be among them.');
  }
  return lines.map(({ record, info }) => {
    const cell = (at: number) => record[at] ?? '';
    const number = readTicketNumber(cell(claim));
    const place = { line: info.lines, number: number ?? cell(claim).trim().slice(0, SHOWN_CELL) };
    if (cell(answer).trim() === '') return { ...place, kind: 'left' };
    if (number === null) return refusedRow(place, 'no-claim');
    const read = readAnswer({ answer: cell(answer), reason: cell(reason), words: cell(words) });
    return typeof read === 'string' ? refusedRow(place, read) : { ...place, kind: 'answer', ...read };
  });
}

const SHOWN_CELL = 40;

function refusedRow(place: { line: number; number: string }, problem: RowProblem): AnswerRow {
  // What cannot be kept is not kept.
  const number = place.number.replaceAll('\0', '').toWellFormed();
  return { line: place.line, number, kind: 'refused', problem };
}
