/** The control of publisher: time-outs, but one queue for all publishers, in order of time. Nothing like this exists in lib/. */
import { setTimeout as wait } from 'node:timers/promises';
import { db, sql } from '@/lib/foundation/db';
import { onWhistle } from './whistle';

const AT_ONCE = 4;

onWhistle(() => callForever());

type Due = { id: string; eventId: string; userId: string; rewardAmount: bigint; url: string };

async function callForever(): Promise<never> {
  for (;;) {
    const due = await db.query<Due>(sql`
      SELECT cb.id, cb.event_id, u.external_id AS user_id, g.reward_amount, split_part(a.callback_url, '?', 1) AS url
        FROM callback cb JOIN reward_grant g ON g.id = cb.grant_id
        JOIN end_user u ON u.id = g.user_id JOIN app a ON a.id = g.app_id
       WHERE cb.status = 'PENDING' AND cb.next_at <= now() ORDER BY cb.next_at, cb.id LIMIT ${AT_ONCE}`);
    await Promise.all(due.map(callOne));
    await wait(10);
  }
}

async function callOne({ id, eventId, userId, rewardAmount, url }: Due): Promise<void> {
  const address = `${url}?user=${userId}&rewards=${rewardAmount}&event=${eventId}`;
  const taken = await firstWords(address).then(
    (words) => words.includes(`${eventId}:OK`),
    () => false,
  );
  await db.execute(
    taken
      ? sql`UPDATE callback SET status = 'ACKNOWLEDGED', acknowledged_at = now(), next_at = NULL WHERE id = ${id}::uuid`
      : sql`UPDATE callback SET next_at = now() + interval '1 second' WHERE id = ${id}::uuid`,
  );
}

async function firstWords(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1000), redirect: 'manual' });
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}
