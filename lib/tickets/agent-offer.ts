/**
 * The offer as far as it matters for a decision: its rules, how long its confirmations usually take, how often its denials
 * were wrong, and how many others are waiting for it now. Every figure is of the newest few hundred, never of all.
 */
import { db, sql } from '@/lib/foundation/db';

export type OfferFacts = {
  /** In minutes from the advertiser's word to the reward; of app and offer the longer one counts. */
  holdMinutes: number;
  usualDelays: UsualDelay[];
  denied: number;
  /** Of the denied ones: approved in a later round. */
  contradicted: number;
  similarNow: number;
};

/** Half of the confirmations of this step came within `medianMs` after the click. */
export type UsualDelay = { taskKey: string; medianMs: number; known: number };

/** Counted as far as this. */
export const COUNTED = 1_000;
const NEWEST = 500;
/** Fewer say nothing. */
const FEWEST = 5;
const SIMILAR_WITHIN_MS = 48 * 3600_000;

type Asked = { id: string; offerId: string; now: Date };

export async function readOfferFacts(asked: Asked): Promise<OfferFacts> {
  const [usualDelays, [rest]] = await Promise.all([readUsualDelays(asked.offerId), readRest(asked)]);
  return { usualDelays, ...rest! };
}

async function readUsualDelays(offerId: string): Promise<UsualDelay[]> {
  return db.query<UsualDelay>(sql`
    SELECT c.task_key, count(*)::int AS known,
           round(1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.received_at - k.clicked_at)))::float8 AS median_ms
      FROM (SELECT id, clicked_at FROM click WHERE offer_id = ${offerId}::uuid ORDER BY clicked_at DESC LIMIT ${NEWEST}) k
      JOIN LATERAL (
        SELECT task_key, received_at FROM confirmation WHERE click_id = k.id AND state = 'COMPLETED' LIMIT 20) c ON true
     WHERE c.task_key IS NOT NULL AND c.received_at > k.clicked_at
     GROUP BY c.task_key HAVING count(*) >= ${FEWEST}`);
}

function readRest({ id, offerId, now }: Asked) {
  const since = new Date(now.getTime() - SIMILAR_WITHIN_MS);
  return db.query<Omit<OfferFacts, 'usualDelays'>>(sql`
    SELECT greatest(coalesce((a.callback_options->>'holdMinutes')::int, 0), coalesce(o.hold_minutes, 0)) AS hold_minutes,
           past.denied, past.contradicted, waiting.similar_now
      FROM ticket t JOIN app a ON a.id = t.app_id JOIN offer o ON o.id = t.offer_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE d.denied IS NOT NULL)::int AS denied,
               count(*) FILTER (WHERE d.approved > d.denied)::int AS contradicted
          FROM (SELECT id FROM ticket WHERE offer_id = ${offerId}::uuid ORDER BY opened_at DESC LIMIT ${NEWEST}) AS recent
          CROSS JOIN LATERAL (
            SELECT min(round) FILTER (WHERE outcome = 'DENIED') AS denied, max(round) FILTER (WHERE outcome = 'APPROVED') AS approved
              FROM decision WHERE ticket_id = recent.id) d) past
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS similar_now FROM (
          SELECT FROM ticket WHERE offer_id = ${offerId}::uuid AND opened_at >= ${since} AND id <> ${id}::uuid
             AND status IN ('OPEN','PENDING_CONFIRMATION','ESCALATED','WITH_ADVERTISER') LIMIT ${COUNTED + 1}) AS others) waiting
     WHERE t.id = ${id}::uuid`);
}
