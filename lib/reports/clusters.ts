/**
 * Offers about which far more people ask than usual: rather one fault than so many mistakes, and dealt with together. Found
 * every minute, so that the pages of the desk only read what was found.
 */
import { db, join, sql, type Tx } from '@/lib/foundation/db';
import { DAY_MS, UNDER_REVIEW } from '@/lib/rules/ticket-states';

export const CLUSTER_WITHIN_MS = 2 * DAY_MS;
/** Fewer are no cluster, however unusual. */
const FEWEST = 5;
/** So many times the usual. */
const TIMES = 3;
/** What is usual is measured over so many spans of the same length before. */
const SPANS = 14;
/** However many tickets there are: the newest say enough. */
const LOOKED_AT = 50_000;
const MOST = 50;

/** Replaces what was found before. Both counts walk an index and end where nothing can change any more. */
export async function findClusters(tx: Tx): Promise<void> {
  const since = new Date(tx.now.getTime() - CLUSTER_WITHIN_MS);
  const beginning = new Date(since.getTime() - SPANS * CLUSTER_WITHIN_MS);
  await tx.execute(sql`
    WITH recent AS (
      SELECT offer_id, count(*)::int AS tickets FROM (
        SELECT offer_id, status FROM ticket WHERE opened_at >= ${since} ORDER BY opened_at DESC LIMIT ${LOOKED_AT}) AS newest
       WHERE status = ANY(${[...UNDER_REVIEW, 'DENIED']})
       GROUP BY offer_id HAVING count(*) >= ${FEWEST} ORDER BY tickets DESC LIMIT ${MOST}),
    measured AS (
      SELECT recent.*, earlier.tickets / ${SPANS}::float8 AS usual
        FROM recent CROSS JOIN LATERAL (
          SELECT count(*) AS tickets FROM (
            SELECT FROM ticket WHERE offer_id = recent.offer_id AND opened_at >= ${beginning} AND opened_at < ${since}
             LIMIT recent.tickets * ${SPANS}::int / ${TIMES}::int + 1) AS counted) AS earlier),
    found AS (SELECT * FROM measured WHERE tickets >= ${TIMES}::int * usual),
    gone AS (DELETE FROM cluster WHERE offer_id NOT IN (SELECT offer_id FROM found))
    INSERT INTO cluster (offer_id, tickets, usual, found_at) SELECT offer_id, tickets, usual, ${tx.now} FROM found
    ON CONFLICT (offer_id) DO UPDATE SET tickets = excluded.tickets, usual = excluded.usual, found_at = excluded.found_at`);
}

export type Cluster = { offerKey: string; offerTitle: string; advertiserName: string; tickets: number; usual: number };

const SHOWN = 3;

/** The largest. */
export function readClusters(): Promise<Cluster[]> {
  return db.query<Cluster>(sql`
    SELECT o.key AS offer_key, o.title AS offer_title, v.name AS advertiser_name, c.tickets, c.usual
      FROM cluster c JOIN offer o ON o.id = c.offer_id JOIN advertiser v ON v.id = o.advertiser_id
     ORDER BY c.tickets DESC, o.key LIMIT ${SHOWN}`);
}

/** Where the tickets of the last two days stand, in the order in which they are dealt with. */
export const CLUSTER_STATES = ['open', 'held', 'asked', 'answered', 'denied', 'approved'] as const;
export type ClusterState = (typeof CLUSTER_STATES)[number];

export type ClusterFacts = Omit<Cluster, 'tickets' | 'usual'> & {
  /** Null when it is nothing unusual. */
  usual: number | null;
  counts: Record<ClusterState, number>;
};

/** Counted no further: it would change nothing. */
const COUNTED = 10_000;

export async function readCluster(offerKey: string, now: Date): Promise<ClusterFacts | null> {
  const since = new Date(now.getTime() - CLUSTER_WITHIN_MS);
  const counts = join(
    CLUSTER_STATES.map((state) => sql`count(*) FILTER (WHERE state = ${state})::int`),
    ', ',
  );
  const [read] = await db.query<Omit<ClusterFacts, 'counts'> & { counts: number[] }>(sql`
    SELECT o.key AS offer_key, o.title AS offer_title, v.name AS advertiser_name, c.usual, counted.counts
      FROM offer o JOIN advertiser v ON v.id = o.advertiser_id LEFT JOIN cluster c ON c.offer_id = o.id
      CROSS JOIN LATERAL (
        SELECT ARRAY[${counts}] AS counts FROM (
          SELECT CASE WHEN status = 'DENIED' THEN 'denied' WHEN status = 'APPROVED' THEN 'approved'
                      WHEN status = 'WITH_ADVERTISER' THEN 'asked' WHEN held_at IS NOT NULL THEN 'held'
                      WHEN advertiser_answered_at IS NOT NULL THEN 'answered'
                      WHEN status = ANY(${UNDER_REVIEW}) THEN 'open' END AS state
            FROM ticket WHERE offer_id = o.id AND opened_at >= ${since} LIMIT ${COUNTED}) AS recent) AS counted
     WHERE o.key = ${offerKey}`);
  if (!read) return null;
  const named = CLUSTER_STATES.map((state, at) => [state, read.counts[at]!] as const);
  return { ...read, counts: Object.fromEntries(named) as ClusterFacts['counts'] };
}
