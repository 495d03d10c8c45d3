/**
 * What every answer wears (reference: trust, 4.1 to 4.3): the exact set of headers of its class, a policy that lets no
 * foreign script run, cookies that cannot be planted.
 *
 * Where the demo differs from the table: it speaks plain http, where browsers ignore Strict-Transport-Security (sent all the
 * same) and refuse `__Host-` and Secure. A second web behind https shows the cookies and the policy as they are in earnest.
 * `Report-To` and Trusted Types are not used. Next says `private, no-cache, no-store, max-age=0, must-revalidate` for pages,
 * which is `private, no-store` in more words.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { anAgent, aVisitor, call, cookieHeader, form, OWN, type Reply } from '../support/doors';
import { demo, wallLink } from '../support/fixtures';
import { aSecondWeb } from '../support/second-web';
import { aWorld, type World } from '../support/world';

// ── classes of answers ──────────────────────────────────────────────────────

const HSTS = 'max-age=63072000; includeSubDomains; preload';
const EVERYWHERE = {
  'strict-transport-security': HSTS,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const HIDDEN = { 'x-robots-tag': 'noindex, nofollow' };
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const PAGE = {
  ...EVERYWHERE,
  ...HIDDEN,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'x-frame-options': 'DENY',
};
/** Its address is a secret, which goes nowhere. */
const SECRET_PAGE = { ...PAGE, 'referrer-policy': 'no-referrer' };
const DOOR = { ...EVERYWHERE, ...HIDDEN, 'referrer-policy': 'no-referrer', 'content-security-policy': NOTHING };
const PICTURE = { ...DOOR, 'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'" };
const FILE = { ...EVERYWHERE, 'content-security-policy': NOTHING };

/** What speaks of this answer alone, of the connection, or of how it was made. */
const BESIDES = [
  ...['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'vary', 'etag'],
  ...[
    'content-type',
    'cache-control',
    'expires',
    'pragma',
    'location',
    'allow',
    'set-cookie',
    'link',
    'www-authenticate',
    'retry-after',
  ],
  ...[
    'x-nextjs-cache',
    'x-nextjs-action-not-found',
    'accept-ranges',
    'last-modified',
    'content-disposition',
    'clear-site-data',
  ],
];
const NEVER = ['x-powered-by', 'server', 'access-control-allow-origin', 'access-control-allow-credentials', 'refresh'];

function wears(answer: Reply, expected: Record<string, string>): void {
  const worn = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !BESIDES.includes(name)));
  if (expected === PAGE || expected === SECRET_PAGE) {
    expect(worn['content-security-policy'], 'a page has a policy of its own').toContain("'nonce-");
    delete worn['content-security-policy'];
  }
  expect(worn).toEqual(expected);
  for (const name of NEVER) expect(answer.headers[name], name).toBeUndefined();
}

type Case = {
  what: string;
  ask: (world: World) => Promise<Reply>;
  status: number;
  like: Record<string, string>;
  type: RegExp | null;
  cache: RegExp;
};

const HTML = /^text\/html; charset=utf-8$/;
const JSON_TYPE = /^application\/json(; charset=utf-8)?$/;
const PRIVATE = /private, .*no-store/;
const NO_STORE = /^no-store$/;
const ANY = /^/;

const get =
  (path: string | ((world: World) => string), headers: Record<string, string> = {}) =>
  (world: World) =>
    call('GET', typeof path === 'string' ? path : path(world), { headers });
const asAlice = (path: (world: World) => string) => (world: World) =>
  call('GET', path(world), { headers: { Cookie: world.alice.cookie } });
const asAgent = (path: (world: World) => string) => (world: World) =>
  call('GET', path(world), { headers: { Cookie: world.agent.cookie } });

