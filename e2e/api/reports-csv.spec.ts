/** What stands beneath a report, as a file: the right lines for the right people, and plain refusals. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { anAgent } from '../support/doors';
import { demo } from '../support/fixtures';
import { aWorld } from '../support/world';

const get = (path: string, cookie: string) =>
  fetch(`${demo.url}/api/console/reports/${path}`, { headers: { Cookie: cookie }, redirect: 'manual' });

async function linesOf(answer: Response): Promise<string[]> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return (await answer.text()).trim().split('\r\n');
}

test('tickets, decisions, days and groups are files of their own', async () => {
  const { lead, game, alice } = await aReader();
  const tickets = await linesOf(await get(`csv?what=tickets&app=${game.key}`, lead));
  expect(tickets[0]).toContain('ticket,app,advertiser,offer,status,value_usd');
  expect(tickets.slice(1).some((line) => line.startsWith(`${alice.number},${game.key},`))).toBe(true);
  expect((await linesOf(await get('csv?what=decisions&app=no-such-app', lead))).length).toBe(1);
  const days = await linesOf(await get('csv?what=days&period=7d', lead));
  expect([days.length, days[0]!.startsWith('day,opened,decided')]).toEqual([8, true]);
  expect((await linesOf(await get('csv?what=groups&by=agent', lead)))[0]).toContain('key,name,opened');
  const answer = await get('csv?what=days&from=2026-01-01&to=2026-01-02', lead);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="days-2026-01-01-2026-01-02.csv"');
});

test('what there is not, and what is not told apart, is refused in words', async () => {
  const { lead } = await aReader();
  for (const what of ['', 'users', 'constructor']) expect((await get(`csv?what=${what}`, lead)).status, what).toBe(404);
  expect((await get('csv?what=days&offer=x&agent=nobody', lead)).status).toBe(400);
  // Every single ticket can be told by offer and agent; only the tallies cannot.
  expect((await get('csv?what=tickets&offer=x&agent=nobody', lead)).status).toBe(200);
  for (const run of ['nothing', randomUUID()]) expect((await get(`dry-run/${run}/csv`, lead)).status, run).toBe(404);
});

test('whoever reads no reports gets no file of them', async () => {
  const { cookie } = await anAgent('agent');
  expect((await get('csv?what=days', cookie)).status).toBe(403);
  expect((await get(`dry-run/${randomUUID()}/csv`, cookie)).status).toBe(403);
  expect((await get('csv?what=days', '')).status).toBe(401);
});

async function aReader() {
  const { game, alice } = await aWorld();
  const { cookie: lead } = await anAgent('lead');
  return { lead, game, alice };
}
