/** The figures of a report from the tallies: by day, by what they are told apart by, and in all. Every read is one grain. */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { readReportZone } from '@/lib/reports/report-zone';
import { REPORTS_TALLIED } from '@/lib/reports/tally-tickets';
import { AGES_MS, addTo, CELL_COUNT, type Figures, noFigures, PURSES, type Tally } from '@/lib/rules/figures';
import { DIMENSIONS, type Dimension, daysBetween, grainOf, NOBODY, type ReportQuery } from '@/lib/rules/report-query';

export type ReportState = {
  zone: string;
  /** Up to which instant everything is counted; null before the first count. */
  until: Date | null;
  backlogAt: Date | null;
};

export async function readReportState(): Promise<ReportState> {
  const [row] = await db.query<{ value: { until: string; backlogAt: string | null } }>(
    sql`SELECT value FROM setting WHERE key = ${REPORTS_TALLIED}`,
  );
  const dateOf = (text: string | null | undefined) => (text ? new Date(text) : null);
  return { zone: await readReportZone(db), until: dateOf(row?.value.until), backlogAt: dateOf(row?.value.backlogAt) };
}

export type DayOfReport = { day: string; figures: Figures };
export type Report = { total: Figures; days: DayOfReport[] };

/** `total.backlog` is that of the last day. */
export async function readReport(query: ReportQuery): Promise<Report> {
  const rows = await db.query<Row & { day: string }>(sql`
    SELECT day::text, counts, micros, backlog, backlog_micros FROM report_day r
     WHERE ${within(query)} AND ${await onlyThese(query, null)}`);
  const days = daysBetween(query.from, query.to).map((day) => ({ day, figures: noFigures() }));
  const byDay = new Map(days.map(({ day, figures }) => [day, figures]));
  const total = noFigures();
  for (const row of rows.map(exact)) {
    addTo(byDay.get(row.day)!, row);
    addTo(total, row.day === query.to ? row : { ...row, backlog: [], backlogMicros: 0n });
  }
  return { total, days };
}

export type Group = { key: string; name: string; figures: Figures };

/** One line for each app, advertiser, offer or agent of which there is something to say, unsorted. */
export async function readGroups(query: ReportQuery): Promise<Group[]> {
  const isLast = sql`FILTER (WHERE r.day = ${query.to}::date)`;
  const rows = await db.query<Row & { id: string }>(sql`
    SELECT ${COLUMN[query.by]} AS id, ${summed(sql`counts`, CELL_COUNT)}::int[] AS counts, ${summed(sql`micros`, PURSES.length)}::bigint[] AS micros,
           ${summed(sql`backlog`, AGES_MS.length + 1, isLast)}::int[] AS backlog,
           coalesce(sum(backlog_micros) ${isLast}, 0)::bigint AS backlog_micros
      FROM report_day r WHERE ${within(query)} AND ${await onlyThese(query, query.by)} GROUP BY 1`);
  const figures = new Map(rows.map((row) => [row.id, toFigures(exact(row))]));
  const names = await readNames(query.by, [...figures.keys()]);
  return [...figures].map(([found, its]) => ({ ...(names.get(found) ?? { key: NOBODY, name: '' }), figures: its }));
}

/** Sums of money come as text in an array. */
type Row = Omit<Tally, 'micros'> & { micros: string[] };

function exact<Of extends Row>(row: Of): Omit<Of, 'micros'> & Tally {
  return { ...row, micros: row.micros.map(BigInt) };
}

function toFigures(tally: Tally): Figures {
  const figures = noFigures();
  addTo(figures, tally);
  return figures;
}

/** Cell by cell. */
function summed(column: Sql, cells: number, filter: Sql = empty): Sql {
  const sums = Array.from({ length: cells }, (_, cell) => sql`coalesce(sum(${column}[${cell + 1}::int]) ${filter}, 0)`);
  return sql`ARRAY[${join(sums)}]`;
}

const COLUMN: Record<Dimension, Sql> = {
  app: sql`r.app_id`,
  advertiser: sql`r.advertiser_id`,
  offer: sql`r.offer_id`,
  agent: sql`r.agent_id`,
};

function within({ from, to }: ReportQuery): Sql {
  return sql`r.day BETWEEN ${from}::date AND ${to}::date`;
}

async function onlyThese({ only }: ReportQuery, by: Dimension | null): Promise<Sql> {
  const chosen = DIMENSIONS.filter((name) => only[name] !== null);
  const grain = grainOf(new Set([...chosen, ...(by ? [by] : [])]));
  const ids = await Promise.all(chosen.map((name) => idOf(name, only[name]!)));
  const equal = chosen.map((name, index) => sql` AND ${COLUMN[name]} = ${ids[index]!}::uuid`);
  return sql`r.grain = ${grain} ${equal.length > 0 ? join(equal, '') : empty}`;
}

const NIL = '00000000-0000-0000-0000-000000000000';
/** Nobody's: what is asked for does not exist. */
const NONE = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

async function idOf(dimension: Dimension, key: string): Promise<string> {
  if (dimension === 'agent' && key === NOBODY) return NIL;
  const [row] = await db.query<{ id: string }>(
    sql`SELECT id FROM ${TABLE[dimension]} WHERE ${KEY[dimension]} = ${key}`,
  );
  return row?.id ?? NONE;
}

const TABLE: Record<Dimension, Sql> = {
  app: sql`app`,
  advertiser: sql`advertiser`,
  offer: sql`offer`,
  agent: sql`agent`,
};
const KEY: Record<Dimension, Sql> = { app: sql`key`, advertiser: sql`key`, offer: sql`key`, agent: sql`id::text` };
const NAME: Record<Dimension, Sql> = { app: sql`name`, advertiser: sql`name`, offer: sql`title`, agent: sql`name` };

async function readNames(by: Dimension, ids: readonly string[]): Promise<Map<string, { key: string; name: string }>> {
  const rows = await db.query<{ id: string; key: string; name: string }>(sql`
    SELECT id, ${KEY[by]} AS key, ${NAME[by]} AS name FROM ${TABLE[by]} WHERE id = ANY(${ids}::uuid[])`);
  return new Map(rows.map(({ id, key, name }) => [id, { key, name }]));
}

export type Choice = { key: string; name: string };
/** So many are offered for choosing; more are reached by their line in a table. */
const MOST_CHOICES = 500;

export async function readChoices(dimension: Dimension): Promise<Choice[]> {
  return db.query<Choice>(sql`
    SELECT ${KEY[dimension]} AS key, ${NAME[dimension]} AS name FROM ${TABLE[dimension]} ORDER BY 2, 1 LIMIT ${MOST_CHOICES}`);
}
