/**
 * The board of advertisers and of the sources they confirm by: how long confirmations take, how many are refused, how many
 * denials were taken back later, and how soon they answer when they are asked again.
 */
import { db, sql } from '@/lib/foundation/db';
import { readReportZone } from '@/lib/reports/report-zone';
import { CELLS, DECIDERS, partOf } from '@/lib/rules/figures';
import { LENGTHS_MS, quantileOf } from '@/lib/rules/lengths';
import type { RecheckAnswer } from '@/lib/rules/recheck-answer';
import { addDays, daysBetween, grainOf, type ReportQuery } from '@/lib/rules/report-query';

/** Below these numbers a rate says nothing, and a line is not ranked by it. */
export const FEWEST = { confirmations: 30, denials: 20, answers: 5 } as const;

export type SourceLine = {
  key: string;
  advertiserName: string;
  dialect: string;
  confirmed: number;
  medianMs: number | null;
  ninetiethMs: number | null;
  /** The ninetieth of the stretch before, of the same length; null where too little was confirmed. */
  earlierNinetiethMs: number | null;
  refused: number | null;
  isRanked: boolean;
};

/** The slowest first; those with too little behind them last. With `advertiserId` only theirs. */
export async function readSources(query: ReportQuery, advertiserId: string | null = null): Promise<SourceLine[]> {
  const [found, refusals] = await Promise.all([readDelays(query, advertiserId), readRefusals(query)]);
  const lines = found.map(({ id, key, advertiserName, dialect, counts, earlier }) => {
    const confirmed = total(counts);
    return {
      key,
      advertiserName,
      dialect,
      confirmed,
      medianMs: quantileOf(counts, 0.5),
      ninetiethMs: quantileOf(counts, 0.9),
      earlierNinetiethMs: total(earlier) < FEWEST.confirmations ? null : quantileOf(earlier, 0.9),
      refused: refusals.get(id) ?? null,
      isRanked: confirmed >= FEWEST.confirmations,
    };
  });
  return lines.toSorted(
    (one, other) =>
      Number(other.isRanked) - Number(one.isRanked) ||
      (other.ninetiethMs ?? 0) - (one.ninetiethMs ?? 0) ||
      one.key.localeCompare(other.key),
  );
}

type Delays = { id: string; key: string; advertiserName: string; dialect: string; counts: number[]; earlier: number[] };

async function readDelays({ from, to }: ReportQuery, advertiserId: string | null): Promise<Delays[]> {
  const before = addDays(from, -daysBetween(from, to).length);
  type Row = Omit<Delays, 'counts' | 'earlier'> & { part: number | null; isEarlier: boolean; count: number };
  const rows = await db.query<Row>(sql`
    SELECT i.id, i.key, v.name AS advertiser_name, i.dialect, d.part, d.day < ${from}::date AS is_earlier, sum(d.count)::float8 AS count
      FROM integration i JOIN advertiser v ON v.id = i.advertiser_id
      LEFT JOIN delay_day d ON d.integration_id = i.id AND d.day BETWEEN ${before}::date AND ${to}::date
     WHERE ${advertiserId}::uuid IS NULL OR v.id = ${advertiserId}::uuid
     GROUP BY 1, 2, 3, 4, 5, 6`);
  const sources = new Map<string, Delays>();
  for (const { part, isEarlier, count, ...source } of rows) {
    const none = () => Array<number>(LENGTHS_MS.length + 1).fill(0);
    const line = sources.get(source.id) ?? { ...source, counts: none(), earlier: none() };
    sources.set(source.id, line);
    if (part !== null) (isEarlier ? line.earlier : line.counts)[part]! += count;
  }
  return [...sources.values()];
}

