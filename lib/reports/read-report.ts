/** The figures of a report from the tallies: by day, by what they are told apart by, and in all. Every read is one grain. */
import { db, empty, join, type Sql, sql } from '@/lib/foundation/db';
import { readReportZone } from '@/lib/reports/report-zone';
import { REPORTS_TALLIED } from '@/lib/reports/tally-tickets';
import { addTo, type Counted, type Figures, noFigures } from '@/lib/rules/figures';
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
  const rows = await db.query<Counted & { day: string }>(sql`
    SELECT day::text, measure, part, count::float8, micros FROM report_day r
     WHERE ${within(query)} AND ${await onlyThese(query, null)}`);
  const days = daysBetween(query.from, query.to).map((day) => ({ day, figures: noFigures() }));
  const byDay = new Map(days.map(({ day, figures }) => [day, figures]));
  const total = noFigures();
  for (const row of rows) {
    addTo(byDay.get(row.day)!, row);
    if (row.measure !== 'backlog' || row.day === query.to) addTo(total, row);
  }
  return { total, days };
}

export type Group = { key: string; name: string; figures: Figures };

/** One line for each app, advertiser, offer or agent of which there is something to say, unsorted. */
export async function readGroups(query: ReportQuery): Promise<Group[]> {
  const id = COLUMN[query.by];
  const rows = await db.query<Counted & { id: string }>(sql`
    SELECT ${id} AS id, measure, part, sum(count)::float8 AS count, sum(micros)::bigint AS micros FROM report_day r
     WHERE ${within(query)} AND ${await onlyThese(query, query.by)} AND (measure <> 'backlog' OR day = ${query.to}::date)
     GROUP BY 1, 2, 3`);
  const figures = new Map<string, Figures>();
  for (const row of rows) {
    const found = figures.get(row.id) ?? noFigures();
    figures.set(row.id, found);
    addTo(found, row);
  }
  const names = await readNames(query.by, [...figures.keys()]);
  return [...figures].map(([found, its]) => ({ ...(names.get(found) ?? { key: NOBODY, name: '' }), figures: its }));
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
