/**
 * Tickets by the thousand for fault runs and benches, written set by set: users, clicks, progress, validated addresses,
 * tickets and what the advertiser said. Number n is everywhere the same: user `u<n>`, click `click-<n>`, `u<n>@players.example`.
 */
import type pg from 'pg';

export type Shape = {
  first: number;
  count: number;
  /**
   * 'due': open and waiting for the hourly run. 'past': decided long ago, with all that followed (generate-past.ts).
   * 'clicked': nobody has asked for anything yet.
   */
  state: 'due' | 'past' | 'clicked';
  /** In micro-dollars; above 5,000,000 an agent has to decide. */
  valueMicros?: number;
  /** Which of them the advertiser has already confirmed, as an SQL condition on n. Matched, but not granted. */
  completed?: string;
  pending?: string;
  reconciled?: string;
  /** Due so many milliseconds from now; otherwise for an hour. */
  dueInMs?: number;
  /** What the user wrote, and when, as SQL expressions on n. */
  description?: string;
  openedAt?: string;
};

const DESCRIPTION = `'I reached level 10 on Tuesday and the reward has not arrived since then.'`;
const OPENED_AT = `now() - interval '1 hour'`;

export const OFFER = { key: 'coin', title: 'Coin Kingdom', titleKey: 'coin kingdom', task: 'level-10' };
export const REWARD = 3500;

/** The world that the tickets belong to: `apps` games of one publisher, an advertiser with a native integration, one offer. */
export async function generateWorld(
  client: pg.ClientBase,
  apps: { key: string; dialect: string; url: string }[],
  integrationSecret: string,
): Promise<void> {
  await client.query(`INSERT INTO publisher (key, name) VALUES ('quest', 'Quest')`);
  for (const { key, dialect, url } of apps) {
    await client.query(
      `INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret, callback_dialect, callback_url,
                        callback_secret, callback_enabled)
       SELECT $1, id, 'Gem Quest', 'Gems', 1000, 'wall-secret', $2, $3, 'callback-secret', true FROM publisher`,
      [key, dialect, url],
    );
  }
  await client.query(`INSERT INTO advertiser (key, name) VALUES ('adv', 'Coin Games')`);
  await client.query(
    `INSERT INTO integration (key, advertiser_id, dialect, secret) SELECT 'adv-native', id, 'native', $1 FROM advertiser`,
    [integrationSecret],
  );
  // Thousands of confirmations in a minute are what is wanted here, and not an alarm.
  await client.query(
    `INSERT INTO setting (key, value) VALUES ('breaker', '{"perHour": 10000000, "usdPerHour": "100000000.00"}')`,
  );
  await client.query(
    `INSERT INTO offer (key, advertiser_id, title, title_key) SELECT '${OFFER.key}', id, $1, $2 FROM advertiser`,
    [OFFER.title, OFFER.titleKey],
  );
  await client.query(`
    INSERT INTO task (offer_id, key, name, position, payout_micros, reward_amount, ttc_minutes)
    SELECT id, '${OFFER.task}', 'Reach level 10', 1, 3500000, ${REWARD}, 10080 FROM offer`);
}

/** Ids that grow with n, as uuidv7 ids do: what was made together lies together. */
const id = (kind: string) => `('${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
export const USER_ID = id('01990000');
export const TICKET_ID = id('01990001');
const NUMBER = `'MG-' || upper(substr(lpad(to_hex(n), 8, '0'), 1, 4) || '-' || substr(lpad(to_hex(n), 8, '0'), 5))`;

export function ticketIdOf(n: number): string {
  return `01990001-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

