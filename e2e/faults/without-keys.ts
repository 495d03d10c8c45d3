/** For controls only, in a database that is thrown away: what keeps a thing from being written twice is taken out. */
import type { Laboratory } from './laboratory';

export async function withoutKeys({ client }: Laboratory): Promise<void> {
  for (const index of [
    'decision_ticket_id_round_key',
    'email_key_key',
    'email_message_id_key',
    'reward_grant_user_id_title_key_task_key_key',
    'reward_grant_click_id_task_key_key',
    'reward_grant_event_id_key',
  ]) {
    await client.query(`DROP INDEX "${index}"`);
  }
}
