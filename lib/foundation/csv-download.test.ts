import { expect, test } from 'vitest';
import { csvDownload } from '@/lib/foundation/csv-download';

async function* pages() {
  yield [['MG-1', 1n]];
  yield [];
  yield [['=cmd', 2n]];
}

test('a download begins with the mark of UTF-8 and the heading, and disarms formulas on every page', async () => {
  const answer = csvDownload('tickets of today', ['number', 'value'], pages());
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tickets-of-today.csv"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe("number,value\r\nMG-1,1\r\n'=cmd,2\r\n");
});
