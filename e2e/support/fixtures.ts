/** What every browser and API test starts from: the running stack, a browser that needs no download, and people's doings. */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import pg from 'pg';
import type { DemoFile } from '../../bin/stack';
import { browserPath } from './browser';

export { expect };
export const demo: DemoFile = JSON.parse(readFileSync(process.env.DEMO_FILE ?? '.data/demo.json', 'utf8'));

const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-gpu', '--disable-dev-shm-usage'];

/** What the browsers of one test complained about: errors of scripts, and whatever a policy or a server refused. */
export type Complaints = {
  /** A test that provokes one says so; the rest fail it. */
  expected: (matching: RegExp) => void;
  watch: (page: Page) => void;
};

/** Opens a browser for one more person; it is closed with the test. */
export type NewPerson = (options?: BrowserContextOptions) => Promise<Page>;

type Fixtures = { complaints: Complaints; newPerson: NewPerson };

export const test = base.extend<Fixtures>({
  browser: [
    async ({ playwright }, use) => {
      const browser = await playwright.chromium.launch({
        executablePath: await browserPath(),
        args: ARGS,
        headless: true,
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  baseURL: demo.url,
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  complaints: async ({}, use) => {
    const heard: string[] = [];
    const allowed: RegExp[] = [];
    await use({
      expected: (matching) => allowed.push(matching),
      watch: (page) => {
        page.on('pageerror', (error) => heard.push(`${error.message} (at ${page.url()})`));
        page.on('console', (message) => {
          if (message.type() === 'error' || /content security policy/i.test(message.text()))
            heard.push(`${message.text()} (at ${page.url()})`);
        });
      },
    });
    const unexpected = heard.filter((text) => !allowed.some((matching) => matching.test(text)));
    expect(unexpected, 'what the browser complained about').toEqual([]);
  },
  page: async ({ page, complaints }, use) => {
    complaints.watch(page);
    await use(page);
  },
  newPerson: async ({ browser, complaints, baseURL }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL, ...options });
      contexts.push(context);
      const page = await context.newPage();
      complaints.watch(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// biome-ignore lint/suspicious/noExplicitAny: what a test expects of an answer it says in its expectations
type Answer = any;

/** The operator's API with the demo's key. */
export async function api(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${demo.url}/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${demo.apiKey}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

export type Game = {
  key: string;
  wallSecret: string;
  /** The private key of its callbacks. */
  secret: string;
  callbacks: URL[];
  server: Server;
  stop: () => Promise<void>;
};

/**
 * A publisher's own server, written from the vendor's description (seed: server-to-server callbacks): it answers
 * `<EVENT_ID>:OK` and remembers what it was told. `answer` can be replaced to make it fail.
 */
export async function aGame(
  options: { currency?: string; answer?: (url: URL) => { status: number; body: string }; isUntold?: boolean } = {},
): Promise<Game> {
  const callbacks: URL[] = [];
  const answer =
    options.answer ?? ((url: URL) => ({ status: 200, body: `<status> ${url.searchParams.get('event')}:OK</status>` }));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://game');
    callbacks.push(url);
    const { status, body } = answer(url);
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const key = `game-${randomUUID().slice(0, 8)}`;
  const wallSecret = randomUUID() + randomUUID();
  const secret = 'private-key-0123456789';
  const template = (path: string) =>
    `http://127.0.0.1:${port}/${path}?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]`;
  const callback = {
    dialect: 'ironsource',
    urlTemplate: template('reward'),
    reversalUrlTemplate: template('reversal'),
    secret,
  };
  const put = await api('PUT', `/apps/${key}`, {
    name: 'Gem Quest',
    publisher: 'studio',
    currency: { name: options.currency ?? 'Gems', perUsd: '1000' },
    wallSecret,
    ...(!options.isUntold && { callback }),
  });
  if (put.status >= 300) throw new Error(JSON.stringify(put.body));
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { key, wallSecret, secret, callbacks, server, stop };
}

/** A calendar with a week of office hours and two holidays, one of them named at length. Its id. */
export async function aCalendar(name = `Office ${randomUUID().slice(0, 8)}`): Promise<string> {
  const day = [
    { from: 540, to: 720 },
    { from: 780, to: 1020 },
  ];
  const week = JSON.stringify([day, day, day, day, day, [], []]);
  const [made] = await query<{ id: string }>(
    `INSERT INTO calendar (name, time_zone, week) VALUES ($1, 'Europe/Berlin', $2::jsonb) RETURNING id`,
    [name, week],
  );
  await query(
    `INSERT INTO calendar_holiday (calendar_id, date, name)
     VALUES ($1, '2027-01-01', 'New Year'), ($1, '2027-10-03', 'The day of a unity that took a long name to be remembered')`,
    [made!.id],
  );
  return made!.id;
}

export type Network = { advertiser: string; integration: string; secret: string };

export async function aNetwork(): Promise<Network> {
  const [advertiser, integration] = [`adv-${randomUUID().slice(0, 8)}`, `int-${randomUUID().slice(0, 8)}`];
  const secret = randomUUID() + randomUUID();
  await api('PUT', `/advertisers/${advertiser}`, { name: 'Acme Games', recheckEmail: 'checks@acme.example' });
  const put = await api('PUT', `/integrations/${integration}`, { advertiser, dialect: 'native', secret });
  if (put.status >= 300) throw new Error(JSON.stringify(put.body));
  return { advertiser, integration, secret };
}

export async function anOffer(
  network: Network,
  options: { title?: string; payoutUsd?: string; tasks?: object[] } = {},
): Promise<{ key: string; title: string }> {
  const key = `offer-${randomUUID().slice(0, 8)}`;
  const title = options.title ?? `Coin Kingdom ${key.slice(-4)}`;
  const tasks = options.tasks ?? [
    { key: 'level-10', name: 'Reach level 10', payoutUsd: options.payoutUsd ?? '3.50', rewardAmount: 3500 },
  ];
  const put = await api('PUT', `/offers/${key}`, {
    advertiser: network.advertiser,
    title,
    tasks,
    requirements: 'New players only.',
  });
  if (put.status >= 300) throw new Error(JSON.stringify(put.body));
  return { key, title };
}

/** A click made in companion mode, `hoursAgo` before now. */
export async function aClick(game: Game, offer: { key: string }, user: string, hoursAgo = 48): Promise<string> {
  const id = randomUUID();
  const clickedAt = new Date(Date.now() - hoursAgo * 3600_000).toISOString();
  const { body } = await api('POST', '/clicks', {
    clicks: [{ id, app: game.key, user, offer: offer.key, clickedAt, country: 'DE' }],
  });
  if (body.accepted !== 1) throw new Error(JSON.stringify(body));
  return id;
}

export function wallLink(game: Pick<Game, 'key' | 'wallSecret'>, user: string, extra = ''): string {
  const ts = Math.floor(Date.now() / 1000);
  const signed = `app=${encodeURIComponent(game.key)}&user=${encodeURIComponent(user)}&ts=${ts}`;
  const sig = createHmac('sha256', game.wallSecret).update(signed).digest('hex');
  return `${demo.url}/wall?${signed}&sig=${sig}${extra}`;
}

/** The advertiser's server confirms: signed as the interface describes it, by code that is not ours. */
export async function postback(network: Network, params: Record<string, string>): Promise<Response> {
  const all: Record<string, string> = { ts: String(Math.floor(Date.now() / 1000)), tx: randomUUID(), ...params };
  const signed = Object.keys(all)
    .sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(all[name]!)}`)
    .join('&');
  const sig = createHmac('sha256', network.secret).update(signed).digest('hex');
  return fetch(`${demo.url}/api/postbacks/${network.integration}?${signed}&sig=${sig}`);
}

/** The run of the hour, as an operator's own cron would start it. Waits for stories that must not be decided meanwhile. */
export async function runHourly(): Promise<{ approved: number; denied: number; held: number; left: number }> {
  return holding('pg_advisory_lock', async () => {
    const response = await fetch(`${demo.url}/api/cron/hourly`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${demo.cronSecret}` },
    });
    if (!response.ok) throw new Error(`hourly: ${response.status}`);
    return response.json();
  });
}

/**
 * Tests share one stack, and an hourly run decides every ticket there is: while `story` goes on, no other test starts one,
 * and it does not begin just before the full hour, when the worker starts its own.
 */
export async function withoutHourlyRun<T>(story: () => Promise<T>): Promise<T> {
  const SHORTLY_MS = 30_000;
  await expect
    .poll(() => 3_600_000 - (Date.now() % 3_600_000), { timeout: 2 * SHORTLY_MS })
    .toBeGreaterThan(SHORTLY_MS);
  return holding('pg_advisory_lock_shared', story);
}

const HOURLY_RUN = 20_000_001;

async function holding<T>(lock: 'pg_advisory_lock' | 'pg_advisory_lock_shared', work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(demo.databaseUrl);
  await client.connect();
  try {
    await client.query(`SELECT ${lock}(${HOURLY_RUN})`);
    return await work();
  } finally {
    await client.end();
  }
}

export type Mail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Record<string, string>;
};

/** Waits until a mail to this address has a matching subject or text; mails arrive by a real SMTP conversation. */
export async function mailTo(address: string, matching: RegExp): Promise<Mail> {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails: Mail[] = await (await fetch(`${demo.mailbox}?to=${encodeURIComponent(address)}`)).json();
    const found = mails.find(({ subject, text }) => matching.test(subject) || matching.test(text));
    if (found) return found;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`No mail to ${address} that matches ${matching}`);
}

/** These two speak of promptness and may be broken for a moment on a busy machine; the others never. */
const PROMPTNESS = ['no callback due for more than 5 minutes', 'no e-mail due for more than 5 minutes'];

/** What must never be true, asked of the database itself. */
export async function brokenInvariants(): Promise<{ name: string; count: number }[]> {
  const broken = await query<{ name: string; count: number }>(
    'SELECT name, count FROM invariant_violations WHERE count > 0',
  );
  return broken.filter(({ name }) => !PROMPTNESS.includes(name));
}

/** Looks into the database, or arranges what no door does (a ban, an offer's questions). */
export async function query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(demo.databaseUrl);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
