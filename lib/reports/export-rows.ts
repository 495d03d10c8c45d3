/** The rows beneath a report, page by page by key: every ticket that came in, or every decision, of the period. */
import { db, empty, type Sql, sql } from '@/lib/foundation/db';
import { readReportZone } from '@/lib/reports/report-zone';
import type { CsvCell } from '@/lib/rules/csv';
import { FIRST_ID } from '@/lib/rules/cursor';
import { formatUsd } from '@/lib/rules/money';
import { NOBODY, type ReportQuery } from '@/lib/rules/report-query';

const PAGE = 1_000;

type Row = { at: Date; id: string; cells: CsvCell[] };

export const TICKET_COLUMNS = [
  ...['ticket', 'app', 'advertiser', 'offer', 'status', 'value_usd', 'opened_at', 'queued_at', 'decided_at', 'outcome'],
  ...['decided_by', 'reason', 'rounds', 'due_at', 'breach_at'],
];

/** One line per ticket that was opened in the period; its decision is the latest. */
export function exportTickets(query: ReportQuery): AsyncGenerator<CsvCell[][]> {
  return paged(async (after) => {
    const rows = await db.query<TicketLine>(sql`
      SELECT t.opened_at AS at, t.id, t.number, a.key AS app, v.key AS advertiser, o.title AS offer, t.status, t.value_micros,
             t.queued_at, d.decided_at, d.outcome, coalesce(g.name, d.actor_kind) AS decided_by, d.reason, t.round, t.due_at, t.breach_at
        FROM ticket t JOIN app a ON a.id = t.app_id JOIN offer o ON o.id = t.offer_id JOIN advertiser v ON v.id = o.advertiser_id
        LEFT JOIN LATERAL (SELECT * FROM decision WHERE ticket_id = t.id ORDER BY round DESC LIMIT 1) d ON true
        LEFT JOIN agent g ON g.id = d.agent_id
       WHERE ${within(sql`t.opened_at`, query, await readReportZone(db))} AND ${those(query)} AND t.kind = 'missing-reward'
         AND (t.opened_at, t.id) > (${after.at}, ${after.id}::uuid)
       ORDER BY t.opened_at, t.id LIMIT ${PAGE}`);
    return rows.map((row) => ({ at: row.at, id: row.id, cells: ticketCells(row) }));
  });
}

type TicketLine = {
  at: Date;
  id: string;
  number: string;
  app: string;
  advertiser: string;
  offer: string;
  status: string;
  valueMicros: bigint;
  queuedAt: Date | null;
  decidedAt: Date | null;
  outcome: string | null;
  decidedBy: string | null;
  reason: string | null;
  round: number;
  dueAt: Date | null;
  breachAt: Date | null;
};

function ticketCells(row: TicketLine): CsvCell[] {
  const { number, app, advertiser, offer, status, valueMicros, at, queuedAt, decidedAt, outcome } = row;
  const { decidedBy, reason, round, dueAt, breachAt } = row;
  const about = [number, app, advertiser, offer, status, formatUsd(valueMicros), at, queuedAt, decidedAt, outcome];
  return [...about, decidedBy, reason, round, dueAt, breachAt];
}

export const DECISION_COLUMNS = [
  ...['ticket', 'app', 'advertiser', 'offer', 'round', 'outcome', 'decided_by', 'reason', 'value_usd'],
  ...['started_at', 'decided_at', 'target_at', 'breach_at', 'rule_version'],
];

/** One line per decision of the period; a ticket that was opened again has several. */
export function exportDecisions(query: ReportQuery): AsyncGenerator<CsvCell[][]> {
  return paged(async (after) => {
    const rows = await db.query<DecisionLine>(sql`
      SELECT d.decided_at AS at, d.id, t.number, a.key AS app, v.key AS advertiser, o.title AS offer, d.round, d.outcome,
             coalesce(g.name, d.actor_kind) AS decided_by, d.reason,
             coalesce((d.evidence ->> 'valueMicros')::bigint, t.value_micros) AS value_micros,
             k.started_at, k.target_at, k.breach_at, d.rule_version
        FROM decision d JOIN ticket t ON t.id = d.ticket_id JOIN app a ON a.id = t.app_id JOIN offer o ON o.id = t.offer_id
        JOIN advertiser v ON v.id = o.advertiser_id LEFT JOIN agent g ON g.id = d.agent_id
        LEFT JOIN LATERAL (
          SELECT started_at, target_at, breach_at FROM clock
           WHERE ticket_id = d.ticket_id AND kind = 'review' AND round = d.round ORDER BY started_at DESC LIMIT 1) k ON true
       WHERE ${within(sql`d.decided_at`, query, await readReportZone(db))} AND ${those(query)} AND ${by(query)}
         AND t.kind = 'missing-reward' AND (d.decided_at, d.id) > (${after.at}, ${after.id}::uuid)
       ORDER BY d.decided_at, d.id LIMIT ${PAGE}`);
    return rows.map((row) => ({ at: row.at, id: row.id, cells: decisionCells(row) }));
  });
}

type DecisionLine = {
  at: Date;
  id: string;
  number: string;
  app: string;
  advertiser: string;
  offer: string;
  round: number;
  outcome: string;
  decidedBy: string;
  reason: string;
  valueMicros: bigint;
  startedAt: Date | null;
  targetAt: Date | null;
  breachAt: Date | null;
  ruleVersion: string;
};

function decisionCells(row: DecisionLine): CsvCell[] {
  const { number, app, advertiser, offer, round, outcome, decidedBy, reason, valueMicros } = row;
  const { startedAt, at, targetAt, breachAt, ruleVersion } = row;
  const about = [number, app, advertiser, offer, round, outcome, decidedBy, reason, formatUsd(valueMicros)];
  return [...about, startedAt, at, targetAt, breachAt, ruleVersion];
}

async function* paged(read: (after: { at: Date; id: string }) => Promise<Row[]>): AsyncGenerator<CsvCell[][]> {
  let after = { at: new Date(0), id: FIRST_ID };
  for (;;) {
    const rows = await read(after);
    yield rows.map(({ cells }) => cells);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last;
  }
}

/** From the first midnight to the one after the last day, where the report's clocks hang. */
function within(instant: Sql, { from, to }: ReportQuery, zone: string): Sql {
  return sql`${instant} >= (${from}::date::timestamp AT TIME ZONE ${zone}::text)
    AND ${instant} < ((${to}::date + 1)::timestamp AT TIME ZONE ${zone}::text)`;
}

function those({ only }: ReportQuery): Sql {
  const is = (column: Sql, key: string | null) => (key === null ? empty : sql` AND ${column} = ${key}`);
  return sql`true${is(sql`a.key`, only.app)}${is(sql`v.key`, only.advertiser)}${is(sql`o.key`, only.offer)}`;
}

function by({ only: { agent } }: ReportQuery): Sql {
  if (agent === null) return sql`true`;
  return agent === NOBODY ? sql`d.agent_id IS NULL` : sql`d.agent_id::text = ${agent}`;
}
