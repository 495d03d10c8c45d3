/** Orders over many tickets for the console: how far each has come, and what came of every ticket. */
import { db, type Sql, sql } from '@/lib/foundation/db';
import type { BulkAction, BulkPayload } from '@/lib/rules/bulk';
import type { CsvCell } from '@/lib/rules/csv';

export type BulkJob = {
  id: string;
  kind: 'do' | 'retry' | 'undo';
  action: BulkAction;
  payload: BulkPayload;
  /** The list that was meant, as the query of its address; null for tickets that were ticked. */
  chosen: string | null;
  ofId: string | null;
  status: 'WAITING' | 'RUNNING' | 'DONE' | 'CANCELLED';
  total: number;
  done: number;
  failed: number;
  skipped: number;
  createdAt: Date;
  runsAt: Date;
  endedAt: Date | null;
  agentId: string;
  agentName: string;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function readBulkJob(id: string): Promise<BulkJob | null> {
  if (!UUID.test(id)) return null;
  return (await readJobs(sql`j.id = ${id}::uuid`, 1))[0] ?? null;
}

const SHOWN_JOBS = 30;

/** The latest of an agent. */
export function listBulkJobs(agentId: string): Promise<BulkJob[]> {
  return readJobs(sql`j.agent_id = ${agentId}::uuid`, SHOWN_JOBS);
}

function readJobs(where: Sql, most: number): Promise<BulkJob[]> {
  return db.query<BulkJob>(sql`
    SELECT j.id, j.kind, j.action, j.payload, j.chosen, j.of_id, j.status, j.total, j.done, j.failed, j.skipped,
           j.created_at, j.runs_at, j.ended_at, j.agent_id, a.name AS agent_name
      FROM bulk_job j JOIN agent a ON a.id = j.agent_id WHERE ${where} ORDER BY j.id DESC LIMIT ${most}`);
}

export const BULK_SHOWS = ['failed', 'done', 'skipped', 'waits'] as const;
export type BulkShow = (typeof BULK_SHOWS)[number];

export type BulkItem = {
  position: number;
  number: string;
  offerTitle: string;
  outcome: 'DONE' | 'FAILED' | 'SKIPPED' | null;
  code: string | null;
  message: string | null;
};

const PAGE = 100;

/** By their place in the order, from after `after` on; `show`: only those that ended so. */
export async function readBulkItems(
  id: string,
  { show, after = 0, limit = PAGE }: { show: BulkShow | null; after?: number; limit?: number },
): Promise<{ items: BulkItem[]; next: number | null }> {
  const read = await db.query<BulkItem>(sql`
    SELECT i.position, t.number, o.title AS offer_title, i.outcome, i.code, i.message
      FROM bulk_item i JOIN ticket t ON t.id = i.ticket_id JOIN offer o ON o.id = t.offer_id
     WHERE i.job_id = ${id}::uuid AND i.position > ${after} AND ${shown(show)}
     ORDER BY i.position LIMIT ${limit + 1}`);
  const items = read.slice(0, limit);
  return { items, next: read.length > limit ? items.at(-1)!.position : null };
}

function shown(show: BulkShow | null): Sql {
  if (show === null) return sql`true`;
  return show === 'waits' ? sql`i.outcome IS NULL` : sql`i.outcome = ${show.toUpperCase()}`;
}

export const RESULTS_HEADING = ['number', 'offer', 'outcome', 'code', 'message'];

export async function* exportBulk(id: string): AsyncGenerator<CsvCell[][]> {
  let after: number | null = 0;
  do {
    const page = await readBulkItems(id, { show: null, after, limit: 1_000 });
    yield page.items.map(({ number, offerTitle, outcome, code, message }) => [
      number,
      offerTitle,
      outcome,
      code,
      message,
    ]);
    after = page.next;
  } while (after !== null);
}

export type BulkChoices = { colleagues: { id: string; name: string }[]; tags: string[] };

export async function readBulkChoices(): Promise<BulkChoices> {
  const [colleagues, tags] = await Promise.all([
    db.query<{ id: string; name: string }>(sql`
      SELECT id, name FROM agent WHERE disabled_at IS NULL AND role <> 'auditor' ORDER BY name LIMIT 500`),
    db.query<{ name: string }>(sql`SELECT name FROM tag WHERE archived_at IS NULL ORDER BY name LIMIT 200`),
  ]);
  return { colleagues, tags: tags.map(({ name }) => name) };
}