const CASES: Case[] = [
  page('the door plate', get('/')),
  page('signing in', get('/sign-in?cookie=set')),
  page('signing in, on the way to its cookie', get('/sign-in'), 307),
  page(
    'a wall page',
    asAlice(() => '/wall/offers'),
  ),
  page(
    'the ticket form',
    asAlice(({ draft }) => `/wall/support/new?click=${draft.click}`),
  ),
  page(
    'a ticket',
    asAlice(({ alice }) => `/wall/support/${alice.number}`),
  ),
  page('a wall page without a session', get('/wall/offers'), 307),
  page('the wall without a link', get('/wall'), 403),
  page('the wall with a wrong link', get('/wall?app=x&user=y&ts=1700000000&sig=z'), 403),
  { ...page('the wall with a good link', ({ game }) => good(game), 303), type: null, cache: NO_STORE },
  page('confirming an address', get('/verify/nothing')),
  page('the portal’s door', get('/advertiser')),
  page('signing in at the portal', get('/advertiser/sign-in/nothing')),
  page('a portal link that is over', get('/advertiser/link-over'), 404),
  {
    ...page(
      'the claims of a link',
      get(({ portal }) => `/advertiser/${portal.token}`),
    ),
    like: SECRET_PAGE,
  },
  page('a contact’s claims', ({ portal }) =>
    call('GET', '/advertiser/claims', { headers: { Cookie: portal.contact.cookie } }),
  ),
  picture(
    'a picture, for the advertiser',
    get(({ portal, alice }) => `/api/advertiser/${portal.token}/screenshots/${alice.picture}`),
  ),
  page('what is not there', get('/nothing-here'), 404),
  page('what is not there, deeper', get('/wall/nothing/at/all'), 404),
  page(
    'the console',
    asAgent(() => '/console/tickets'),
  ),
  page(
    'the console’s ticket',
    asAgent(({ alice }) => `/console/tickets/${alice.number}`),
  ),
  page('the console without a session', get('/console/tickets'), 307),
  { ...page('a page by POST', () => call('POST', '/wall/offers', form({})), 405), type: null },
  {
    ...page(
      'a page’s data',
      asAlice(() => '/wall/offers?_rsc=1'),
      200,
    ),
    type: ANY,
  },
  { ...page('a page’s data, asked as data', get('/?_rsc=1', { RSC: '1' }), 0), type: ANY, cache: ANY },
  { ...page('a prefetch', get('/', { 'Next-Router-Prefetch': '1' })), type: ANY },
  {
    ...page('an action nobody offers', () => call('POST', '/sign-in', { headers: { 'Next-Action': 'x' } }), 405),
    type: ANY,
  },
  door('health', get('/api/health')),
  door('readiness', get('/api/ready')),
  { ...door('metrics', get('/api/metrics')), type: /^text\/plain; .*charset=utf-8/ },
  door('the API’s description', get('/api/v1/openapi.json')),
  door('the API without a key', get('/api/v1/tickets'), 401),
  door('the API with wrong words', get('/api/v1/tickets?x=1', { Authorization: `Bearer ${demo.apiKey}` }), 400),
  door('a method that is not served', () => call('DELETE', '/api/health'), 405),
  { ...door('a postback by HEAD', () => call('HEAD', '/api/postbacks/x'), 405), type: null, cache: ANY },
  { ...door('a postback by PUT', () => call('PUT', '/api/postbacks/x'), 405), type: null, cache: ANY },
  door(
    'a postback without a signature',
    get(({ network }) => `/api/postbacks/${network.integration}`),
    401,
  ),
  door('a form of the wall without a session', () => call('POST', '/api/wall/drafts', form({}, OWN)), 401),
  door('a form of another page', () => call('POST', '/api/wall/drafts', form({})), 403),
  { ...door('a door of the wall by GET', get('/api/wall/tickets'), 405), type: null, cache: ANY },
  door('a door of the console without a session', get('/api/console/queues'), 401),
  door(
    'a door of the console',
    asAgent(() => '/api/console/queues'),
  ),
  door('the sign-in form’s token', get('/api/auth/csrf')),
  { ...door('signing out', () => call('POST', '/api/auth/signout', form({}, OWN)), 303), type: null },
  { ...door('an address of the API that is not there', get('/api/nothing'), 404), type: ANY, cache: ANY },
  picture(
    'a picture, for the user',
    asAlice(({ alice }) => `/api/wall/screenshots/${alice.picture}`),
  ),
  picture(
    'a picture, for an agent',
    asAgent(({ alice }) => `/api/console/screenshots/${alice.picture}`),
  ),
  {
    ...picture(
      'a picture, for nobody',
      get(({ alice }) => `/api/wall/screenshots/${alice.picture}`),
    ),
    status: 404,
    type: JSON_TYPE,
    cache: NO_STORE,
  },
  {
    what: 'a script',
    ask: aScript,
    status: 200,
    like: FILE,
    type: /^application\/javascript; charset=utf-8$/i,
    cache: /^public, max-age=31536000, immutable$/,
  },
  {
    what: 'a file that is not there',
    ask: get('/_next/static/nothing.js'),
    status: 404,
    like: FILE,
    type: ANY,
    cache: ANY,
  },
  {
    what: 'the image optimizer, which is off',
    ask: get('/_next/image?url=%2Ficon.svg&w=64&q=75'),
    status: 404,
    like: FILE,
    type: ANY,
    cache: ANY,
  },
];

