import { describe, expect, test } from 'vitest';
import { MOST_ROWS, readAnswer, readAnswerFile } from '@/lib/rules/claims-csv';
import { ticketNumber } from '@/lib/rules/ticket-number';

const [ONE, TWO] = [ticketNumber(Buffer.alloc(16, 1)), ticketNumber(Buffer.alloc(16, 2))];
const read = (text: string) => readAnswerFile(Buffer.from(text));
const problemOf = (given: Uint8Array | string) => readAnswerFile(Buffer.from(given));

describe('a file', () => {
  const expected = [
    { line: 2, number: ONE, kind: 'answer', answer: 'eligible', reason: null, words: null },
    { line: 3, number: TWO, kind: 'answer', answer: 'not-eligible', reason: 'fraud', words: 'Año “x”' },
  ];
  const text = `claim,answer,reason,words\r\n${ONE},eligible,,\r\n${TWO},Not Eligible,fraud,Año “x”\r\n`;

  test.each([
    ['plain', Buffer.from(text)],
    ['with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['in UTF-16 of the other order', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['in UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['with semicolons', Buffer.from(text.replaceAll(',', ';'))],
    ['with tabs', Buffer.from(text.replaceAll(',', '\t'))],
    ['with line ends of all kinds', Buffer.from(text.replace('\r\n', '\n').replace(/\r\n$/, '\r'))],
    ['with columns in another order and unknown ones', Buffer.from(reordered())],
  ])('%s', (_, bytes) => expect(readAnswerFile(bytes)).toEqual(expected));

  function reordered(): string {
    return `words,note,ANSWER,Reason,Claim\n,x,eligible,,${ONE}\nAño “x”,=1+1,Not Eligible,fraud,${TWO}\n`;
  }

  test.each([
    ['without the column of the answers', `claim,reply\n${ONE},eligible`, 'heading'],
    ['that is empty', '', 'heading'],
    ['in an unknown encoding', Buffer.from([0x63, 0xe9, 0x2c, 0xff]), 'encoding'],
    ['with a quote that is never closed', `claim,answer\n${ONE},"eligible`, 'unreadable'],
    ['of a million columns', `claim,answer${','.repeat(1_000_000)}\n`, 'columns'],
    ['with a row of a million columns', `claim,answer\n${','.repeat(1_000_000)}\n`, 'columns'],
    ['of more rows than are read', `claim,answer\n${`${ONE},eligible\n`.repeat(MOST_ROWS + 1)}`, 'rows'],
    ['larger than is read', `claim,answer\n${' '.repeat(5 * 1024 * 1024)}`, 'too-large'],
  ])('%s is refused as a whole', (_, given, problem) =>
    expect(problemOf(given)).toMatchObject({ fields: { file: problem } }),
  );

  test('of as many rows as are read is read', () => {
    expect(read(`claim,answer\n${`${ONE},eligible\n`.repeat(MOST_ROWS)}`)).toHaveLength(MOST_ROWS);
  });
});

describe('a row', () => {
  const row = (cells: string) => read(`claim,answer,reason,words\n${cells}\n`);

  test('without an answer leaves its claim as it is', () =>
    expect(row(`${ONE},,,`)).toEqual([{ line: 2, number: ONE, kind: 'left' }]));

  test.each([
    ['nothing,eligible,,', 'no-claim'],
    ["'=1+1,eligible,,", 'no-claim'],
    [`${ONE},perhaps,,`, 'unknown-answer'],
    [`${ONE},approved,,`, 'unknown-answer'],
    [`${ONE},not-eligible,,`, 'no-reason'],
    [`${ONE},not-eligible,just so,`, 'no-reason'],
    [`${ONE},need-more,,`, 'no-words'],
    [`${ONE},need-more,,${'x'.repeat(2_001)}`, 'too-long'],
    [`${ONE},need-more,,a\0b`, 'characters'],
  ])('%s is refused: %s', (cells, problem) => expect(row(cells)).toMatchObject([{ kind: 'refused', problem }]));

  test('with two thousand characters is read', () =>
    expect(row(`${ONE},need-more,,${'x'.repeat(2_000)}`)).toMatchObject([{ kind: 'answer' }]));

  test('stands at the line of the file, though cells before it hold line breaks', () => {
    const rows = read(`claim,answer,words\n${ONE},need-more,"two\nlines"\n\n${TWO},eligible,\n`);
    expect(rows).toMatchObject([{ number: ONE }, { line: 5, number: TWO }]);
  });
});

test('a reason only goes with not eligible', () =>
  expect(readAnswer({ answer: 'eligible', reason: 'fraud', words: '' })).toEqual({
    answer: 'eligible',
    reason: null,
    words: null,
  }));
