/**
 * The one path that writes clicks, for the wall (one at a time) and for the operator's import (a thousand at a time).
 *
 * A click keeps its `terms`: the steps, payouts and rewards that were promised when it was made, whatever the offer says
 * later. With it goes the user's progress by offer *title* (R1: "60 days from the user's first click on that offer
 * title"). Three statements however many clicks; rows are written in one order, so that two batches cannot deadlock.
 */
import { recordset, sql, type Tx } from '@/lib/foundation/db';

export type NewClick = {
  id: string;
  userId: string;
  offerId: string;
  clickedAt: Date;
  ip: string | null;
  country: string | null;
  device: Record<string, unknown>;
};

/** What stands in `click.terms` (money as decimal strings of micro-dollars and of the game's currency). */
export type ClickTerms = {
  tasks: { key: string; name: string; payoutMicros: string; rewardAmount: string; ttcMinutes: number | null }[];
  currencyName: string;
};

export type KnownClick = { id: string; userId: string; offerId: string };

/** `stored`: ids written now. `known`: clicks that were there before, as they stand; nothing of them is changed. */
export type StoredClicks = { stored: string[]; known: KnownClick[] };

/** Ids must be unique within `clicks`, and users and offers exist. */
export async function storeClicks(tx: Tx, clicks: readonly NewClick[]): Promise<StoredClicks> {
  if (clicks.length === 0) return { stored: [], known: [] };
  const stored = await insertClicks(tx, clicks);
  if (stored.length > 0) await advanceProgress(tx, stored);
  const known = stored.length < clicks.length ? await readKnown(tx, clicks, stored) : [];
  return { stored, known };
}

async function insertClicks(tx: Tx, clicks: readonly NewClick[]): Promise<string[]> {
  const rows = clicks.map(({ id, userId, offerId, clickedAt, ip, country, device }) => ({
    id,
    user_id: userId,
    offer_id: offerId,
    clicked_at: clickedAt,
    ip,
    country,
    device,
  }));
  const columns = 'id text, user_id uuid, offer_id uuid, clicked_at timestamptz, ip text, country text, device jsonb';
  const inserted = await tx.query<{ id: string }>(sql`
    WITH new AS MATERIALIZED (SELECT * FROM ${recordset(rows, columns)}),
    promised AS MATERIALIZED (
      SELECT o.id AS offer_id, o.title_key, coalesce(jsonb_agg(jsonb_build_object(
               'key', t.key, 'name', t.name, 'payoutMicros', t.payout_micros::text,
               'rewardAmount', t.reward_amount::text, 'ttcMinutes', t.ttc_minutes
             ) ORDER BY t.position) FILTER (WHERE t.id IS NOT NULL), '[]') AS tasks
      FROM offer o LEFT JOIN task t ON t.offer_id = o.id
      WHERE o.id IN (SELECT offer_id FROM new)
      GROUP BY o.id
    )
    INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, ip, country, device, terms, created_at)
    SELECT new.id, new.user_id, new.offer_id, promised.title_key, new.clicked_at, new.ip, new.country,
           coalesce(new.device, '{}'),
           jsonb_build_object('tasks', promised.tasks, 'currencyName', app.currency_name), ${tx.now}
    FROM new
    JOIN promised ON promised.offer_id = new.offer_id
    JOIN end_user u ON u.id = new.user_id
    JOIN app ON app.id = u.app_id
    ORDER BY new.id COLLATE "C"
    ON CONFLICT (id) DO NOTHING
    RETURNING id`);
  return inserted.map(({ id }) => id);
}

/** The first click opens and closes the window for tickets, so a click imported late may move it earlier, never later. */
async function advanceProgress(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO progress AS p
      (user_id, title_key, first_click_id, first_clicked_at, last_click_id, last_clicked_at)
    SELECT user_id, title_key,
           (array_agg(id ORDER BY clicked_at, id))[1], min(clicked_at),
           (array_agg(id ORDER BY clicked_at DESC, id DESC))[1], max(clicked_at)
    FROM click WHERE id = ANY(${ids})
    GROUP BY user_id, title_key
    ORDER BY user_id, title_key
    ON CONFLICT (user_id, title_key) DO UPDATE SET
      first_click_id = CASE WHEN excluded.first_clicked_at < p.first_clicked_at THEN excluded.first_click_id ELSE p.first_click_id END,
      first_clicked_at = least(p.first_clicked_at, excluded.first_clicked_at),
      last_click_id = CASE WHEN excluded.last_clicked_at > p.last_clicked_at THEN excluded.last_click_id ELSE p.last_click_id END,
      last_clicked_at = greatest(p.last_clicked_at, excluded.last_clicked_at)`);
}

async function readKnown(tx: Tx, clicks: readonly NewClick[], stored: readonly string[]): Promise<KnownClick[]> {
  const written = new Set(stored);
  const others = clicks.map(({ id }) => id).filter((id) => !written.has(id));
  return tx.query<KnownClick>(sql`SELECT id, user_id, offer_id FROM click WHERE id = ANY(${others})`);
}