function page(what: string, ask: Case['ask'], status = 200): Case {
  return { what, ask, status, like: PAGE, type: HTML, cache: PRIVATE };
}

function door(what: string, ask: Case['ask'], status = 200): Case {
  return { what, ask, status, like: DOOR, type: JSON_TYPE, cache: NO_STORE };
}

function picture(what: string, ask: Case['ask']): Case {
  return { what, ask, status: 200, like: PICTURE, type: /^image\/(webp|jpeg)$/, cache: /^private, no-store$/ };
}

function good(game: World['game']): Promise<Reply> {
  const { pathname, search } = new URL(wallLink(game, 'somebody'));
  return call('GET', pathname + search);
}

async function aScript(): Promise<Reply> {
  const { text } = await call('GET', '/');
  return call('GET', /src="(\/_next\/static\/[^"]+\.js)"/.exec(text)![1]!);
}

test.describe('headers of', () => {
  for (const { what, ask, status, like, type, cache } of CASES) {
    test(what, async () => {
      const answer = await ask(await aWorld());
      if (status !== 0) expect(answer.status).toBe(status);
      wears(answer, like);
      if (type && answer.headers['content-type']) expect(answer.headers['content-type']).toMatch(type);
      if (cache !== ANY) expect(answer.headers['cache-control']).toMatch(cache);
    });
  }

  test('what is refused before anybody looks at it', async () => {
    for (const [method, path, status] of [
      ['GET', '/wall/%E0%A4%A', 400],
      ['GET', '/api/postbacks/a%00b', 400],
      ['TRACE', '/', 405],
    ] as const) {
      const answer = await call(method, path);
      expect(answer.status).toBe(status);
      expect(answer.headers['content-security-policy']).toBe(NOTHING);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('Next’s own redirects: never sniffed, never over http again', async () => {
    const answer = await call('GET', '/console/');
    expect([answer.status, answer.headers.location]).toEqual([308, '/console']);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['strict-transport-security']).toBe(HSTS);
  });
});

test('a picture says its name only in a form that cannot be more than a name', async () => {
  const { alice } = await aWorld();
  const answer = await call('GET', `/api/wall/screenshots/${alice.picture}`, { headers: { Cookie: alice.cookie } });
  expect(answer.headers['content-disposition']).toMatch(/^inline; filename\*=UTF-8''[A-Za-z0-9%._-]+$/);
});

// ── the policy of pages ─────────────────────────────────────────────────────

const POLICY = {
  'default-src': "'none'",
  'script-src': "'nonce-N' 'strict-dynamic'",
  'style-src': "'self' 'nonce-N'",
  // Style attributes, which React writes; no element of style without the nonce.
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'worker-src': "'none'",
  'manifest-src': "'self'",
  'frame-ancestors': "'none'",
};

test.describe('the policy', () => {
  const pages: [string, Case['ask']][] = [
    ['the door plate', get('/')],
    ['signing in', get('/sign-in?cookie=set')],
    ['the wall', asAlice(() => '/wall/in-progress')],
    ['the ticket form', asAlice(({ draft }) => `/wall/support/new?click=${draft.click}`)],
    ['a ticket', asAlice(({ alice }) => `/wall/support/${alice.number}`)],
    ['the wall with a wrong link', get('/wall?app=x')],
    ['confirming an address', get('/verify/nothing')],
    ['what is not there', get('/nothing-here')],
    ['the console', asAgent(() => '/console/tickets')],
    ['the console’s ticket', asAgent(({ alice }) => `/console/tickets/${alice.number}`)],
    ['a redirect', get('/console')],
    ['a claimed nonce', get('/', forged())],
    [
      'a claimed nonce, signed in',
      (world) => call('GET', '/console/tickets', { headers: { ...forged(), Cookie: world.agent.cookie } }),
    ],
  ];

  for (const [what, ask] of pages) {
    test(`of ${what}: no foreign script, a fresh nonce, and every script and style wears it`, async () => {
      const world = await aWorld();
      const [one, other] = [await ask(world), await ask(world)];
      const nonces = [one, other].map((answer) => {
        const { nonce, directives } = policyOf(answer);
        expect(directives).toEqual(POLICY);
        expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16);
        expect(nonce).not.toContain('forged');
        const tags = answer.text.match(/<(?:script|style)\b[^>]*>/g) ?? [];
        for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
        expect(answer.text).not.toMatch(/<[^>]+\son\w+=/i);
        expect(answer.text).not.toMatch(/(?:href|src|action)="javascript:/i);
        expect(answer.text).not.toContain('forged');
        return nonce;
      });
      expect(nonces[0]).not.toBe(nonces[1]);
    });
  }

  test('pages have scripts at all (otherwise the above shows nothing)', async () => {
    expect((await call('GET', '/')).text.match(/<script\b/g)!.length).toBeGreaterThan(3);
  });
});

function forged(): Record<string, string> {
  return {
    'Content-Security-Policy': `script-src 'nonce-forged"><script>alert(1)</script>' 'unsafe-inline'`,
    'Content-Security-Policy-Report-Only': "script-src 'nonce-forged'",
    'X-Nonce': 'forged',
    'X-Page': '/forged',
    'X-Lang': 'forged',
    'X-User-Id': 'forged',
    'X-Forwarded-Host': 'forged.example',
    'X-Forwarded-Proto': 'https',
    'X-Real-IP': '127.0.0.1',
  };
}

function policyOf({ headers }: Reply): { nonce: string; directives: Record<string, string> } {
  const policy = String(headers['content-security-policy']);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  const directives = policy.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ');
    return [name, values.join(' ').replaceAll(nonce, 'N')];
  });
  return { nonce, directives: Object.fromEntries(directives) };
}

