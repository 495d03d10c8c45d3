/** The webhook of a mail service: signed or nothing, once or a duplicate (IN-025). */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { POST } from '@/app/api/inbound-email/route';
import { freshDatabase } from '@/e2e/support/database';
import { signWebhook, webhookKey } from '@/lib/dialects/webhook-signature';
import { db, sql } from '@/lib/foundation/db';
import { LARGEST_MAIL } from '@/lib/rules/read-mail';

await freshDatabase();

const KEY = webhookKey('test-inbound-secret-0123456789')!;
const aMail = () => `Message-ID: <${randomUUID()}@player.example>\r\nFrom: sam@player.example\r\n\r\nHello`;

type Sent = { key?: Buffer; at?: number; signed?: string; headers?: Record<string, string> };

async function post(body: string | Buffer, { key = KEY, at = Date.now(), signed, headers = {} }: Sent = {}) {
  const [id, timestamp] = [randomUUID(), String(Math.floor(at / 1000))];
  const signature = signWebhook(key, id, timestamp, signed ?? body);
  const request = new Request('http://localhost:3000/api/inbound-email', {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature, ...headers },
  });
  const answer = await POST(request, {});
  return { status: answer.status, json: await answer.json() };
}

async function kept(): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM inbound_email`);
  return row!.count;
}

test('a signed mail is kept with its envelope, and its repetition is a duplicate', async () => {
  const mail = aMail();
  const envelope = { 'x-envelope-from': 'sam@player.example', 'x-envelope-to': 'a@our.example, b@our.example' };
  const first = await post(mail, { headers: envelope });
  expect(first).toMatchObject({ status: 200, json: { outcome: 'recorded' } });
  expect(await post(mail)).toEqual({ status: 200, json: { outcome: 'duplicate', id: first.json.id } });
  const [row] = await db.query(sql`
    SELECT door, envelope_from AS "from", envelope_to AS "to", repeats FROM inbound_email WHERE id = ${first.json.id}::uuid`);
  expect(row).toEqual({ door: 'http', from: 'sam@player.example', to: ['a@our.example', 'b@our.example'], repeats: 1 });
});

test.each<[string, Sent]>([
  ['another key', { key: Buffer.from('another secret') }],
  ['another body', { signed: 'another body' }],
  ['no id', { headers: { 'webhook-id': '' } }],
  ['another id', { headers: { 'webhook-id': 'another' } }],
  ['no time', { headers: { 'webhook-timestamp': '' } }],
  ['no signature', { headers: { 'webhook-signature': '' } }],
  ['another scheme', { headers: { 'webhook-signature': 'v2,AAAA' } }],
])('with %s nothing is kept', async (_, sent) => {
  const before = await kept();
  expect((await post(aMail(), sent)).status).toBe(401);
  expect(await kept()).toBe(before);
});

test.each([
  ['not quite five minutes old', -4.9 * 60_000, 200],
  ['more than five minutes old', -5.1 * 60_000, 401],
  ['more than five minutes early', 5.1 * 60_000, 401],
])('a signature that is %s', async (_, shift, status) => {
  const answer = await post(aMail(), { at: Date.now() + shift });
  expect(answer.status).toBe(status);
});

test('nothing, and more than we take', async () => {
  const before = await kept();
  expect((await post('')).status).toBe(400);
  expect((await post(Buffer.alloc(LARGEST_MAIL + 1, 'x'))).status).toBe(413);
  expect(await kept()).toBe(before);
});
