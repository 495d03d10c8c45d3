/** The intake as an operator runs it: a process of its own, asked over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, signedGet } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { readReadiness } from '@/lib/reports/readiness';

const databaseUrl = await freshDatabase();
const cast = await aCast();
let intake: ChildProcess;
let url: string;

beforeAll(async () => {
  intake = spawn(process.execPath, ['--import', 'tsx', 'bin/intake.ts'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'info', TRUSTED_PROXIES: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: intake.stdout! })) {
    const said = JSON.parse(line) as { port?: number };
    if (said.port === undefined) continue;
    url = `http://127.0.0.1:${said.port}`;
    break;
  }
  intake.stdout!.resume();
});

afterAll(async () => {
  if (intake.exitCode === null) intake.kill('SIGKILL');
});

async function click() {
  return aClick(await aUser(cast), await anOffer(cast));
}

const door = () => `${url}/api/postbacks/${cast.integrationKey}`;

test('it answers like the web, after the receipt is stored', async () => {
  const { rawQuery } = signedGet(cast.secret, { click_id: await click(), tx: randomUUID() });
  const answer = await fetch(`${door()}?${rawQuery}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const said = (await answer.json()) as { outcome: string; receipt: string };
  expect(said.outcome).toBe('recorded');
  expect(await db.query(sql`SELECT outcome, remote_ip FROM receipt WHERE id = ${said.receipt}::uuid`)).toEqual([
    { outcome: 'recorded', remoteIp: '127.0.0.1' },
  ]);
  expect(await (await fetch(`${door()}?${rawQuery}`)).json()).toMatchObject({ outcome: 'duplicate' });
});

test('a hundred at once are each stored once', async () => {
  const at = await click();
  const sent = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { rawQuery } = signedGet(cast.secret, { click_id: at, tx: randomUUID() });
      return ((await (await fetch(`${door()}?${rawQuery}`)).json()) as { receipt: string }).receipt;
    }),
  );
  expect(await db.query(sql`SELECT id FROM receipt WHERE id = ANY(${sent}::uuid[])`)).toHaveLength(100);
});

test('a forged one, an unknown integration, a wrong address and a wrong method are refused as by the web', async () => {
  const { rawQuery } = signedGet('another-secret-another-secret-1234', { click_id: await click(), tx: randomUUID() });
  const forged = await fetch(`${door()}?${rawQuery}`);
  expect([forged.status, await forged.json()]).toMatchObject([401, { error: { code: 'bad-signature' } }]);
  const unknown = await fetch(`${url}/api/postbacks/nobody?${rawQuery}`);
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'unknown-integration' } }]);
  expect((await fetch(`${url}/wall`)).status).toBe(404);
  expect((await fetch(`${url}/api/postbacks/%ff`)).status).toBe(400);
  const put = await fetch(door(), { method: 'PUT' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test('a body of 16 KiB is read, one byte more is refused, announced or not', async () => {
  const post = (body: BodyInit, more = {}) =>
    fetch(door(), { method: 'POST', body, headers: { 'Content-Type': 'application/json' }, ...more });
  expect((await post('x'.repeat(16_384))).status).toBe(400);
  expect((await post('x'.repeat(16_385))).status).toBe(413);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.alloc(16_385, 'x'));
      controller.close();
    },
  });
  expect((await post(stream, { duplex: 'half' })).status).toBe(413);
});

test('it says that it is up and ready, and nothing more', async () => {
  expect(await (await fetch(`${url}/api/health`)).json()).toEqual({ status: 'ok' });
  // The cluster of tests trades safety for speed, and a balancer is told so.
  const ready = await fetch(`${url}/api/ready`);
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not-ready', reasons: await readReadiness() }]);
});

test('what is no HTTP hangs nobody', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('nonsense\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
  socket.destroy();
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
});

test('asked to stop, it ends by itself', async () => {
  const gone = once(intake, 'exit');
  intake.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});
