/**
 * The control of worker-kill: decides and matches as production does, but writes down that a message is sent *before* it
 * sends it. Nothing like this exists in lib/.
 */
import { request } from 'undici';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { runHourlyIfDue } from '@/lib/jobs/run-hourly';
import { openCourier } from '@/lib/outbox/smtp';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { tellAcknowledged } from '@/lib/tickets/tell-acknowledged';
import { onWhistle } from './whistle';

onWhistle(() => Promise.all([forever(decide), forever(callPublishers), forever(sendMails)]));

async function forever(step: () => Promise<unknown>): Promise<never> {
  for (;;) {
    await step().catch(() => undefined);
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function decide(): Promise<void> {
  await matchWaiting();
  await runHourlyIfDue();
}

type Due = { id: string; eventId: string; userId: string; rewardAmount: bigint; url: string };

async function callPublishers(): Promise<void> {
  const due = await db.query<Due>(sql`
    UPDATE callback cb SET status = 'ACKNOWLEDGED', acknowledged_at = now(), next_at = NULL
      FROM reward_grant g JOIN end_user u ON u.id = g.user_id JOIN app a ON a.id = g.app_id
     WHERE cb.id IN (SELECT id FROM callback WHERE status = 'PENDING' LIMIT 20) AND g.id = cb.grant_id
    RETURNING cb.id, cb.event_id, u.external_id AS user_id, g.reward_amount, split_part(a.callback_url, '?', 1) AS url`);
  for (const { eventId, userId, rewardAmount, url } of due) {
    await request(`${url}?user=${userId}&rewards=${rewardAmount}&event=${eventId}`).catch(() => undefined);
  }
  await tellAcknowledged(due.map(({ id }) => id));
}

const courier = openCourier(env.SMTP_URL!, 1);

async function sendMails(): Promise<void> {
  const due = await db.query<{ messageId: string; toAddress: string }>(sql`
    UPDATE email SET status = 'SENT', sent_at = now(), next_at = NULL
     WHERE id IN (SELECT id FROM email WHERE status = 'PENDING' LIMIT 20) RETURNING message_id, to_address`);
  for (const { messageId, toAddress } of due) {
    const envelope = { from: 'bounce@mail.makegood.test', to: toAddress };
    await courier.handOver({ envelope, messageId, from: 'support@makegood.test', to: toAddress, text: 'decided' });
  }
}
