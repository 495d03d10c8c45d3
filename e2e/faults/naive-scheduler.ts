/**
 * The control of race-decide and two-schedulers: an automation that reads, thinks for a moment, and then writes what it
 * thought, without a lock, a version or a unique key (`withoutKeys`). Nothing like this exists in lib/.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { REWARD } from '../support/generate-tickets';
import { onWhistle, report } from './whistle';

const THINKING_MS = 30;

let stopped = false;
onWhistle(async (order: 'once' | 'once-small' | 'loop' | 'stop') => {
  if (order === 'stop') stopped = true;
  else if (order === 'loop') report(await untilStopped());
  else {
    await matchWaiting();
    report(await decideDue());
  }
});

async function untilStopped(): Promise<number> {
  let decided = 0;
  while (!stopped) decided += await decideDue();
  return decided;
}

type Due = {
  id: string;
  userId: string;
  address: string;
  number: string;
  titleKey: string;
  confirmation: string | null;
};

async function decideDue(): Promise<number> {
  const due = await db.query<Due>(sql`
    SELECT t.id, t.user_id, t.address, t.number, t.title_key,
           (SELECT c.id FROM confirmation c WHERE c.user_id = t.user_id AND c.state = 'COMPLETED' LIMIT 1) AS confirmation
      FROM ticket t
     WHERE t.status = 'OPEN' AND t.value_micros <= 5000000 AND t.queued_at <= now()
       AND NOT EXISTS (SELECT FROM confirmation p WHERE p.user_id = t.user_id AND p.state = 'PENDING')
     LIMIT 200`);
  await wait(THINKING_MS);
  // Without an order of locks it also runs into deadlocks; it shrugs and goes on, or the control would end before it fails.
  for (const ticket of due) await write(ticket).catch(() => undefined);
  return due.length;
}

async function write(ticket: Due): Promise<void> {
  const outcome = ticket.confirmation ? 'APPROVED' : 'DENIED';
  const decision = randomUUID();
  await db.execute(sql`
    INSERT INTO decision (id, ticket_id, round, outcome, actor_kind, reason, confirmation_id, rule_version, evidence, decided_at)
    VALUES (${decision}::uuid, ${ticket.id}::uuid, 1, ${outcome}, 'AUTO', ${ticket.confirmation ? 'confirmed' : 'not-confirmed'},
            ${ticket.confirmation}::uuid, 'naive', '{}', now())`);
  await db.execute(sql`
    UPDATE ticket SET status = ${outcome}, version = version + 1, decided_at = now(),
           denied_at = CASE WHEN ${outcome} = 'DENIED' THEN now() END WHERE id = ${ticket.id}::uuid`);
  await db.execute(sql`
    INSERT INTO email (key, ticket_id, user_id, template, props, locale, to_address, message_id, created_at, next_at)
    VALUES (${`decision:${ticket.id}:1`}, ${ticket.id}::uuid, ${ticket.userId}::uuid, 'ticket-pending',
            ${JSON.stringify({ ticketNumber: ticket.number, offerTitle: 'Coin Kingdom' })}::jsonb, 'en', ${ticket.address},
            ${`<${decision}@mail.makegood.test>`}, now(), now())`);
  if (ticket.confirmation) await grant(ticket, decision);
}

async function grant({ userId, titleKey, confirmation }: Due, decision: string): Promise<void> {
  await db.execute(sql`
    WITH granted AS (
      INSERT INTO reward_grant (user_id, title_key, task_key, app_id, offer_id, click_id, amount_micros, reward_amount, origin,
                                event_id, confirmation_id, decision_id, granted_at)
      SELECT ${userId}::uuid, ${titleKey}, 'level-10', u.app_id, c.offer_id, c.id, 3500000, ${REWARD}, 'TICKET',
             ${randomUUID()}::uuid, ${confirmation}::uuid, ${decision}::uuid, now()
        FROM end_user u JOIN click c ON c.user_id = u.id WHERE u.id = ${userId}::uuid
      RETURNING id, app_id, event_id)
    INSERT INTO callback (grant_id, app_id, kind, event_id, created_at, next_at)
    SELECT id, app_id, 'REWARD', event_id, now(), now() FROM granted`);
}
