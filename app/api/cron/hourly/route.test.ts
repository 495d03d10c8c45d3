import { expect, test } from 'vitest';
import { GET, POST } from '@/app/api/cron/hourly/route';
import { freshDatabase } from '@/e2e/support/database';
import { isBearerOf } from '@/lib/accounts/bearer';
import { env } from '@/lib/foundation/env';

await freshDatabase();

const call = (authorization?: string) =>
  POST(
    new Request('http://localhost/api/cron/hourly', {
      method: 'POST',
      headers: authorization ? { authorization } : {},
    }),
    {},
  );

test('with the secret the hourly run is done and counted', async () => {
  const response = await call(`Bearer ${env.CRON_SECRET}`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ approved: 0, denied: 0, held: 0, left: 0 });
});

// CR-004
for (const authorization of [
  undefined,
  'Bearer',
  'Bearer x',
  `Bearer ${env.CRON_SECRET}x`,
  `Basic ${env.CRON_SECRET}`,
  env.CRON_SECRET,
]) {
  test(`${authorization?.slice(0, 30)} is turned away`, async () => {
    expect((await call(authorization)).status).toBe(401);
  });
}

test('without a configured secret nobody is let in', () => {
  expect(isBearerOf('Bearer ', undefined)).toBe(false);
  expect(isBearerOf('Bearer undefined', undefined)).toBe(false);
  expect(isBearerOf(null, '')).toBe(false);
});

test('GET runs nothing and says what would', async () => {
  const response = await GET();
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toContain('POST');
});
