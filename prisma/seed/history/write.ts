/** Writes the gathered rows: one statement per table, in the order of what refers to what, in one transaction. */
import { inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { promiseEmails } from '@/lib/outbox/promise-email';
import type { Rows } from './rows';

export async function writeHistory(rows: Rows, months: readonly Date[]): Promise<void> {
  await inTransaction(async (tx) => {
    for (const month of months) await tx.query(sql`SELECT ensure_receipt_partitions(${month})`);
    await writePostbacks(tx, rows);
    await writeTickets(tx, rows);
    await writeRewards(tx, rows);
    await writeLetters(tx, rows);
  });
}

async function writePostbacks(tx: Tx, { receipts, confirmations }: Rows): Promise<void> {
  await tx.execute(sql`
    INSERT INTO receipt (id, received_at, integration_id, integration_key, method, query, remote_ip, outcome, code, detail,
                         transaction, click_id, task_key, state, confirmation_id)
    SELECT id, received_at, integration_id, integration_key, 'GET', query, '198.51.100.20', outcome, code, detail,
           transaction, click_id, task_key, state, confirmation_id
      FROM ${recordset(
        receipts,
        `id uuid, received_at timestamptz, integration_id uuid, integration_key text, query text, outcome text, code text,
         detail text, transaction text, click_id text, task_key text, state text, confirmation_id uuid`,
      )}`);
  await tx.execute(sql`
    INSERT INTO confirmation (id, integration_id, transaction, state, click_id, task_key, payout_micros, reason, content,
                              receipt_id, received_at, matched_at, user_id, title_key)
    SELECT * FROM ${recordset(
      confirmations,
      `id uuid, integration_id uuid, transaction text, state text, click_id text, task_key text, payout_micros bigint,
       reason text, content text, receipt_id uuid, received_at timestamptz, matched_at timestamptz, user_id uuid, title_key text`,
    )}`);
}

async function writeTickets(
  tx: Tx,
  { tickets, ticketTasks, clocks, events, decisions, validations }: Rows,
): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ticket (id, number, user_id, app_id, offer_id, click_id, title_key, status, round, version, locale, address,
                        description, value_micros, reward_total, opened_at, opens_at, validated_at, queued_at, decided_at,
                        denied_at, closed_at, closed_reason)
    SELECT id, number, user_id, app_id, offer_id, click_id, title_key, status, round, version, 'en', address,
           description, value_micros, reward_total, opened_at, opens_at, validated_at, queued_at, decided_at,
           denied_at, closed_at, closed_reason
      FROM ${recordset(
        tickets,
        `id uuid, number text, user_id uuid, app_id uuid, offer_id uuid, click_id text, title_key text, status text, round int,
         version int, address text, description text, value_micros bigint, reward_total bigint, opened_at timestamptz,
         opens_at timestamptz, validated_at timestamptz, queued_at timestamptz, decided_at timestamptz, denied_at timestamptz,
         closed_at timestamptz, closed_reason text`,
      )}`);
  await tx.execute(sql`
    INSERT INTO ticket_task (ticket_id, task_key, name, user_id, title_key, payout_micros, reward_amount, live)
    SELECT * FROM ${recordset(
      ticketTasks,
      `ticket_id uuid, task_key text, name text, user_id uuid, title_key text, payout_micros bigint, reward_amount bigint, live bool`,
    )}`);
  await tx.execute(sql`
    INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, met_at, breached_at, policy)
    SELECT ticket_id, 'review', 1, started_at, target_at, breach_at, met_at, CASE WHEN met_at >= breach_at THEN breach_at END, policy
      FROM ${recordset(
        clocks,
        'ticket_id uuid, started_at timestamptz, target_at timestamptz, breach_at timestamptz, met_at timestamptz, policy jsonb',
      )}`);
  await tx.execute(sql`
    INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, actor_id, data)
    SELECT * FROM ${recordset(
      events,
      'ticket_id uuid, at timestamptz, kind text, actor_kind text, actor_id text, data jsonb',
    )}`);
  await tx.execute(sql`
    INSERT INTO decision (id, ticket_id, round, outcome, actor_kind, agent_id, reason, note, confirmation_id, rule_version,
                          evidence, decided_at)
    SELECT * FROM ${recordset(
      decisions,
      `id uuid, ticket_id uuid, round int, outcome text, actor_kind text, agent_id uuid, reason text, note text,
       confirmation_id uuid, rule_version text, evidence jsonb, decided_at timestamptz`,
    )}`);
  const columns = `id uuid, ticket_id uuid, user_id uuid, address text, token_hash text, created_at timestamptz,
    expires_at timestamptz, used_at timestamptz`;
  await tx.execute(sql`
    INSERT INTO email_validation (id, ticket_id, user_id, address, token_hash, created_at, expires_at, used_at)
    SELECT * FROM ${recordset(validations, columns)}`);
  await tx.execute(sql`
    INSERT INTO validated_email (user_id, address, validated_at)
    SELECT user_id, address, min(used_at) FROM ${recordset(validations, columns)} GROUP BY user_id, address`);
}

async function writeRewards(tx: Tx, { grants, callbacks, attempts }: Rows): Promise<void> {
  await tx.execute(sql`
    INSERT INTO reward_grant (id, user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin,
                              event_id, confirmation_id, decision_id, granted_at, reversed_at, reversal_reason,
                              reversal_confirmation_id)
    SELECT * FROM ${recordset(
      grants,
      `id uuid, user_id uuid, title_key text, task_key text, app_id uuid, offer_id uuid, click_id text, amount_micros bigint,
       reward_amount bigint, origin text, event_id uuid, confirmation_id uuid, decision_id uuid, granted_at timestamptz,
       reversed_at timestamptz, reversal_reason text, reversal_confirmation_id uuid`,
    )}`);
  await tx.execute(sql`
    INSERT INTO callback (id, grant_id, app_id, kind, event_id, status, attempts, lease_token, created_at, first_attempt_at,
                          acknowledged_at)
    SELECT id, grant_id, app_id, kind, event_id, 'ACKNOWLEDGED', 1, 1, created_at, first_attempt_at, acknowledged_at
      FROM ${recordset(
        callbacks,
        `id uuid, grant_id uuid, app_id uuid, kind text, event_id uuid, created_at timestamptz,
         first_attempt_at timestamptz, acknowledged_at timestamptz`,
      )}`);
  await tx.execute(sql`
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, duration_ms, request, http_status, answer, outcome)
    SELECT callback_id, 1, started_at, 120, request, 200, answer, 'acknowledged'
      FROM ${recordset(attempts, 'callback_id uuid, started_at timestamptz, request text, answer text')}`);
}

/** Promised like any other, so that keys, Message-IDs and reply addresses are the right ones; and sent long ago. */
async function writeLetters(tx: Tx, { letters }: Rows): Promise<void> {
  await promiseEmails(
    tx,
    letters.map(({ letter }) => letter),
  );
  const sent = letters.map(({ letter, at }) => ({ key: letter.key, at }));
  await tx.execute(sql`
    UPDATE email e SET status = 'SENT', attempts = 1, created_at = given.at, sent_at = given.at + interval '2 seconds',
           next_at = NULL, smtp_response = '250 2.0.0 Ok: queued'
      FROM ${recordset(sent, 'key text, at timestamptz')} WHERE e.key = given.key`);
  await tx.execute(sql`
    UPDATE reply_token r SET created_at = e.created_at FROM email e
     WHERE e.ticket_id = r.ticket_id AND e.template = 'validate-address' AND e.status = 'SENT'`);
}