// ── cookies ─────────────────────────────────────────────────────────────────

test('cookies: over http without the prefix browsers would refuse, otherwise as strict as can be', async () => {
  const { game } = await aWorld();
  const wall = await good(game);
  const agent = await anAgent('auditor');
  expect(wall.cookies.map(shape)).toEqual(['makegood; HttpOnly; Max-Age=86400; Path=/; SameSite=Lax']);
  expect(agent.cookies.map(shape).sort()).toEqual([
    'agent; Expires; HttpOnly; Path=/; SameSite=Lax',
    'next-auth.callback-url; HttpOnly; Path=/; SameSite=Lax',
    'next-auth.csrf-token; HttpOnly; Path=/; SameSite=Lax',
  ]);
  for (const cookie of [...wall.cookies, ...agent.cookies]) expect(cookie.length).toBeLessThan(4096);
});

test('a link opens as many sessions as there are browsers, each with a cookie of its own', async () => {
  const { game } = await aWorld();
  const [one, other] = [await aVisitor(game, 'twice'), await aVisitor(game, 'twice')];
  expect(one.cookie).not.toBe(other.cookie);
});

/** Name and attributes, without what differs each time. */
function shape(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split('; ');
  return [
    pair.split('=')[0],
    ...attributes.map((attribute) => attribute.replace(/^Expires=.*/, 'Expires')).sort(),
  ].join('; ');
}

