/**
 * Counts what happened to tickets once, by day: what came in, what was decided, by whom and how soon. A report of ninety days
 * then reads some hundred rows, however many tickets there are. It follows two minutes behind, after the decisions and never
 * with them: by then whatever has an earlier instant is committed. What is counted is not counted anew, unless the days begin
 * elsewhere (`reports`): then all of it, from rows that nobody changes.
 */
import { inTransaction, join, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { readReportZone } from '@/lib/reports/report-zone';
import { AGES_MS, CELL_COUNT, CELLS, DECIDERS, PURSES } from '@/lib/rules/figures';
import { LENGTHS_MS } from '@/lib/rules/lengths';
import { MOST_DAYS } from '@/lib/rules/report-query';
import { UNDER_REVIEW } from '@/lib/rules/ticket-states';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEHIND_MS = 2 * MINUTE;
/** Of an integration and stretch; a busier one is told from these. */
const MOST_DELAYS = 20_000;

/** Up to which instant everything is counted, where its days begin, and when the backlog was last looked at. */
type State = { until: string; zone: string; backlogAt: string | null };

export const REPORTS_TALLIED = 'reports-tallied';

/** One day at most per transaction. Returns the instant up to which everything is counted. */
export async function tallyTickets(options: { at?: Date } = {}): Promise<Date> {
  for (;;) {
    const { until, isDone } = await inTransaction(tallyOneDay, options);
    if (isDone) return until;
  }
}

async function tallyOneDay(tx: Tx): Promise<{ until: Date; isDone: boolean }> {
  const zone = await readReportZone(tx);
  const state = await lockState(tx, zone);
  const last = new Date(tx.now.getTime() - BEHIND_MS);
  const from = new Date(state.until);
  const until = new Date(Math.min(last.getTime(), from.getTime() + DAY));
  const isDone = until >= last;
  if (until > from) {
    await countTickets(tx, { from, until, zone });
    await countDelays(tx, { from, until, zone });
  }
  const looks = isDone && isDue(state, tx.now);
  if (looks) await lookAtBacklog(tx, zone);
  await writeState(tx, {
    zone,
    until: (until > from ? until : from).toISOString(),
    backlogAt: looks ? tx.now.toISOString() : state.backlogAt,
  });
  return { until: until > from ? until : from, isDone };
}

/** Whoever counts at the same time waits here, and then finds nothing left. */
async function lockState(tx: Tx, zone: string): Promise<State> {
  const fresh: State = { until: (await firstInstant(tx)).toISOString(), zone, backlogAt: null };
  await tx.execute(sql`
    INSERT INTO setting (key, value, updated_at) VALUES (${REPORTS_TALLIED}, ${JSON.stringify(fresh)}::jsonb, ${tx.now})
    ON CONFLICT (key) DO NOTHING`);
  const [row] = await tx.query<{ value: State }>(
    sql`SELECT value FROM setting WHERE key = ${REPORTS_TALLIED} FOR UPDATE`,
  );
  if (row!.value.zone === zone) return row!.value;
  await tx.execute(sql`UPDATE report_day SET counts = '{}', micros = '{}'`);
  await tx.execute(sql`DELETE FROM delay_day`);
  return fresh;
}

/** Nothing is older than the first ticket, and what is older than the reports reach is not looked at. */
async function firstInstant(tx: Tx): Promise<Date> {
  const [row] = await tx.query<{ first: Date | null }>(sql`SELECT min(opened_at) AS first FROM ticket`);
  const first = new Date(Math.max(row?.first?.getTime() ?? tx.now.getTime(), tx.now.getTime() - MOST_DAYS * DAY));
  first.setUTCMinutes(0, 0, 0);
  return first;
}

async function writeState(tx: Tx, state: State): Promise<void> {
  await tx.execute(sql`
    UPDATE setting SET value = ${JSON.stringify(state)}::jsonb, updated_at = ${tx.now} WHERE key = ${REPORTS_TALLIED}`);
}

type Stretch = { from: Date; until: Date; zone: string };

/** Denials of the automation that a person called wrong (lib/tickets/check-sample.ts): they count then, and not again later. */
const CALLED_WRONG = sql`(SELECT * FROM sample_check WHERE verdict = 'wrong' AND outcome = 'DENIED') AS s`;

const dayOf = (instant: Sql, zone: string) => sql`(${instant} AT TIME ZONE ${zone}::text)::date`;

async function countTickets(tx: Tx, { from, until, zone }: Stretch): Promise<void> {
  await tx.execute(sql`
    WITH decided AS MATERIALIZED (
      SELECT ${dayOf(sql`d.decided_at`, zone)} AS day, d.round, d.outcome, t.app_id, o.advertiser_id, t.offer_id, d.agent_id,
             array_position(ARRAY['AUTO', 'AGENT', 'API'], d.actor_kind) - 1 AS decider,
             coalesce((d.evidence ->> 'valueMicros')::bigint, t.value_micros) AS micros,
             extract(epoch FROM d.decided_at - t.queued_at)::float8 * 1000 AS waited_ms, k.promise,
             d.outcome = 'APPROVED' AND d.round > 1 AND EXISTS (
               SELECT FROM decision b WHERE b.ticket_id = d.ticket_id AND b.round < d.round AND b.outcome = 'DENIED'
                AND NOT EXISTS (SELECT FROM ${CALLED_WRONG}
                                 WHERE s.ticket_id = b.ticket_id AND s.round = b.round AND s.checked_at <= d.decided_at)) AS overturns
        FROM decision d JOIN ticket t ON t.id = d.ticket_id JOIN offer o ON o.id = t.offer_id
        LEFT JOIN LATERAL (
          SELECT CASE WHEN met_at <= target_at THEN 0 WHEN met_at <= breach_at THEN 1 ELSE 2 END AS promise FROM clock
           WHERE ticket_id = d.ticket_id AND kind = 'review' AND round = d.round AND met_at IS NOT NULL
           ORDER BY started_at DESC LIMIT 1) AS k ON true
       WHERE d.decided_at >= ${from} AND d.decided_at < ${until} AND t.kind = 'missing-reward'),
    facts AS (
      SELECT ${dayOf(sql`t.opened_at`, zone)} AS day, ${CELLS.opened}::int AS cell, t.app_id, o.advertiser_id, t.offer_id,
             NULL::uuid AS agent_id, t.value_micros AS micros
        FROM ticket t JOIN offer o ON o.id = t.offer_id
       WHERE t.opened_at >= ${from} AND t.opened_at < ${until} AND t.kind = 'missing-reward'
      UNION ALL
      SELECT day, decider + CASE outcome WHEN 'APPROVED' THEN ${CELLS.approved}::int ELSE ${CELLS.denied}::int END,
             app_id, advertiser_id, offer_id, agent_id, micros FROM decided
      UNION ALL
      SELECT day, ${CELLS.overturned}::int, app_id, advertiser_id, offer_id, agent_id, micros FROM decided WHERE overturns
      UNION ALL
      SELECT ${dayOf(sql`s.checked_at`, zone)}, ${CELLS.overturned}::int, t.app_id, o.advertiser_id, t.offer_id, s.agent_id,
             t.value_micros
        FROM ${CALLED_WRONG} JOIN ticket t ON t.id = s.ticket_id JOIN offer o ON o.id = t.offer_id
       WHERE s.checked_at >= ${from} AND s.checked_at < ${until} AND t.kind = 'missing-reward' AND NOT EXISTS (
               SELECT FROM decision d WHERE d.ticket_id = s.ticket_id AND d.round > s.round AND d.outcome = 'APPROVED'
                AND d.decided_at < s.checked_at)
      UNION ALL
      SELECT day, ${CELLS.waited}::int + width_bucket(waited_ms, ${[...LENGTHS_MS]}::float8[]), app_id, advertiser_id, offer_id,
             agent_id, micros FROM decided WHERE round = 1 AND waited_ms IS NOT NULL
      UNION ALL
      SELECT day, ${CELLS.promised}::int + promise, app_id, advertiser_id, offer_id, agent_id, micros
        FROM decided WHERE promise IS NOT NULL)
    INSERT INTO report_day AS r (grain, app_id, advertiser_id, offer_id, agent_id, day, counts, micros)
    SELECT ${DIMENSIONS_OF_TALLY}, day, ${countsOf('cell', CELL_COUNT)}, ARRAY[${join(PURSES.map(moneyOf))}]
      FROM facts GROUP BY day, ${TALLIES}
    ON CONFLICT ${ONE_TALLY} DO UPDATE
       SET counts = ${added('counts')}, micros = ${added('micros')}`);
}

function moneyOf(name: (typeof PURSES)[number]): Sql {
  const cells = name === 'opened' ? 1 : DECIDERS.length;
  return sql`coalesce(sum(micros) FILTER (WHERE cell BETWEEN ${CELLS[name]}::int AND ${CELLS[name] + cells - 1}::int), 0)::bigint`;
}

/** What waits for a decision is counted every hour, in place of what the day's last look found. */
function isDue({ backlogAt }: State, now: Date): boolean {
  return backlogAt === null || Math.floor(Date.parse(backlogAt) / HOUR) < Math.floor(now.getTime() / HOUR);
}

async function lookAtBacklog(tx: Tx, zone: string): Promise<void> {
  const today = dayOf(sql`${tx.now}::timestamptz`, zone);
  await tx.execute(sql`
    UPDATE report_day SET backlog = '{}', backlog_micros = 0
     WHERE grain = ANY(${GRAINS}::smallint[]) AND day = ${today} AND backlog <> '{}'`);
  await tx.execute(sql`
    WITH facts AS (
      SELECT t.app_id, o.advertiser_id, t.offer_id, t.assignee_id AS agent_id, t.value_micros AS micros,
             width_bucket(extract(epoch FROM ${tx.now}::timestamptz - t.opened_at)::float8 * 1000, ${[...AGES_MS]}::float8[]) AS age
        FROM ticket t JOIN offer o ON o.id = t.offer_id
       WHERE t.status = ANY(${UNDER_REVIEW}) AND t.kind = 'missing-reward')
    INSERT INTO report_day (grain, app_id, advertiser_id, offer_id, agent_id, day, backlog, backlog_micros)
    SELECT ${DIMENSIONS_OF_TALLY}, ${today}, ${countsOf('age', AGES_MS.length + 1)}, coalesce(sum(micros), 0)
      FROM facts GROUP BY ${TALLIES} HAVING count(*) > 0
    ON CONFLICT ${ONE_TALLY} DO UPDATE SET backlog = excluded.backlog, backlog_micros = excluded.backlog_micros`);
}

// ── the tallies ─────────────────────────────────────────────────────────────

/** Those that lib/rules/report-query.ts can ask for. */
const TALLIES = sql`GROUPING SETS ((), (app_id), (advertiser_id), (agent_id), (advertiser_id, offer_id), (app_id, advertiser_id),
  (app_id, advertiser_id, offer_id), (app_id, agent_id), (advertiser_id, agent_id))`;
const GRAINS = [1, 3, 6, 7, 9, 10, 11, 14, 15];
const NIL = '00000000-0000-0000-0000-000000000000';
const DIMENSIONS_OF_TALLY = sql`
  grouping(app_id, advertiser_id, offer_id, agent_id), coalesce(app_id, ${NIL}), coalesce(advertiser_id, ${NIL}),
  coalesce(offer_id, ${NIL}), coalesce(agent_id, ${NIL})`;
const ONE_TALLY = sql`(grain, app_id, advertiser_id, offer_id, agent_id, day)`;

function countsOf(column: 'cell' | 'age', count: number): Sql {
  const cells = Array.from(
    { length: count },
    (_, cell) => sql`(count(*) FILTER (WHERE ${COLUMN[column]} = ${cell}::int))::int`,
  );
  return sql`ARRAY[${join(cells)}]`;
}

const COLUMN = { cell: sql`cell`, age: sql`age` };

/** What was there and what comes, cell by cell. */
function added(column: 'counts' | 'micros'): Sql {
  const [before, comes] = ADDED[column];
  return sql`ARRAY(SELECT coalesce(a, 0) + coalesce(b, 0) FROM unnest(${before}, ${comes}) WITH ORDINALITY AS both_(a, b, place) ORDER BY place)`;
}

const ADDED = {
  counts: [sql`r.counts`, sql`excluded.counts`],
  micros: [sql`r.micros`, sql`excluded.micros`],
} as const;

/** From the click to the advertiser's yes. Integration by integration, so that the index by time leads to each one's own. */
async function countDelays(tx: Tx, { from, until, zone }: Stretch): Promise<void> {
  await tx.execute(sql`
    INSERT INTO delay_day AS d (integration_id, day, part, count)
    SELECT i.id, counted.day, counted.part, counted.count
      FROM integration i CROSS JOIN LATERAL (
        SELECT ${dayOf(sql`r.received_at`, zone)} AS day, count(*) AS count,
               width_bucket(extract(epoch FROM r.received_at - c.clicked_at)::float8 * 1000, ${[...LENGTHS_MS]}::float8[]) AS part
          FROM (SELECT confirmation_id, received_at FROM receipt
                 WHERE integration_id = i.id AND received_at >= ${from} AND received_at < ${until}
                   AND outcome IN ('recorded', 'unmatched') AND state = 'COMPLETED'
                 ORDER BY received_at LIMIT ${MOST_DELAYS}) AS r
          JOIN confirmation f ON f.id = r.confirmation_id JOIN click c ON c.id = f.click_id
         GROUP BY 1, 3) AS counted
    ON CONFLICT (integration_id, day, part) DO UPDATE SET count = d.count + excluded.count`);
}

export async function forgetOldReports(tx: Tx): Promise<void> {
  const oldest = new Date(tx.now.getTime() - (MOST_DAYS + 1) * DAY);
  await tx.execute(sql`DELETE FROM report_day WHERE grain = ANY(${GRAINS}::smallint[]) AND day < ${oldest}::date`);
  await tx.execute(sql`DELETE FROM delay_day WHERE day < ${oldest}::date`);
}
