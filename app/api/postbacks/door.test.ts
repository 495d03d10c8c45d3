/** Signatures cover what was sent: the door hands on the query byte for byte, and its own configured address. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { GET } from './[integration]/route';

await freshDatabase();

async function keptQuery(url: string, headers: Record<string, string> = {}): Promise<string> {
  const integration = `nobody-${randomUUID()}`;
  const response = await GET(new Request(url, { headers }), { params: Promise.resolve({ integration }) });
  expect(response.status).toBe(404);
  const [receipt] = await db.query<{ query: string }>(
    sql`SELECT query FROM receipt WHERE integration_key = ${integration}`,
  );
  return receipt!.query;
}

test('the query is kept as it was sent, not as a parser writes it again', async () => {
  const sent = "a='x'&b=%7e~&c=a+b%20&d=(1)!*&e=?&&f";
  const target = { 'x-target-as-it-came': `/api/postbacks/any?${sent}` };
  expect(await keptQuery('https://rewards.example/api/postbacks/any?rewritten=1', target)).toBe(sent);
});

test('without a note of the target the address itself has to do', async () => {
  expect(await keptQuery('https://rewards.example/api/postbacks/any?a=%7e+b')).toBe('a=%7e+b');
  expect(await keptQuery('https://rewards.example/api/postbacks/any')).toBe('');
});
