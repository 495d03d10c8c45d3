/**
 * What a desk has behind it: tickets decided long ago, with their decisions, events, e-mails, grants and callbacks, so that
 * new rows go into indexes as deep, and as scattered, as those of a real one.
 */
import type pg from 'pg';
import { generateTickets, OFFER, REWARD, TICKET_ID, USER_ID } from '../support/generate-tickets';

const CHUNK = 100_000;

export async function generatePast(client: pg.ClientBase, first: number, count: number): Promise<void> {
  for (let from = first; from < first + count; from += CHUNK) {
    const part = Math.min(CHUNK, first + count - from);
    await generateTickets(client, { first: from, count: part, state: 'past', completed: 'n % 2 = 0' });
    for (const statement of consequences(`generate_series(${from}, ${from + part - 1}) AS n`))
      await client.query(statement);
  }
}

/** Confirmations of users who have no ticket. */
export async function generateConfirmations(client: pg.ClientBase, first: number, count: number): Promise<void> {
  for (let from = first; from < first + count; from += CHUNK) {
    await client.query(`
      INSERT INTO confirmation (integration_id, transaction, state, click_id, task_key, content, receipt_id, received_at,
                                matched_at, user_id, title_key)
      SELECT integration.id, 'tx-' || n, 'COMPLETED', 'click-' || n, '${OFFER.task}', md5(n::text), ${USER_ID},
             now() - interval '2 days', now() - interval '2 days', ${USER_ID}, '${OFFER.titleKey}'
        FROM generate_series(${from}, ${Math.min(from + CHUNK, first + count) - 1}) AS n, integration`);
  }
}

/** Random ids where the product has random or derived ones. */
const RANDOM_ID = 'gen_random_uuid()';

function consequences(numbers: string): string[] {
  return [
    `INSERT INTO decision (id, ticket_id, round, outcome, actor_kind, reason, rule_version, evidence, decided_at)
     SELECT ${RANDOM_ID}, ${TICKET_ID}, 1, CASE WHEN n % 2 = 0 THEN 'APPROVED' ELSE 'DENIED' END, 'AUTO', 'past', 'past',
            jsonb_build_object('valueMicros', '3500000', 'status', 'OPEN', 'steps', '[]'::jsonb), now() FROM ${numbers}`,
    `INSERT INTO ticket_event (ticket_id, at, kind, actor_kind, data)
     SELECT ${TICKET_ID}, now(), 'past', 'AUTO', '{"round": 1}' FROM ${numbers}`,
    `INSERT INTO reply_token (token_hash, ticket_id, address, created_at)
     SELECT md5(n::text) || md5('reply' || n), ${TICKET_ID}, 'u' || n || '@players.example', now() FROM ${numbers}`,
    `INSERT INTO email (key, ticket_id, user_id, template, props, locale, to_address, message_id, status, attempts, created_at, sent_at)
     SELECT 'decision:' || ${TICKET_ID} || ':1', ${TICKET_ID}, ${USER_ID}, 'ticket-denied', '{"reason": "not-confirmed"}', 'en',
            'u' || n || '@players.example', '<t.' || substr(md5('message' || n), 1, 26) || '@mail.makegood.test>', 'SENT', 1, now(), now()
       FROM ${numbers}`,
    `WITH granted AS (
       INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin,
                                 event_id, granted_at)
       SELECT ${USER_ID}, '${OFFER.titleKey}', '${OFFER.task}', u.app_id, offer.id, 'click-' || n, 3500000, ${REWARD}, 'TICKET',
              ${RANDOM_ID}, now()
         FROM ${numbers} JOIN end_user u ON u.id = ${USER_ID}, offer WHERE n % 2 = 0
       RETURNING id, app_id, event_id)
     INSERT INTO callback (grant_id, app_id, kind, event_id, status, attempts, created_at, acknowledged_at)
     SELECT id, app_id, 'REWARD', event_id, 'ACKNOWLEDGED', 1, now(), now() FROM granted`,
  ];
}