test.describe('behind https', () => {
  const ORIGIN = 'https://rewards.example';

  test('every cookie is bound to this host, and the policy lifts what is left of http', async () => {
    const { game } = await aWorld();
    const web = await aSecondWeb({ PUBLIC_URL: ORIGIN, NEXTAUTH_URL: ORIGIN, TRUSTED_PROXIES: '1' });
    try {
      const behind = { base: web.url, headers: { Host: 'rewards.example', 'X-Forwarded-Proto': 'https' } };
      const { pathname, search } = new URL(wallLink(game, 'secure'));
      const wall = await call('GET', pathname + search, behind);
      expect(wall.cookies.map(shape)).toEqual([
        '__Host-makegood; HttpOnly; Max-Age=86400; Path=/; SameSite=Lax; Secure',
      ]);
      expect(
        (
          await call('GET', '/wall/offers', {
            ...behind,
            headers: { ...behind.headers, Cookie: cookieHeader(wall.cookies) },
          })
        ).status,
      ).toBe(200);

      const token = await call('GET', '/api/auth/csrf', behind);
      const { email, password } = demo.agents.find(({ role }) => role === 'auditor')!;
      const fields = form(
        { csrfToken: token.json.csrfToken, email, password },
        { ...behind.headers, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', Cookie: cookieHeader(token.cookies) },
      );
      const signedIn = await call('POST', '/api/auth/callback/credentials', { ...fields, base: web.url });
      expect([...token.cookies, ...signedIn.cookies].map(shape).sort()).toEqual([
        '__Host-agent; Expires; HttpOnly; Path=/; SameSite=Lax; Secure',
        '__Host-next-auth.callback-url; HttpOnly; Path=/; SameSite=Lax; Secure',
        '__Host-next-auth.csrf-token; HttpOnly; Path=/; SameSite=Lax; Secure',
      ]);
      const page = await call('GET', '/', behind);
      expect(policyOf(page).directives).toEqual({ ...POLICY, 'upgrade-insecure-requests': '' });
      expect(page.headers['strict-transport-security']).toBe(HSTS);
      // Figures are nobody's business there without a token; the mailbox of the demo does not exist.
      expect((await call('GET', '/api/metrics', behind)).status).toBe(404);
      for (const path of ['/api/dev/mailbox', '/dev', '/dev/mailbox'])
        expect((await call('GET', path, behind)).status, path).toBe(404);
      for (const path of ['days', 'hourly', 'postback', 'wall']) {
        const own = form({}, { ...behind.headers, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' });
        expect((await call('POST', `/api/dev/${path}`, { ...own, base: web.url })).status, path).toBe(404);
      }
    } finally {
      await web.stop();
    }
  });
});

// ── when nothing can be stored (bad inputs PB-042) ──────────────────────────

test('with the database away: nothing is promised, everybody is told to come back, and every header is there', async () => {
  const { network, alice } = await aWorld();
  const web = await aSecondWeb({ DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:9/nothing' });
  try {
    const base = web.url;
    const postback = await call(
      'GET',
      `/api/postbacks/${network.integration}?click_id=${alice.click}&tx=1&ts=1700000000&sig=x`,
      { base },
    );
    expect([postback.status, postback.json.error.code]).toEqual([503, 'try-later']);
    expect(Number(postback.headers['retry-after'])).toBeGreaterThan(0);
    wears(postback, DOOR);
    const api = await call('GET', '/api/v1/tickets', { base, headers: { Authorization: `Bearer ${demo.apiKey}` } });
    expect(api.status).toBe(503);
    const wall = await call('GET', '/wall/offers', { base, headers: { Cookie: alice.cookie } });
    expect(wall.status).toBe(500);
    expect(wall.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1:9|at .*\.js:\d+/);
    wears(wall, PAGE);
    expect((await call('GET', '/api/health', { base })).status).toBe(200);
    const ready = await call('GET', '/api/ready', { base });
    expect(ready.status).toBe(503);
    expect(ready.json.reasons.length).toBeGreaterThan(0);
    expect(ready.text).not.toContain('nobody:x');
  } finally {
    await web.stop();
  }
});

test('what is served to browsers names no machine and holds no map of the sources', async () => {
  const script = await aScript();
  expect(script.text).not.toContain('sourceMappingURL');
  expect(script.text).not.toContain(import.meta.dirname.replace(/\/e2e\/api$/, '/lib'));
  const lock = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect((await call('GET', '/')).text).not.toContain(`next@${lock.dependencies.next}`);
});
