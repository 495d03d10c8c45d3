/** A list as a file for a spreadsheet, sent while it is read: page by page, never whole in memory. */
import { type CsvCell, csvLines } from '@/lib/rules/csv';

/** Before the first line, so that spreadsheets read UTF-8. */
const MARK = '\uFEFF';

/** `name` without the ending. A page that fails breaks the download off, which the browser shows as failed. */
export function csvDownload(
  name: string,
  heading: readonly string[],
  pages: AsyncIterable<readonly (readonly CsvCell[])[]>,
): Response {
  return new Response(streamOf(chunks(heading, pages)), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]+/g, '-')}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
}

async function* chunks(heading: readonly string[], pages: AsyncIterable<readonly (readonly CsvCell[])[]>) {
  const encoder = new TextEncoder();
  yield encoder.encode(MARK + csvLines([heading]));
  for await (const rows of pages) if (rows.length > 0) yield encoder.encode(csvLines(rows));
}

/** The next page is read when the last one was taken; whoever stops the download stops the reading. */
export function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await parts.next();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
