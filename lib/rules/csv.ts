/**
 * Comma-separated values as spreadsheets read them (RFC 4180: CRLF, quotes doubled). A cell of text that a spreadsheet would
 * take for a formula gets an apostrophe in front: what users and networks wrote is never run on an agent's machine.
 */
import { stringify } from 'csv-stringify/sync';

/** Numbers stay numbers; instants are RFC 3339 UTC; nothing is an empty cell. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

/** Spreadsheets skip spaces and control characters before they look, and read the wide forms of East Asian keyboards too. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠\t\r\n]/u;

/** Whole lines, each with its end. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return stringify(
    rows.map((row) => row.map(written)),
    // Left to itself the library quotes CRLF only, and a lone line break would start a row.
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}

function written(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'string') return String(cell);
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
