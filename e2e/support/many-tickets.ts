/** Hundreds of open tickets of one game and offer, written set by set: too large for the automation, each of a player of its own. */
import { randomBytes, randomUUID } from 'node:crypto';
import { ticketNumber } from '@/lib/rules/ticket-number';
import { query } from './fixtures';

export type ManyTicket = { number: string; click: string };

/** $12 each, clicked three days ago, opened an hour ago. */
export async function manyTickets(appKey: string, offerKey: string, count: number): Promise<ManyTicket[]> {
  const run = randomUUID().slice(0, 8);
  const numbers = Array.from({ length: count }, () => ticketNumber(randomBytes(16)));
  const given = `unnest($1::text[]) WITH ORDINALITY AS given(number, n), app a, offer o`;
  const where = `WHERE a.key = $2 AND o.key = $3`;
  const values = [numbers, appKey, offerKey];
  const user = `(SELECT id FROM end_user WHERE app_id = a.id AND external_id = '${run}-' || n)`;
  const write = (text: string) => query(text, values);
  await write(`
    INSERT INTO end_user (app_id, external_id) SELECT a.id, '${run}-' || n FROM ${given} ${where} AND number IS NOT NULL`);
  await write(`
    INSERT INTO click (id, user_id, offer_id, title_key, clicked_at, terms)
    SELECT '${run}-' || n, ${user}, o.id, o.title_key, now() - interval '3 days',
           jsonb_build_object('currencyName', 'Gems', 'tasks', (SELECT jsonb_agg(jsonb_build_object('key', key, 'name', name,
             'payoutMicros', payout_micros::text, 'rewardAmount', reward_amount::text)) FROM task WHERE offer_id = o.id))
      FROM ${given} ${where} AND number IS NOT NULL`);
  await write(`
    INSERT INTO progress (user_id, title_key, first_click_id, first_clicked_at, last_click_id, last_clicked_at)
    SELECT ${user}, o.title_key, '${run}-' || n, now() - interval '3 days', '${run}-' || n, now() - interval '3 days'
      FROM ${given} ${where} AND number IS NOT NULL`);
  await write(`
    INSERT INTO validated_email (user_id, address, validated_at)
    SELECT ${user}, '${run}-' || n || '@players.example', now() - interval '2 hours' FROM ${given} ${where} AND number IS NOT NULL`);
  await write(`
    INSERT INTO ticket (number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
                        value_micros, reward_total, opened_at, opens_at, validated_at, queued_at, due_at, breach_at)
    SELECT number, ${user}, a.id, o.id, '${run}-' || n, o.title_key, 'OPEN', 'en', '${run}-' || n || '@players.example',
           'I reached level 10 on Tuesday and the reward has not arrived since then.', k.payout_micros, k.reward_amount,
           now() - interval '1 hour', now() - interval '2 days', now() - interval '1 hour', now() - interval '1 hour',
           now() + interval '23 hours', now() + interval '47 hours'
      FROM ${given}, task k ${where} AND k.offer_id = o.id`);
  await write(`
    INSERT INTO clock (ticket_id, kind, round, started_at, target_at, breach_at, policy)
    SELECT t.id, 'review', 1, now() - interval '1 hour', t.due_at, t.breach_at, '{"targetHours": 24, "breachHours": 48}'
      FROM ${given}, ticket t ${where} AND t.number = given.number`);
  await write(`
    INSERT INTO ticket_task (ticket_id, task_key, name, user_id, title_key, payout_micros, reward_amount)
    SELECT t.id, k.key, k.name, t.user_id, t.title_key, k.payout_micros, k.reward_amount
      FROM ${given}, ticket t, task k ${where} AND t.number = given.number AND k.offer_id = o.id`);
  return numbers.map((number, at) => ({ number, click: `${run}-${at + 1}` }));
}
