/** A dry run for its page: what was asked, how far it has come, what came out, and the tickets beneath. */
import { db, sql } from '@/lib/foundation/db';
import type { PolicyRow } from '@/lib/reports/dry-run';
import type { Policy } from '@/lib/rules/decision';
import type { DryRunCounts, Happened, Ruling } from '@/lib/rules/dry-run';
import { readPolicy } from '@/lib/tickets/policy';

export type DryRun = {
  id: string;
  agentId: string;
  agentName: string;
  status: 'RUNNING' | 'DONE' | 'CANCELLED';
  fromAt: Date;
  untilAt: Date;
  appName: string | null;
  advertiserName: string | null;
  policies: PolicyRow[];
  ruleVersion: string;
  /** Null until it is counted. */
  total: number | null;
  done: number;
  counts: DryRunCounts;
  startedAt: Date;
  endedAt: Date | null;
};

const COLUMNS = sql`
  r.id, r.agent_id, g.name AS agent_name, r.status, r.from_at, r.until_at, a.name AS app_name, v.name AS advertiser_name,
  r.policies, r.rule_version, r.total, r.done, r.counts, r.started_at, r.ended_at`;
const SOURCES = sql`
  dry_run r JOIN agent g ON g.id = r.agent_id LEFT JOIN app a ON a.id = r.app_id
  LEFT JOIN advertiser v ON v.id = r.advertiser_id`;

const IS_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function readDryRun(id: string): Promise<DryRun | null> {
  if (!IS_ID.test(id)) return null;
  const [run] = await db.query<DryRun>(sql`SELECT ${COLUMNS} FROM ${SOURCES} WHERE r.id = ${id}::uuid`);
  return run ?? null;
}

/** What is in force: the first thing to compare with. */
export function presentPolicy(): Promise<Policy> {
  return readPolicy(db);
}

const MOST_RUNS = 20;

/** Everybody's, the latest first. */
export function listDryRuns(): Promise<DryRun[]> {
  return db.query<DryRun>(sql`SELECT ${COLUMNS} FROM ${SOURCES} ORDER BY r.started_at DESC, r.id LIMIT ${MOST_RUNS}`);
}

/** As JSON keeps it. */
export type RulingRow = Omit<Ruling, 'at'> & { at: string | null };

export type DryRunRow = {
  place: number;
  number: string;
  appName: string;
  offerTitle: string;
  advertiserName: string;
  valueMicros: bigint;
  openedAt: Date;
  happened: Happened;
  rulings: RulingRow[];
};

/** Those beneath the figures (lib/rules/dry-run.ts, `isRemarkable`), in the order of their opening; `after` is a place. */
export function listDryRunRows(id: string, { after, limit }: { after: number; limit: number }): Promise<DryRunRow[]> {
  return db.query<DryRunRow>(sql`
    SELECT r.place, t.number, a.name AS app_name, o.title AS offer_title, v.name AS advertiser_name, r.value_micros,
           t.opened_at, r.happened, r.rulings
      FROM dry_run_row r JOIN ticket t ON t.id = r.ticket_id JOIN app a ON a.id = t.app_id
      JOIN offer o ON o.id = t.offer_id JOIN advertiser v ON v.id = o.advertiser_id
     WHERE r.dry_run_id = ${id}::uuid AND r.place > ${after} ORDER BY r.place LIMIT ${limit}`);
}
