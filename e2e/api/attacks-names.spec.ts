/**
 * Names in addresses that name nothing: every dynamic part of every address of the house, given what no id looks like, what is
 * an id of something else, what climbs, and what cannot be stored. Never an error of ours, never somebody's data, nothing
 * changed (bad inputs CS-009, HT-010; incident class "missing object authorisation").
 */
import { expect, test } from '@playwright/test';
import { call, form, JSON_PLEASE, multipart, OWN, type Sent } from '../support/doors';
import { demo } from '../support/fixtures';
import { aWorld, stateOf, type World } from '../support/world';
import { ROUTES, type Route } from './routes';

const NOBODYS_ID = '01890f0e-9999-7222-8333-444455556666';

function names({ alice, game, receipt }: World): string[] {
  return [
    'nothing',
    'constructor',
    '__proto__',
    'toString',
    '0',
    '-1',
    '99999999999999999999',
    'MG-0000-0000',
    `${alice.number}x`,
    encodeURIComponent(`${alice.number}\u202e`),
    NOBODYS_ID,
    '-'.repeat(36),
    NOBODYS_ID.toUpperCase(),
    receipt,
    game.key,
    '%2e%2e%2f%2e%2e',
    '..%2f..%2f..%2fetc%2fpasswd',
    '..%5c..%5cconsole',
    'a%00b',
    '%ff%fe',
    '%ed%a0%80',
    '%E0%A4%A',
    '%F0%9F%92%A9',
    `%27%20OR%201%3D1--`,
    '%5Bnumber%5D',
    '%7B%22%24ne%22%3Anull%7D',
    '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    'x'.repeat(10_240),
  ];
}

const named = Object.entries(ROUTES).filter(
  ([file, { who }]) => file.includes('[') && !file.includes('[...') && who !== 'dev',
);

for (const [file, route] of named) {
  test(file, async () => {
    const world = await aWorld();
    const before = await stateOf(world);
    const badge = badgeFor(route, world);
    for (const path of spoilt(file, route.url(world), names(world))) {
      for (const method of Object.keys(route.anonymous)) {
        const answer = await call(method, path, aRequest(method, path, badge));
        const what = `${method} ${path.slice(0, 120)}: ${answer.status}`;
        expect.soft(answer.status, what).toBeLessThan(500);
        expect.soft(answer.text.includes(world.marker), what).toBe(false);
        if (method !== 'GET') expect.soft(answer.status, what).toBeGreaterThanOrEqual(300);
      }
    }
    expect(await stateOf(world)).toBe(before);
  });
}

/** The address with one of its parts replaced at a time. */
function spoilt(file: string, url: string, with_: string[]): string[] {
  const [path = '', search] = url.split('?');
  const parts = path.split('/').slice(1);
  const places = file.split('/').flatMap((part, place) => (part.startsWith('[') ? [place] : []));
  return places.flatMap((place) =>
    with_
      .filter((name) => name !== parts[place])
      .map((name) => `/${parts.with(place, name).join('/')}${search === undefined ? '' : `?${search}`}`),
  );
}

function badgeFor({ who }: Route, { agent, alice }: World): Record<string, string> {
  if (who === 'agent') return { Cookie: agent.cookie };
  if (who === 'api-key') return { Authorization: `Bearer ${demo.apiKey}` };
  return who === 'visitor' ? { Cookie: alice.cookie } : {};
}

function aRequest(method: string, path: string, badge: Record<string, string>): Sent {
  if (method === 'GET') return { headers: badge };
  if (path.startsWith('/api/v1/'))
    return { headers: { ...badge, 'Content-Type': 'application/json' }, body: '{"outcome":"deny"}' };
  const headers = { ...OWN, ...JSON_PLEASE, ...badge };
  if (path.includes('/proof')) return multipart([{ name: 'text', value: 'Mine.' }], headers);
  return form({ version: '99', act: 'x', action: 'x', move: 'up', body: '' }, headers);
}