/** Of all receipts of each source, from the hourly counts (tally-receipts.ts). */
async function readRefusals({ from, to }: ReportQuery): Promise<Map<string, number>> {
  const zone = await readReportZone(db);
  const rows = await db.query<{ integrationId: string; refused: number }>(sql`
    SELECT integration_id, (sum(count) FILTER (WHERE outcome = 'refused') / sum(count))::float8 AS refused FROM receipt_hour
     WHERE hour >= (${from}::date::timestamp AT TIME ZONE ${zone}::text)
       AND hour < ((${to}::date + 1)::timestamp AT TIME ZONE ${zone}::text)
     GROUP BY 1`);
  return new Map(rows.map(({ integrationId, refused }) => [integrationId, refused ?? 0]));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

// ── advertisers ─────────────────────────────────────────────────────────────

export type AdvertiserLine = {
  key: string;
  name: string;
  denied: number;
  /** Denials that were taken back later. */
  takenBack: number;
  wrong: number | null;
  isRanked: boolean;
  asked: number;
  answered: number;
  /** Of the answers that said yes or no, those that said yes. */
  eligible: number | null;
  /** Null with fewer answers than FEWEST. */
  answerMedianMs: number | null;
  answerNinetiethMs: number | null;
  /** Asked, and still without an answer. */
  unanswered: number;
  openTickets: number;
};

const YES: RecheckAnswer = 'eligible';
const NO: RecheckAnswer = 'not-eligible';

type Row = Omit<AdvertiserLine, 'wrong' | 'isRanked' | 'eligible'> & { yes: number; no: number };

/** Those whose denials prove wrong most often first; those with too few denials last. With `advertiserId` only that one. */
export async function readAdvertisers(
  query: ReportQuery,
  advertiserId: string | null = null,
): Promise<AdvertiserLine[]> {
  const { from, to } = query;
  const zone = await readReportZone(db);
  const grain = grainOf(new Set(['advertiser']));
  const rows = await db.query<Row>(sql`
    SELECT v.key, v.name, coalesce(f.denied, 0) AS denied, coalesce(f.taken_back, 0) AS taken_back,
           coalesce(f.open_tickets, 0) AS open_tickets, coalesce(r.asked, 0) AS asked, coalesce(r.answered, 0) AS answered,
           coalesce(r.yes, 0) AS yes, coalesce(r.no, 0) AS no, coalesce(r.unanswered, 0) AS unanswered,
           CASE WHEN r.answered >= ${FEWEST.answers} THEN r.median_ms END AS answer_median_ms,
           CASE WHEN r.answered >= ${FEWEST.answers} THEN r.ninetieth_ms END AS answer_ninetieth_ms
      FROM advertiser v
      LEFT JOIN (
        SELECT advertiser_id, sum(denied)::int AS denied, sum(taken_back)::int AS taken_back,
               (sum(waiting) FILTER (WHERE day = ${to}::date))::int AS open_tickets
          FROM (SELECT advertiser_id, day, counts[${CELLS.overturned + 1}::int] AS taken_back,
                       (SELECT sum(c) FROM unnest(counts[${CELLS.denied + 1}::int : ${CELLS.denied + DECIDERS.length}::int]) AS c) AS denied,
                       (SELECT sum(b) FROM unnest(backlog) AS b) AS waiting
                  FROM report_day WHERE grain = ${grain} AND day BETWEEN ${from}::date AND ${to}::date) AS days
         GROUP BY 1) f ON f.advertiser_id = v.id
      LEFT JOIN (
        SELECT advertiser_id, count(*)::int AS asked, count(answered_at)::int AS answered,
               (count(*) FILTER (WHERE answer = ${YES}))::int AS yes,
               (count(*) FILTER (WHERE answer = ${NO}))::int AS no, (count(*) FILTER (WHERE status = 'ASKED'))::int AS unanswered,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - asked_at)::float8 * 1000) AS median_ms,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - asked_at)::float8 * 1000) AS ninetieth_ms
          FROM recheck
         WHERE asked_at >= (${from}::date::timestamp AT TIME ZONE ${zone}::text)
           AND asked_at < ((${to}::date + 1)::timestamp AT TIME ZONE ${zone}::text)
         GROUP BY 1) r ON r.advertiser_id = v.id
     WHERE ${advertiserId}::uuid IS NULL OR v.id = ${advertiserId}::uuid`);
  return rows
    .map(toLine)
    .toSorted(
      (one, other) =>
        Number(other.isRanked) - Number(one.isRanked) ||
        (other.wrong ?? 0) - (one.wrong ?? 0) ||
        other.openTickets - one.openTickets ||
        one.key.localeCompare(other.key),
    );
}

function toLine({ yes, no, ...row }: Row): AdvertiserLine {
  return {
    ...row,
    wrong: partOf(row.takenBack, row.denied),
    isRanked: row.denied >= FEWEST.denials,
    eligible: partOf(yes, yes + no),
  };
}