export function ticketNumberOf(n: number): string {
  const hex = n.toString(16).padStart(8, '0').toUpperCase();
  return `MG-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

export async function generateTickets(client: pg.ClientBase, shape: Shape): Promise<void> {
  const { first, count, valueMicros = 3_500_000 } = shape;
  const numbers = `generate_series(${first}, ${first + count - 1}) AS n`;
  const terms = JSON.stringify({
    tasks: [
      {
        key: OFFER.task,
        name: 'Reach level 10',
        payoutMicros: String(valueMicros),
        rewardAmount: String(REWARD),
        ttcMinutes: 10080,
      },
    ],
    currencyName: 'Gems',
  });
  await client.query('BEGIN');
  await client.query(`
    INSERT INTO end_user (id, app_id, external_id)
    SELECT ${USER_ID}, games.ids[1 + n % cardinality(games.ids)], 'u' || n
      FROM ${numbers}, (SELECT array_agg(id ORDER BY key) AS ids FROM app) games`);
  await client.query(
    `INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, terms)
     SELECT 'click-' || n, ${USER_ID}, offer.id, offer.title_key, now() - interval '3 days', $1::jsonb FROM ${numbers}, offer`,
    [terms],
  );
  await client.query(`
    INSERT INTO progress (user_id, title_key, first_click_id, first_clicked_at, last_click_id, last_clicked_at)
    SELECT ${USER_ID}, '${OFFER.titleKey}', 'click-' || n, now() - interval '3 days', 'click-' || n, now() - interval '3 days'
      FROM ${numbers}`);
  await client.query(`
    INSERT INTO validated_email (user_id, address, validated_at)
    SELECT ${USER_ID}, 'u' || n || '@players.example', now() - interval '2 hours' FROM ${numbers}`);
  if (shape.state !== 'clicked') await insertTickets(client, numbers, shape);
  for (const state of ['completed', 'pending', 'reconciled'] as const) {
    if (shape[state]) await insertConfirmations(client, numbers, state.toUpperCase(), shape[state]);
  }
  await client.query('COMMIT');
}

async function insertTickets(client: pg.ClientBase, numbers: string, shape: Shape) {
  const { state, valueMicros = 3_500_000, dueInMs = -3_600_000 } = shape;
  const { description = DESCRIPTION, openedAt = OPENED_AT } = shape;
  const past = state === 'past';
  await client.query(`
    INSERT INTO ticket (id, number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                        value_micros, reward_total, opened_at, opens_at, validated_at, queued_at, due_at, breach_at,
                        decided_at, denied_at)
    SELECT ${TICKET_ID}, ${NUMBER}, u.id, u.app_id, offer.id, 'click-' || n, offer.title_key,
           ${past ? `CASE WHEN n % 2 = 0 THEN 'APPROVED' ELSE 'DENIED' END` : `'OPEN'`},
           CASE WHEN n % 3 = 0 THEN 'es' ELSE 'en' END, 'u' || n || '@players.example',
           ${description}, ${valueMicros}, ${REWARD},
           ${openedAt}, now() - interval '2 days', now() - interval '1 hour',
           now() + ${dueInMs} * interval '1 millisecond',
           ${past ? 'NULL, NULL, now(), CASE WHEN n % 2 = 1 THEN now() END' : `now() + interval '23 hours', now() + interval '47 hours', NULL, NULL`}
      FROM ${numbers} JOIN end_user u ON u.id = ${USER_ID}, offer`);
  if (!past)
    await client.query(`
    INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, policy)
    SELECT ${TICKET_ID}, 'review', 1, now() - interval '1 hour', now() + interval '23 hours', now() + interval '47 hours',
           '{"targetHours": 24, "breachHours": 48}' FROM ${numbers}`);
  await client.query(`
    INSERT INTO ticket_task (ticket_id, task_key, name, user_id, title_key, payout_micros, reward_amount)
    SELECT ${TICKET_ID}, '${OFFER.task}', 'Reach level 10', ${USER_ID}, '${OFFER.titleKey}', ${valueMicros}, ${REWARD}
      FROM ${numbers}`);
}

async function insertConfirmations(client: pg.ClientBase, numbers: string, state: string, condition: string) {
  await client.query(`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, reason, content, receipt_id, received_at,
                              matched_at, user_id, title_key)
    SELECT integration.id, 'tx-' || n, '${state}', 'click-' || n, '${OFFER.task}', ${state === 'RECONCILED' ? `'fraud'` : 'NULL'},
           md5(n::text), ${id('01990002')}, now() - interval '90 minutes', now() - interval '90 minutes', ${USER_ID},
           '${OFFER.titleKey}'
      FROM ${numbers}, integration WHERE ${condition}`);
}
