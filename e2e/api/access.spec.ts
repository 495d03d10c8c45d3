/**
 * Who may use what: every address of the house, listed from the file system, tried by everybody who may not. Guards stand in
 * the pages and doors themselves, so each is knocked at (04, "Shown by"; reference: trust, 4.4, 6 and 7).
 */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  anAgent,
  anApiKey,
  aVisitor,
  call,
  cookieHeader,
  form,
  JSON_PLEASE,
  multipart,
  OWN,
  type Sent,
} from '../support/doors';
import { api, demo, query } from '../support/fixtures';
import { aHiredAgent } from '../support/hired-agent';
import { aPicture, aWorld, DESCRIPTION, openTicket, pictureForm, stateOf, type World } from '../support/world';
import { ROUTES, type Route } from './routes';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const all = Object.entries(ROUTES);
const only = (...who: Route['who'][]) => all.filter(([, route]) => who.includes(route.who));

test('every address says who may use it, and none is left that is gone', () => {
  const app = join(import.meta.dirname, '../../app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
  const addresses = files.filter((file) => /(^|\/)(page\.tsx|route\.tsx?)$/.test(file));
  expect(addresses.sort()).toEqual(Object.keys(ROUTES).sort());
});

test.describe('somebody without anything', () => {
  for (const [file, { who, url, anonymous }] of all) {
    test(file, async () => {
      const world = await aWorld();
      const before = await stateOf(world);
      for (const [method, status] of Object.entries(anonymous)) {
        if (status === null) continue;
        const answer = await arrive(method, url(world), aRequest(method, url(world)));
        expect.soft(answer.status, method).toBe(status);
        if (who !== 'dev') expect.soft(answer.text.includes(world.marker), method).toBe(false);
      }
      expect(await stateOf(world)).toBe(before);
    });
  }
});

test.describe('a method that is not served', () => {
  for (const [file, { url, anonymous }] of all) {
    test(file, async () => {
      const world = await aWorld();
      const cookie = `${world.alice.cookie}; ${world.agent.cookie}`;
      const before = await stateOf(world);
      for (const method of METHODS.filter((one) => anonymous[one] === undefined)) {
        const answer = await call(method, url(world), withHeaders(aRequest(method, url(world)), { Cookie: cookie }));
        expect.soft(answer.status, method).toBe(405);
      }
      expect(await stateOf(world)).toBe(before);
    });
  }
});

test.describe('the wrong badge opens no more than none', () => {
  for (const [file, { who, url, anonymous }] of only('visitor', 'agent', 'contact', 'api-key', 'cron-secret')) {
    test(file, async () => {
      const world = await aWorld();
      const badges: Record<string, string>[] = [
        ...(who === 'visitor' ? [] : [{ Cookie: world.alice.cookie }]),
        ...(who === 'agent' ? [] : [{ Cookie: world.agent.cookie }]),
        ...(who === 'contact' ? [] : [{ Cookie: world.portal.contact.cookie }]),
        ...(who === 'api-key' ? [] : [{ Authorization: `Bearer ${demo.apiKey}` }]),
        ...(who === 'cron-secret' ? [] : [{ Authorization: `Bearer ${demo.cronSecret}` }]),
      ];
      for (const badge of badges) {
        for (const [method, status] of Object.entries(anonymous)) {
          const answer = await arrive(method, url(world), withHeaders(aRequest(method, url(world)), badge));
          expect.soft(answer.status, `${method} ${Object.keys(badge)}`).toBe(status);
          expect.soft(answer.text.includes(world.marker)).toBe(false);
        }
      }
    });
  }
});

test.describe('an API key opens what its scopes name', () => {
  const SCOPES = [
    'config:write',
    'clicks:write',
    'tickets:read',
    'tickets:write',
    'decisions:write',
    'callbacks:read',
    'callbacks:write',
  ];

  for (const [file, { scope, url, anonymous }] of only('api-key')) {
    test(file, async () => {
      const world = await aWorld();
      // Reading and opening tickets share an address.
      const enough = file === 'api/v1/tickets/route.ts' ? ['tickets:read', 'tickets:write'] : [scope!];
      const key = await anApiKey(SCOPES.filter((one) => !enough.includes(one)));
      const before = await stateOf(world);
      for (const method of Object.keys(anonymous)) {
        const answer = await call(method, url(world), withHeaders(aRequest(method, url(world)), key));
        expect.soft(answer.status, method).toBe(403);
        expect.soft(answer.json.error.code).toBe('not-allowed');
        expect.soft(answer.text.includes(world.marker)).toBe(false);
      }
      expect(await stateOf(world)).toBe(before);
    });
  }

  test('a revoked key, a cut one and a stranger open nothing', async () => {
    const key = await anApiKey(['tickets:read']);
    expect((await call('GET', '/api/v1/tickets', { headers: key })).status).toBe(200);
    await query(`UPDATE api_key SET revoked_at = now() WHERE key_hash = encode(sha256($1), 'hex')`, [
      key.Authorization.slice('Bearer '.length),
    ]);
    const wrong = [
      key.Authorization,
      key.Authorization.slice(0, -1),
      `Bearer mg_${'A'.repeat(43)}`,
      'Bearer %E0%A4%A',
      'Basic eA==',
    ];
    for (const Authorization of wrong) {
      expect((await call('GET', '/api/v1/tickets', { headers: { Authorization } })).status).toBe(401);
    }
  });
});

test.describe('what is another user’s is not there', () => {
  test('pages', async () => {
    const world = await aWorld();
    const { alice, draft, bob, marker } = world;
    const theirs = [
      `/wall/in-progress/${alice.click}`,
      `/wall/support/new?click=${draft.click}`,
      `/wall/support/${alice.number}`,
      `/api/wall/screenshots/${alice.picture}`,
      `/api/wall/screenshots/${draft.picture}`,
    ];
    for (const url of theirs) {
      expect((await call('GET', url, { headers: { Cookie: alice.cookie } })).status, url).toBe(200);
      const answer = await arrive('GET', url, { headers: { Cookie: bob.cookie } });
      expect(answer.status, url).toBe(404);
      expect(answer.text.includes(marker)).toBe(false);
    }
    for (const url of ['/wall/support', '/wall/in-progress']) {
      expect((await call('GET', url, { headers: { Cookie: alice.cookie } })).text.includes(marker)).toBe(true);
      expect((await call('GET', url, { headers: { Cookie: bob.cookie } })).text.includes(marker)).toBe(false);
    }
  });

  test('doors: 404, and nothing happens', async () => {
    const world = await aWorld();
    const { alice, draft, bob } = world;
    const asBob = { ...OWN, ...JSON_PLEASE, Cookie: bob.cookie };
    const texts = form(
      { click: alice.click, email: 'bob@example.com', description: DESCRIPTION, text: 'mine', code: '000000' },
      asBob,
    );
    const before = await stateOf(world);
    const tried: [string, string, Sent][] = [
      ['POST', '/api/wall/tickets', texts],
      ['POST', '/api/wall/drafts', texts],
      ['POST', '/api/wall/screenshots', await pictureForm({ click: draft.click }, asBob)],
      ['DELETE', `/api/wall/screenshots/${draft.picture}`, { headers: asBob }],
      ['POST', `/api/wall/screenshots/${draft.picture}/remove`, texts],
      ['POST', `/api/wall/tickets/${alice.number}/proof`, texts],
      ['POST', `/api/wall/tickets/${alice.number}/proof`, await pictureForm({ text: '' }, asBob)],
      ['POST', `/api/wall/tickets/${alice.number}/escalate`, texts],
      ['POST', `/api/wall/tickets/${alice.number}/resend`, texts],
      ['POST', `/api/wall/tickets/${alice.number}/code`, texts],
    ];
    for (const [method, url, sent] of tried) {
      const answer = await call(method, url, sent);
      // A code for a ticket that is not theirs is answered like one whose mail is no longer valid.
      expect.soft(answer.status, `${method} ${url}`).toBe(url.endsWith('/code') ? 403 : 404);
    }
    expect(await stateOf(world)).toBe(before);
  });

  test('a ticket that is not there is answered in the same shape', async () => {
    const { alice, bob } = await aWorld();
    const asBob = { headers: { Cookie: bob.cookie } };
    const [hers, nobodys] = [
      await call('GET', `/wall/support/${alice.number}`, asBob),
      await call('GET', '/wall/support/MG-0000-0000', asBob),
    ];
    expect([nobodys.status, nobodys.headers.location]).toEqual([hers.status, hers.headers.location]);
  });
});

// ── requests that our own pages did not make ────────────────────────────────

const FOREIGN: Record<string, Record<string, string>> = {
  'no Origin': {},
  'Origin: null': { Origin: 'null' },
  'a foreign Origin': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  'a foreign Origin that looks like ours': { Origin: `${demo.url}.evil.example` },
  'our Origin over another port': { Origin: demo.url.replace(/\d+$/, '9') },
  'Sec-Fetch-Site: cross-site': { Origin: demo.url, 'Sec-Fetch-Site': 'cross-site' },
  'Sec-Fetch-Site: same-site': { Origin: demo.url, 'Sec-Fetch-Site': 'same-site' },
  'a foreign Origin, text/plain': { Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
};

/** Some doors look at the kind of body first. */
const REFUSED = [403, 415];

test.describe('a change that our own page did not ask for', () => {
  const mutating = all.flatMap(([file, route]) =>
    Object.keys(route.anonymous)
      .filter((method) => method !== 'GET' && ['visitor', 'agent', 'contact', 'dev'].includes(route.who))
      .map((method) => ({ file, method, route })),
  );

  for (const { file, method, route } of mutating) {
    test(`${method} ${file}`, async () => {
      const world = await aWorld();
      const url = route.url(world);
      const { [route.who]: Cookie = world.alice.cookie } = {
        agent: world.agent.cookie,
        contact: world.portal.contact.cookie,
      } as Partial<Record<Route['who'], string>>;
      const before = await stateOf(world);
      const good = await aGoodRequest(world, file);
      for (const [what, headers] of Object.entries(FOREIGN)) {
        const answer = await call(method, url, withHeaders(good, { ...JSON_PLEASE, Cookie, ...headers }));
        expect.soft(REFUSED, `${what}: ${answer.status}`).toContain(answer.status);
      }
      if (route.who !== 'dev' && method === 'POST') {
        const plain = { ...OWN, ...JSON_PLEASE, Cookie, 'Content-Type': 'text/plain' };
        expect.soft((await call(method, url, withHeaders(good, plain))).status, 'text/plain').toBe(415);
      }
      expect(await stateOf(world)).toBe(before);
    });
  }

  test('signing in, signing out and confirming an address', async () => {
    const { agent, verifyToken, alice } = await aWorld();
    for (const [what, headers] of Object.entries(FOREIGN)) {
      const signIn = await call('POST', '/api/auth/callback/credentials', form({ email: 'x', password: 'y' }, headers));
      expect.soft(signIn.status, `sign in, ${what}`).toBe(403);
      const signOut = await call('POST', '/api/auth/signout', form({}, { Cookie: agent.cookie, ...headers }));
      expect.soft(signOut.status, `sign out, ${what}`).toBe(403);
      const verify = await call('POST', `/api/verify/${verifyToken}`, form({}, headers));
      expect.soft(verify.status, `verify, ${what}`).toBe(403);
    }
    expect((await call('GET', '/api/console/queues', { headers: { Cookie: agent.cookie } })).status).toBe(200);
    const [ticket] = await query<{ status: string }>('SELECT status FROM ticket WHERE number = $1', [alice.number]);
    expect(ticket).toEqual({ status: 'AWAITING_EMAIL' });
  });

  test('the same requests from our own page are heard (otherwise the above shows nothing)', async () => {
    const { game, draft, agent, alice, network } = await aWorld();
    const visitor = await aVisitor(game);
    const click = randomUUID();
    const clickedAt = new Date(Date.now() - 48 * 3600_000).toISOString();
    await api('POST', '/clicks', {
      clicks: [{ id: click, app: game.key, user: visitor.user, offer: draft.offer, clickedAt }],
    });
    const heard = { ...OWN, ...JSON_PLEASE, Cookie: visitor.cookie };
    const fields = form({ click, email: 'a@b.co', description: DESCRIPTION }, heard);
    expect((await call('POST', '/api/wall/drafts', fields)).status).toBe(200);
    expect((await call('POST', '/api/wall/screenshots', await pictureForm({ click }, heard))).status).toBe(201);
    const number = await openTicket(visitor, { click });
    expect((await call('POST', `/api/wall/tickets/${number}/proof`, form({ text: 'more' }, heard))).status).toBe(200);
    expect((await call('POST', `/api/wall/tickets/${number}/code`, form({ code: '000000' }, heard))).status).toBe(400);
    expect((await call('POST', `/api/wall/tickets/${number}/resend`, form({}, heard))).status).toBe(429);
    const asAgent = { ...OWN, ...JSON_PLEASE, Cookie: agent.cookie };
    expect((await call('POST', `/api/console/tickets/${number}/notes`, form({ body: 'hm' }, asAgent))).status).toBe(
      200,
    );
    const words = form({ statuses: '', events: '', version: '99' }, asAgent);
    expect((await call('POST', `/api/console/integrations/${network.integration}/mapping`, words)).status).toBe(409);
    const decision = form({ outcome: 'deny', reason: 'not-confirmed', version: '99' }, asAgent);
    expect((await call('POST', `/api/console/tickets/${alice.number}/decision`, decision)).status).toBe(409);
  });
});

// ── ways around ─────────────────────────────────────────────────────────────

test.describe('no way around the console’s door', () => {
  const HEADERS: Record<string, string>[] = [
    {},
    ...['middleware', 'proxy', 'src/middleware', 'pages/_middleware'].map((name) => ({
      'X-Middleware-Subrequest': Array(6).fill(name).join(':'),
    })),
    { 'X-Middleware-Subrequest': 'proxy' },
    { RSC: '1' },
    { RSC: '1', 'Next-Router-Prefetch': '1' },
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
    { RSC: '1', 'Next-Router-State-Tree': '%5B%22%22%2C%7B%7D%5D' },
    { 'Next-Router-Prefetch': '1' },
    { 'Next-Resume': '1' },
    { 'X-Nextjs-Data': '1' },
    { 'X-Matched-Path': '/console/tickets' },
    { 'X-Now-Route-Matches': '1=tickets' },
    { 'X-Invoke-Path': '/console/tickets', 'X-Invoke-Status': '200' },
    { 'X-Page': '/', 'X-Forwarded-Host': 'localhost' },
    { Accept: 'text/x-component' },
    { Cookie: 'agent=; agent=x; next-auth.session-token=x; __Host-agent=x' },
  ];
  const SPELLINGS: ((path: string) => string)[] = [
    (path) => `${path}/`,
    (path) => `/${path}`,
    (path) => path.replace('/console', '/CONSOLE'),
    (path) => path.replace('/console', '/%63onsole'),
    (path) => path.replace('/console/', '/console%2f'),
    (path) => path.replace('/console', '/%2fconsole'),
    (path) => path.replace('/console', '/console;x=1'),
    (path) => path.replace('/console', '/./console'),
    (path) => path.replace('/console', '/wall/../console'),
    (path) => path.replace('/console', '/_next/static/../../console'),
    (path) => `/en${path}`,
    (path) => `${path}.rsc`,
    (path) => `${path}.txt`,
    (path) => `${path}.segments/_tree.segment.rsc`,
    (path) => `${path}?_rsc=1abc`,
    (path) => `${path}?__nextLocale=x&nextxnumber=1`,
    (path) => `/_next/data/build${path}.json`,
  ];

  for (const [file, { url }] of only('agent').filter(([name]) => name.endsWith('page.tsx'))) {
    test(file, async () => {
      const world = await aWorld();
      const path = url(world);
      const ways: { way: string; headers: Record<string, string> }[] = [
        ...HEADERS.map((headers) => ({ way: path, headers })),
        ...SPELLINGS.map((spelled) => ({ way: spelled(path), headers: {} })),
        ...SPELLINGS.map((spelled) => ({ way: spelled(path), headers: { RSC: '1' } })),
      ];
      for (const { way, headers } of ways) {
        const shown = (await followed(way, headers)).includes(world.marker);
        expect(shown, `${way} ${JSON.stringify(headers)}`).toBe(false);
      }
    });
  }

  test('and with a session the same addresses show it (otherwise the above shows nothing)', async () => {
    const { agent, alice, marker } = await aWorld();
    const Cookie = agent.cookie;
    expect((await followed(`/console/tickets/${alice.number}`, { Cookie })).includes(marker)).toBe(true);
    expect((await followed(`/console/tickets/${alice.number}`, { Cookie, RSC: '1' })).includes(marker)).toBe(true);
    expect((await followed('/console/offers', { Cookie })).includes(marker)).toBe(true);
  });
});

/** Pages that end early lead to one of a few addresses whose answers say why. */
async function arrive(method: string, url: string, sent: Sent): ReturnType<typeof call> {
  const answer = await call(method, url, sent);
  const onward = ['/wall', '/nothing-here', '/advertiser/link-over?why=over'].find(
    (place) => place === answer.headers.location,
  );
  return onward ? call('GET', onward) : answer;
}

/** Three redirects along our own paths. */
async function followed(path: string, headers: Record<string, string>): Promise<string> {
  let seen = '';
  for (let step = 0, next: string | undefined = path; next && step < 4; step += 1) {
    const answer: Awaited<ReturnType<typeof call>> = await call('GET', next, { headers });
    seen += answer.text;
    next = answer.headers.location?.startsWith('/') ? answer.headers.location : undefined;
  }
  return seen;
}

// ── sessions that are over ──────────────────────────────────────────────────

test.describe('a session that is over opens nothing', () => {
  const opens = async (cookie: string) => {
    const [door, page] = await Promise.all([
      call('GET', '/api/console/queues', { headers: { Cookie: cookie } }),
      call('GET', '/console/tickets', { headers: { Cookie: cookie } }),
    ]);
    return [door.status, page.status];
  };

  test('after signing out; and the browser is told to forget', async () => {
    const { cookie } = await anAgent('lead');
    expect(await opens(cookie)).toEqual([200, 200]);
    const out = await call('POST', '/api/auth/signout', form({}, { ...OWN, Cookie: cookie }));
    expect([out.status, out.headers.location]).toEqual([303, '/sign-in?problem=signed-out']);
    expect(out.headers['clear-site-data']).toBe('"cache", "cookies", "storage"');
    expect(cookieHeader(out.cookies)).toBe('agent=');
    expect(await opens(cookie)).toEqual([401, 307]);
  });

  test('revoked, idle for an hour, or older than eight hours', async () => {
    for (const ended of [
      'revoked_at = now()',
      `seen_at = now() - interval '61 minutes'`,
      `expires_at = now() - interval '1 second'`,
    ]) {
      const { cookie, session } = await aHiredAgent();
      expect(await opens(cookie)).toEqual([200, 200]);
      await query(`UPDATE agent_session SET ${ended} WHERE id = $1`, [session]);
      expect(await opens(cookie), ended).toEqual([401, 307]);
    }
  });

  test('a disabled agent is out at once, and an auditor may look and not touch', async () => {
    const world = await aWorld();
    const { cookie, agentId } = await aHiredAgent();
    await query(`UPDATE agent SET role = 'auditor' WHERE id = $1`, [agentId]);
    const before = await stateOf(world);
    const doors = [
      ...['assignment', 'decision', 'notes', 'questions', 'undo'].map(
        (door) => `tickets/${world.alice.number}/${door}`,
      ),
      'integrations',
      ...['addresses', 'definition', 'enabled', 'mapping', 'secret', 'trust'].map(
        (door) => `integrations/${world.network.integration}/${door}`,
      ),
    ];
    for (const door of doors) {
      const fields = form(
        { assignee: 'me', outcome: 'deny', reason: 'not-confirmed', body: 'x', act: 'rotate', version: '1' },
        { ...OWN, ...JSON_PLEASE, Cookie: cookie },
      );
      expect((await call('POST', `/api/console/${door}`, fields)).status, door).toBe(403);
    }
    expect(await stateOf(world)).toBe(before);
    expect(await opens(cookie)).toEqual([200, 200]);
    await query('UPDATE agent SET disabled_at = now() WHERE id = $1', [agentId]);
    expect(await opens(cookie)).toEqual([401, 307]);
  });

  test('signing in again gives another session, and a cookie that was tampered with gives none', async () => {
    const [one, other] = [await anAgent('senior'), await anAgent('senior')];
    expect(one.cookie).not.toBe(other.cookie);
    expect(await opens(`${one.cookie}x`)).toEqual([401, 307]);
    expect(await opens(one.cookie.replace(/.{5}$/, 'AAAAA'))).toEqual([401, 307]);
    expect(await opens('agent=eyJhbGciOiJub25lIn0.e30.')).toEqual([401, 307]);
  });

  test('the wall: expired or unknown', async () => {
    const { game } = await aWorld();
    const visitor = await aVisitor(game);
    const enters = async (Cookie: string) => (await arrive('GET', '/wall/offers', { headers: { Cookie } })).status;
    expect(await enters(visitor.cookie)).toBe(200);
    expect(await enters(`makegood=${'A'.repeat(43)}`)).toBe(403);
    await query(
      `UPDATE wall_session SET expires_at = now() WHERE user_id = (SELECT id FROM end_user WHERE external_id = $1)`,
      [visitor.user],
    );
    expect(await enters(visitor.cookie)).toBe(403);
  });
});

// ── requests as they should be ──────────────────────────────────────────────

/** A request from our own page with a body of the right kind. */
function aRequest(method: string, url: string): Sent {
  if (method === 'GET') return {};
  if (url.startsWith('/api/v1/')) return { headers: { 'Content-Type': 'application/json' }, body: '{}' };
  if (url === '/api/wall/screenshots') return multipart([], { ...OWN, ...JSON_PLEASE });
  return form({}, { ...OWN, ...JSON_PLEASE });
}

/** What would change something if the right person sent it from our own page. */
async function aGoodRequest({ alice, draft }: World, file: string): Promise<Sent> {
  if (file === 'api/wall/screenshots/route.ts') {
    return multipart([
      { name: 'click', value: draft.click },
      { name: 'screenshots', filename: 'a.png', value: await aPicture() },
    ]);
  }
  return form({
    click: draft.click,
    email: 'a@b.co',
    description: DESCRIPTION,
    text: 'More of it.',
    body: 'A note.',
    code: '000000',
    assignee: 'me',
    outcome: 'deny',
    reason: 'not-confirmed',
    version: '1',
    number: alice.number,
  });
}

function withHeaders(sent: Sent, headers: Record<string, string>): Sent {
  return { ...sent, headers: { ...sent.headers, ...headers } };
}
