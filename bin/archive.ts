/**
 * The file that `npm run backup` writes: gzip over lines of JSON. The first says what it is, each one after it holds a
 * batch of rows, of jobs, or a picture, and the last one counts them all, so that a file that was cut is known as such.
 * Rows are PostgreSQL's own text of a whole row (`t::text`), which is exact for every type.
 */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { z } from 'zod';

const headline = z.object({
  makegood: z.literal('backup'),
  format: z.literal(1),
  takenAt: z.string(),
  /** In the order in which they were applied. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});
const counts = z.object({ rows: z.record(z.string(), z.number()), jobs: z.number(), screenshots: z.number() });
const job = z.object({
  task: z.string(),
  payload: z.unknown(),
  queue: z.string().nullable(),
  runAt: z.string(),
  maxAttempts: z.number(),
  key: z.string().nullable(),
  priority: z.number(),
});
const part = z.union([
  z.object({ table: z.string(), rows: z.array(z.string()) }),
  z.object({ jobs: z.array(job) }),
  z.object({ screenshot: z.string(), base64: z.base64() }),
  z.object({ end: counts }),
]);

export type Headline = z.infer<typeof headline>;
export type Counts = z.infer<typeof counts>;
type Part = z.infer<typeof part>;
export type Content = Exclude<Part, { end: Counts }>;

/** A screenshot is at most 8 MB, a batch of rows about 1 MB and one row more. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Refused in one line; whoever reads it can do something about it. */
export class ArchiveRefused extends Error {}

/** How rows look as text depends on these: both sides say them. */
export async function speakExactly(client: pg.ClientBase): Promise<void> {
  await client.query(
    `SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
     SET extra_float_digits = 1`,
  );
}

/** The first line, and then the rest as it is asked for. Throws ArchiveRefused where the file is not what we write. */
export async function openArchive(file: string): Promise<{ headline: Headline; contents: AsyncGenerator<Content> }> {
  const lines = readLines(file);
  const first = headline.safeParse(fromJson((await lines.next()).value));
  if (!first.success) throw new ArchiveRefused(`${file} is not a backup of Makegood.`);
  return { headline: first.data, contents: readContents(file, lines) };
}

async function* readContents(file: string, lines: AsyncGenerator<string>): AsyncGenerator<Content> {
  const seen: Counts = { rows: {}, jobs: 0, screenshots: 0 };
  let end: Counts | undefined;
  for await (const line of lines) {
    const { data } = part.safeParse(fromJson(line));
    if (!data || end) throw new ArchiveRefused(`${file} is damaged: it holds what no backup holds.`);
    if ('end' in data) end = data.end;
    else yield counted(data, seen);
  }
  if (!end) throw new ArchiveRefused(`${file} is not complete: its end is missing.`);
  if (!sameCounts(end, seen)) throw new ArchiveRefused(`${file} is damaged: it holds less or more than it says.`);
}

/** Adds to the counts what this part holds. */
export function counted(content: Content, into: Counts): Content {
  if ('rows' in content) into.rows[content.table] = (into.rows[content.table] ?? 0) + content.rows.length;
  else if ('jobs' in content) into.jobs += content.jobs.length;
  else into.screenshots += 1;
  return content;
}

function sameCounts(one: Counts, other: Counts): boolean {
  const tables = new Set([...Object.keys(one.rows), ...Object.keys(other.rows)]);
  return (
    one.jobs === other.jobs &&
    one.screenshots === other.screenshots &&
    [...tables].every((name) => (one.rows[name] ?? 0) === (other.rows[name] ?? 0))
  );
}

function fromJson(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}

/** One at a time; never more in memory than the longest line that we would write. */
async function* readLines(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const text: Readable = raw.pipe(createGunzip()).setEncoding('utf8');
  raw.on('error', (error) => text.destroy(error));
  let pieces: string[] = [];
  let length = 0;
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const [first, ...more] = chunk.split('\n');
      pieces.push(first!);
      length += first!.length;
      for (const next of more) {
        yield pieces.join('');
        pieces = [next];
        length = next.length;
      }
      if (length > LONGEST_LINE) throw new ArchiveRefused(`${file} is not a backup of Makegood.`);
    }
  } catch (error) {
    throw explain(file, error);
  } finally {
    raw.destroy();
  }
  if (length > 0) yield pieces.join('');
}

function explain(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') return new ArchiveRefused(`${file} cannot be read.`);
  if (code === 'Z_BUF_ERROR') return new ArchiveRefused(`${file} is not complete: its end is missing.`);
  if (code?.startsWith('Z_')) return new ArchiveRefused(`${file} is not a backup of Makegood, or is damaged.`);
  return error;
}
