/** The demo's data is true: whatever the stories and the months before them left behind, nothing that must never be is. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { seedDemo } from './index';
import { STORIES } from './tell-stories';

await freshDatabase();

const first = await seedDemo({ gameUrl: 'http://127.0.0.1:4001', publicUrl: 'http://localhost:3000' });
const counted = await countRows();
const second = await seedDemo({ gameUrl: 'http://127.0.0.1:4002', publicUrl: 'http://localhost:3000' });

test('there are months of history and at least twelve situations', async () => {
  expect(STORIES.length).toBeGreaterThanOrEqual(12);
  expect(counted.click).toBeGreaterThan(2_900);
  expect(counted.confirmation).toBeGreaterThan(1_400);
  expect(counted.reward_grant).toBeGreaterThan(900);
  expect(counted.decision).toBeGreaterThan(400);
  const [{ statuses } = { statuses: [] as string[] }] = await db.query<{ statuses: string[] }>(
    sql`SELECT array_agg(DISTINCT status) AS statuses FROM ticket`,
  );
  for (const status of [
    'AWAITING_24H',
    'AWAITING_EMAIL',
    'OPEN',
    'PENDING_CONFIRMATION',
    'ESCALATED',
    'WITH_ADVERTISER',
    'APPROVED',
    'DENIED',
    'CLOSED',
  ])
    expect(statuses).toContain(status);
});

test('every story stands where its sentence says', async () => {
  const told = await db.query<{ told: string }>(sql`
    SELECT u.external_id || ' ' || o.key || ' ' || t.status AS told
      FROM ticket t JOIN end_user u ON u.id = t.user_id JOIN offer o ON o.id = t.offer_id
     WHERE u.external_id NOT LIKE 'player-%'`);
  expect(told.map((row) => row.told).sort()).toEqual([
    'ada household-panel DENIED',
    'felix savings-plus OPEN',
    'ines fitloop-coach WITH_ADVERTISER',
    'jonas shopping-survey APPROVED',
    'kim coin-kingdom OPEN',
    'lena solitaire-journey AWAITING_24H',
    'lucia solitaire-journey APPROVED',
    'max bank-card DENIED',
    'nora meal-box OPEN',
    'omar merge-bay ESCALATED',
    'pia word-harbor APPROVED',
    'rex merge-bay OPEN',
    'tessa sleep-diary AWAITING_EMAIL',
    'vera household-panel OPEN',
    'you dragon-forge DENIED',
    'you garden-match PENDING_CONFIRMATION',
    'you puzzle-manor APPROVED',
  ]);
});

test('nothing that must never be true is true', async () => {
  const violated = await db.query(sql`SELECT name, count FROM invariant_violations WHERE count > 0`);
  expect(violated).toEqual([]);
});

test('a second start adds nothing, keeps every secret, and writes the new address of the game', async () => {
  expect(await countRows()).toEqual(counted);
  expect(second).toEqual(first);
  const urls = await db.query<{ callbackUrl: string }>(sql`SELECT callback_url FROM app WHERE key <> 'moon-tower'`);
  for (const { callbackUrl } of urls) expect(callbackUrl).toContain('http://127.0.0.1:4002/games/');
});

test('the secrets are for their owner only', () => {
  const file = join(env.DATA_DIR, 'demo-secrets.json');
  expect(existsSync(file) && statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8')).apiKey).toBe(first.apiKey);
});

test('a start that was interrupted half-way is told again from the beginning', async () => {
  await db.execute(sql`UPDATE setting SET value = '{"finished": false, "stories": []}' WHERE key = 'demo-seeded'`);
  await seedDemo({ gameUrl: 'http://127.0.0.1:4002', publicUrl: 'http://localhost:3000' });
  const { click, ticket } = await countRows();
  expect({ click, ticket }).toEqual({ click: counted.click, ticket: counted.ticket });
  expect(await db.query(sql`SELECT name, count FROM invariant_violations WHERE count > 0`)).toEqual([]);
});

async function countRows(): Promise<Record<string, number>> {
  const [row] = await db.query<{ counts: Record<string, number> }>(sql`
    SELECT jsonb_build_object(
      'click', (SELECT count(*) FROM click), 'confirmation', (SELECT count(*) FROM confirmation),
      'receipt', (SELECT count(*) FROM receipt), 'reward_grant', (SELECT count(*) FROM reward_grant),
      'callback', (SELECT count(*) FROM callback), 'ticket', (SELECT count(*) FROM ticket),
      'decision', (SELECT count(*) FROM decision), 'email', (SELECT count(*) FROM email),
      'due', (SELECT count(*) FROM email WHERE status = 'PENDING'), 'agent', (SELECT count(*) FROM agent),
      'api_key', (SELECT count(*) FROM api_key), 'offer', (SELECT count(*) FROM offer)) AS counts`);
  return row!.counts;
}
