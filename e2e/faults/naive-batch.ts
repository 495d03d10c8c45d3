/** The control of poison: everything that is due is one batch, and what cannot be done stops it. Nothing like this exists in lib/. */
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import type { ClaimedEmail } from '@/lib/outbox/claim-emails';
import { composeEmail } from '@/lib/outbox/compose-email';
import { openCourier } from '@/lib/outbox/smtp';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { readTerms } from '@/lib/rewards/step-records';
import { onWhistle } from './whistle';

const courier = openCourier(env.SMTP_URL!, 1);

onWhistle(() => Promise.all([forever(match), forever(sendMails), forever(callPublishers)]));

async function forever(step: () => Promise<unknown>): Promise<never> {
  for (;;) {
    await step().catch(() => undefined);
    await wait(100);
  }
}

async function match(): Promise<void> {
  const due = await db.query<{ terms: unknown }>(
    sql`SELECT c.terms FROM confirmation f JOIN click c ON c.id = f.click_id WHERE f.matched_at IS NULL`,
  );
  for (const { terms } of due) readTerms(terms);
  await matchWaiting();
}

async function sendMails(): Promise<void> {
  const due = await db.query<ClaimedEmail>(
    sql`SELECT *, now() AS claimed_at, '{}'::text[] AS thread FROM email WHERE status = 'PENDING' ORDER BY next_at, id`,
  );
  const composed = await Promise.all(due.map((row) => composeEmail(row, new Map())));
  for (const mail of composed) await courier.handOver(mail);
  await db.execute(sql`UPDATE email SET status = 'SENT' WHERE id = ANY(${due.map(({ id }) => id)}::uuid[])`);
}

type Due = { id: string; eventId: string; userId: string; url: string; terms: { tasks: { key: string }[] } };

async function callPublishers(): Promise<void> {
  const due = await db.query<Due>(sql`
    SELECT cb.id, cb.event_id, u.external_id AS user_id, split_part(a.callback_url, '?', 1) AS url, c.terms
      FROM callback cb JOIN reward_grant g ON g.id = cb.grant_id JOIN click c ON c.id = g.click_id
      JOIN end_user u ON u.id = g.user_id JOIN app a ON a.id = g.app_id WHERE cb.status = 'PENDING' ORDER BY cb.next_at, cb.id`);
  const calls = due.map(({ url, userId, eventId, terms }) => {
    const task = terms.tasks.map(({ key }) => key)[0];
    return `${url}?user=${userId}&task=${task}&event=${eventId}`;
  });
  for (const call of calls) await fetch(call);
  await db.execute(sql`UPDATE callback SET status = 'ACKNOWLEDGED' WHERE id = ANY(${due.map(({ id }) => id)}::uuid[])`);
}
