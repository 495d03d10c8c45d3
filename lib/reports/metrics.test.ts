import { afterEach, expect, test } from 'vitest';
import { GET } from '@/app/api/metrics/route';
import { aCast, aClick, anOffer, aUser, confirm } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';

await freshDatabase();

const { PUBLIC_URL } = env;
afterEach(() => Object.assign(env, { PUBLIC_URL, METRICS_TOKEN: undefined }));

const scrape = (authorization = '') =>
  GET(new Request('http://localhost/api/metrics', { headers: { authorization } }), {});

test('every figure is there, and no invariant is broken in an empty house', async () => {
  const response = await scrape();
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  for (const line of [
    'makegood_tickets{status="OPEN"} 0',
    'makegood_outbox_due{kind="callback"} 0',
    'makegood_outbox_due{kind="email"} 0',
    'makegood_outbox_oldest_due_seconds{kind="email"} 0',
    'makegood_confirmations_unmatched 0',
    'makegood_confirmations_unsettled 0',
    'makegood_confirmations_oldest_seconds{kind="unmatched"} 0',
    'makegood_confirmations_oldest_seconds{kind="unsettled"} 0',
    'makegood_tickets_overdue 0',
  ]) {
    expect(text).toContain(line);
  }
  const violations = [...text.matchAll(/^makegood_invariant_violations\{.*\} (\d+)$/gm)].map(([, count]) => count);
  expect(violations.length).toBeGreaterThan(10);
  expect(new Set(violations)).toEqual(new Set(['0']));
  expect(text).toContain('process_resident_memory_bytes');
});

test('a confirmation that waits for its click is counted apart from one that waits for us', async () => {
  const cast = await aCast();
  await confirm(cast, 'no-such-click', { match: false });
  await confirm(cast, await aClick(await aUser(cast), await anOffer(cast)), { match: false });
  await db.execute(
    sql`UPDATE confirmation SET received_at = now() - interval '1 hour' WHERE click_id = 'no-such-click'`,
  );
  const text = await (await scrape()).text();
  expect(text).toContain('makegood_confirmations_unmatched 1');
  expect(text).toContain('makegood_confirmations_unsettled 1');
  const age = (kind: string) =>
    Number(new RegExp(`makegood_confirmations_oldest_seconds\\{kind="${kind}"\\} (\\S+)`).exec(text)?.[1]);
  expect(age('unmatched')).toBeGreaterThanOrEqual(3600);
  expect(age('unsettled')).toBeLessThan(3600);
});

test('with a token only its bearer is let in', async () => {
  Object.assign(env, { METRICS_TOKEN: 'a-token-for-prometheus' });
  expect((await scrape()).status).toBe(401);
  expect((await scrape('Bearer wrong')).status).toBe(401);
  expect((await scrape('Bearer a-token-for-prometheus')).status).toBe(200);
});

test('without a token there is no such door on a public address', async () => {
  Object.assign(env, { PUBLIC_URL: 'https://rewards.example' });
  expect((await scrape()).status).toBe(404);
});
