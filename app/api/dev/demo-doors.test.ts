import { afterEach, expect, test } from 'vitest';
import { POST as days } from '@/app/api/dev/days/route';
import { POST as hourly } from '@/app/api/dev/hourly/route';
import { POST as postback } from '@/app/api/dev/postback/route';
import { POST as wall } from '@/app/api/dev/wall/route';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import { enterWall } from '@/lib/accounts/wall-sessions';
import { importClicks } from '@/lib/clicks/import-clicks';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { isRefusal } from '@/lib/rules/refusal';
import { openTicket } from '@/lib/tickets/open-ticket';

await freshDatabase();
await smallWorld();

afterEach(() => {
  env.MAIL_SINK_DIR = undefined;
});

const OWN = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };

function send(door: typeof wall, fields: Record<string, string>, headers: Record<string, string> = OWN) {
  const request = new Request('http://localhost:3000/api/dev', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  return door(request, {});
}

test('without the mail sink none of the demo’s doors is there', async () => {
  for (const door of [days, hourly, postback, wall]) expect((await send(door, {})).status).toBe(404);
});

test('the demo’s doors open to pages of our own only', async () => {
  env.MAIL_SINK_DIR = '/tmp/mailbox';
  for (const door of [days, hourly, postback, wall]) {
    expect((await send(door, {}, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await send(door, {}, {})).status).toBe(403);
  }
});

test('any player of any game gets a link that the wall accepts', async () => {
  env.MAIL_SINK_DIR = '/tmp/mailbox';
  const answer = await send(wall, { app: 'gems', user: 'somebody new & odd' });
  expect(answer.status).toBe(303);
  const link = new URL(answer.headers.get('location')!, 'http://localhost:3000');
  expect(isRefusal(await enterWall(link.searchParams, new Date()))).toBe(false);
  expect((await send(wall, { app: 'no-such-game', user: 'u' })).status).toBe(404);
});

test('when a day passes, a registered ticket is submitted, and nothing that must never be true becomes true', async () => {
  env.MAIL_SINK_DIR = '/tmp/mailbox';
  const clickedAt = new Date(Date.now() - 60_000).toISOString();
  await importClicks([{ id: 'click-1', app: 'gems', user: 'player', offer: 'coin', clickedAt }]);
  const form = {
    click: 'click-1',
    tasks: [],
    email: 'player@player.example',
    description: 'I reached level 10 already today.',
    answers: {},
  };
  await openTicket(form, { userId: null, locale: 'en', source: 'API' });
  const answer = await send(days, { click: 'click-1', days: '1' });
  expect(answer.headers.get('location')).toBe('/dev?click=click-1&passed=1#advertiser');
  expect(await db.query(sql`SELECT status FROM ticket`)).toEqual([{ status: 'AWAITING_EMAIL' }]);
  expect(await db.query(sql`SELECT name FROM invariant_violations WHERE count > 0`)).toEqual([]);
  for (const wrong of ['0', '61', '-1', 'x', '']) {
    expect((await send(days, { click: 'click-1', days: wrong })).status).toBe(400);
  }
  expect((await send(days, { click: 'no-such-click', days: '1' })).status).toBe(404);
});

test('the hourly run tells its tally', async () => {
  env.MAIL_SINK_DIR = '/tmp/mailbox';
  const answer = await send(hourly, {});
  expect(answer.headers.get('location')).toBe('/dev?approved=0&denied=0&held=0&left=0#automation');
});

test('a postback that cannot be sent is told in words', async () => {
  env.MAIL_SINK_DIR = '/tmp/mailbox';
  const answer = await send(postback, { click: 'no-such-click', task: 'level-10', state: 'COMPLETED' });
  expect(new URL(answer.headers.get('location')!, 'http://x').searchParams.get('problem')).toContain('no such click');
  expect((await send(postback, { click: 'click-1', task: 'level-10', state: 'MAYBE' })).status).toBe(400);
});
