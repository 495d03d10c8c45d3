/**
 * Which days, and whose, a report shows, as it stands in the address. Days are written YYYY-MM-DD, in the report's own time
 * zone, first and last included. What nobody knows is left out; a key that cannot exist stays, and finds nothing.
 */
export const PERIODS = { '7d': 7, '30d': 30, '90d': 90 } as const;
export type Period = keyof typeof PERIODS;

/** What tickets are told apart by. */
export const DIMENSIONS = ['app', 'advertiser', 'offer', 'agent'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const SORTS = [
  'opened',
  'decided',
  'approval',
  'automatic',
  'kept',
  'ninetieth',
  'overturn',
  'approved',
  'denied',
] as const;
export type Sort = (typeof SORTS)[number];

/** Whose decisions no person made. */
export const NOBODY = 'nobody';

export type ReportQuery = {
  /** Null: the days were chosen one by one. */
  period: Period | null;
  from: string;
  to: string;
  /** Keys; an agent by id, or NOBODY. */
  only: Record<Dimension, string | null>;
  by: Dimension;
  sort: Sort;
};

/** As long as the tallies are kept. */
export const MOST_DAYS = 400;

type Given = Readonly<Record<string, string | string[] | undefined>>;

/** `today`: in the report's time zone. */
export function readReportQuery(given: Given, today: string): ReportQuery {
  const text = (name: string) => ([given[name]].flat()[0] ?? '').trim().slice(0, 128);
  const [from, to] = [readDay(text('from')), readDay(text('to'))];
  const chosen = from !== null || to !== null;
  const period = (Object.keys(PERIODS) as Period[]).find((one) => one === text('period')) ?? '30d';
  const last = to !== null && to < today ? to : today;
  const first = from !== null && from <= last ? from : addDays(last, 1 - PERIODS[period]);
  const earliest = addDays(last, 1 - MOST_DAYS);
  const by = DIMENSIONS.find((one) => one === text('by')) ?? 'app';
  const only = Object.fromEntries(DIMENSIONS.map((name) => [name, keyIn(text(name))])) as ReportQuery['only'];
  return {
    period: chosen ? null : period,
    from: [first, earliest].toSorted().at(-1)!,
    to: last,
    only,
    by,
    sort: SORTS.find((one) => one === text('sort')) ?? 'opened',
  };
}

function keyIn(text: string): string | null {
  return /^[\x21-\x7e]{1,128}$/.test(text) ? text : null;
}

/** The query as parameters of an address, with what is to be another. */
export function reportParams(query: ReportQuery, other: Partial<ReportQuery> = {}): URLSearchParams {
  const { period, from, to, only, by, sort } = { ...query, ...other };
  const days = period === null ? { from, to } : { period };
  return new URLSearchParams(
    Object.entries({ ...days, ...only, by, sort }).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}

/** Null for what is no day of the calendar. */
export function readDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

const DAY_MS = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Every day from the first to the last. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => addDays(from, index));
}

/** The day of an instant, where the clocks of this zone hang. */
export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/**
 * Tallies are kept for each dimension and for these pairs. An offer is never told apart without its advertiser; offers and
 * agents together would make as many tallies as there are tickets.
 */
const PAIRS: readonly (readonly Dimension[])[] = [
  ['app', 'advertiser'],
  ['app', 'offer'],
  ['app', 'agent'],
  ['advertiser', 'agent'],
  ['advertiser', 'offer'],
];

/** Is there a tally that tells all of these apart? */
export function isTallied(apart: ReadonlySet<Dimension>): boolean {
  const needed = [...apart].filter((name) => !(name === 'advertiser' && apart.has('offer')));
  return needed.length < 2 || PAIRS.some((pair) => needed.every((name) => pair.includes(name)));
}

/**
 * Which tallies tell these apart, as PostgreSQL's GROUPING() writes it: a bit is set for what is not told apart (app 8,
 * advertiser 4, offer 2, agent 1).
 */
export function grainOf(apart: ReadonlySet<Dimension>): number {
  const advertiser = apart.has('advertiser') || apart.has('offer');
  return (
    (apart.has('app') ? 0 : 8) + (advertiser ? 0 : 4) + (apart.has('offer') ? 0 : 2) + (apart.has('agent') ? 0 : 1)
  );
}

/** What the filter tells apart. */
export function onlyOf({ only }: ReportQuery): ReadonlySet<Dimension> {
  return new Set(DIMENSIONS.filter((name) => only[name] !== null));
}

/** The same, and what the lines of the table are. */
export function groupedBy(query: ReportQuery): ReadonlySet<Dimension> {
  return new Set([...onlyOf(query), query.by]);
}
