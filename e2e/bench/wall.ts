/**
 * The wall's first load on a phone: In Progress in Chromium, with a processor four times slower and slow 4G, nothing cached,
 * against an almost empty page of the same build (app/dev/floor). Then the form: how long it takes to react, and whether it
 * can be used before its script has come.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { wallLink } from '../../bin/demo-card';
import type { DemoFile } from '../../bin/stack';
import { browserPath } from '../support/browser';
import { type Measured, median, type Row } from './measure';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU_SLOWDOWN = 4;
const USER = 'bench-wall';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

export async function measureWall(demo: DemoFile, browser: Browser, small: boolean): Promise<Measured> {
  const click = await startOffers(demo);
  const rounds = small ? 1 : 5;
  const floor: Load[] = [];
  const wall: Load[] = [];
  const form: Form[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(await load(browser, demo, '/dev/floor'));
    wall.push(await load(browser, demo, '/wall/in-progress'));
    form.push(await useForm(browser, demo, click));
  }
  const early = await useBeforeHydration(browser, demo, click);
  const never = await useWithoutScripts(browser, demo, click);
  return conclude(floor, wall, form, early, never);
}

/** Four offers in progress; returns the click of the first. */
async function startOffers(demo: DemoFile): Promise<string> {
  const clicks: string[] = [];
  const advertiser = `bench-${randomUUID().slice(0, 8)}`;
  await api(demo, 'PUT', `/advertisers/${advertiser}`, { name: 'Acme Games', recheckEmail: 'checks@acme.example' });
  for (const title of ['Coin Kingdom', 'Farm Days', 'Star Miner', 'Word Garden']) {
    const offer = `${advertiser}-${clicks.length}`;
    const tasks = [{ key: 'level-10', name: 'Reach level 10', payoutUsd: '3.50', rewardAmount: 3500 }];
    await api(demo, 'PUT', `/offers/${offer}`, { advertiser, title: `${title} ${advertiser.slice(-4)}`, tasks });
    const id = randomUUID();
    const clickedAt = new Date(Date.now() - 48 * 3_600_000).toISOString();
    const entry = { id, app: demo.apps[0]!.key, user: USER, offer, clickedAt, country: 'DE' };
    await api(demo, 'POST', '/clicks', { clicks: [entry] });
    clicks.push(id);
  }
  return clicks[0]!;
}

async function api(demo: DemoFile, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${demo.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${demo.apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

// ── one load ────────────────────────────────────────────────────────────────

type Load = { scriptKb: number; totalKb: number; lcpMs: number; cls: number };

/** A visitor who has come before, but whose phone has kept nothing: the session is there, the cache is empty. */
async function visit(browser: Browser, demo: DemoFile): Promise<BrowserContext> {
  const context = await browser.newContext(PHONE);
  await context.request.get(wallLink(demo, USER));
  await context.addInitScript({ content: WATCH });
  return context;
}

/** Runs in the page before anything else. As text: what compiles this file would add helpers that a page does not have. */
const WATCH = `
  window.seen = { lcp: 0, cls: 0, slowest: 0 };
  const observe = (type, see, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true, ...more });
  observe('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  observe('event', (entry) => { if (entry.interactionId) seen.slowest = Math.max(seen.slowest, entry.duration); },
    { durationThreshold: 16 });
`;

async function onSlowPhone(page: Page): Promise<{ bytes: { script: number; total: number } }> {
  const session = await page.context().newCDPSession(page);
  const bytes = { script: 0, total: 0 };
  const scripts = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.total += encodedDataLength;
    if (scripts.has(requestId)) bytes.script += encodedDataLength;
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return { bytes };
}

type Seen = { lcp: number; cls: number; slowest: number };
const readSeen = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

async function load(browser: Browser, demo: DemoFile, path: string): Promise<Load> {
  const context = await visit(browser, demo);
  const page = await context.newPage();
  const { bytes } = await onSlowPhone(page);
  await page.goto(demo.url + path, { waitUntil: 'networkidle' });
  await wait(500);
  const { lcp, cls } = await readSeen(page);
  await context.close();
  const measured = { scriptKb: bytes.script / 1024, totalKb: bytes.total / 1024, lcpMs: lcp, cls };
  console.error(`  ${path}: ${JSON.stringify(measured)}`);
  return measured;
}

// ── the form ────────────────────────────────────────────────────────────────

type Form = { inpMs: number; cls: number };
const STORY = 'I reached level 10 yesterday evening, saw the castle, and no gems came.';

async function useForm(browser: Browser, demo: DemoFile, click: string): Promise<Form> {
  const context = await visit(browser, demo);
  const page = await context.newPage();
  await onSlowPhone(page);
  await page.goto(`${demo.url}/wall/support/new?click=${click}`, { waitUntil: 'networkidle' });
  await fill(page, 'slowly');
  await wait(500);
  const { slowest, cls } = await readSeen(page);
  await context.close();
  return { inpMs: slowest, cls };
}

/** Tapped and typed as a person does it, a key at a time. */
async function fill(page: Page, how: 'slowly' | 'at once'): Promise<void> {
  const email = page.locator('input[name="email"]');
  const story = page.locator('textarea[name="description"]');
  if (how === 'at once') {
    await email.fill('player@example.com');
    await story.fill(STORY);
    return;
  }
  await email.tap();
  await email.fill('');
  await email.pressSequentially('player@example.com', { delay: 20 });
  await story.tap();
  await story.pressSequentially(STORY, { delay: 20 });
}

type Early = { usableMs: number; scriptsMs: number; kept: boolean };

/** The scripts come late: what was typed before is still there afterwards, and can be sent. */
async function useBeforeHydration(browser: Browser, demo: DemoFile, click: string): Promise<Early> {
  const context = await visit(browser, demo);
  const page = await context.newPage();
  await onSlowPhone(page);
  const started = performance.now();
  let arrived = 0;
  await page.route('**/_next/static/**/*.js', async (route) => {
    await wait(6_000);
    arrived ||= performance.now() - started;
    await route.continue().catch(() => undefined);
  });
  await page.goto(`${demo.url}/wall/support/new?click=${click}`, { waitUntil: 'commit' });
  await fill(page, 'at once');
  const usableMs = performance.now() - started;
  await page.waitForLoadState('networkidle');
  await wait(1_000);
  const kept =
    (await page.locator('input[name="email"]').inputValue()) === 'player@example.com' &&
    (await page.locator('textarea[name="description"]').inputValue()) === STORY &&
    (await page.locator('form button[type="submit"]').last().isEnabled());
  await context.close();
  return { usableMs, scriptsMs: arrived, kept };
}

/** No script ever comes: the form is sent all the same. */
async function useWithoutScripts(browser: Browser, demo: DemoFile, click: string): Promise<boolean> {
  const context = await visit(browser, demo);
  const page = await context.newPage();
  await page.route('**/_next/static/**/*.js', (route) => route.abort());
  await page.goto(`${demo.url}/wall/support/new?click=${click}`);
  await fill(page, 'at once');
  await page.locator('form button[type="submit"]').last().click();
  const arrived = await page.waitForURL(/\/wall\/support\/MG-/, { timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  await context.close();
  return arrived;
}

// ── the figures ─────────────────────────────────────────────────────────────

function conclude(floor: Load[], wall: Load[], form: Form[], early: Early, sentWithoutScripts: boolean): Measured {
  const of = (loads: Load[], what: keyof Load) => median(loads.map((one) => one[what]));
  const scripts = of(wall, 'scriptKb') / of(floor, 'scriptKb');
  const lcp = of(wall, 'lcpMs') / of(floor, 'lcpMs');
  const cls = Math.max(...wall.map((one) => one.cls), ...form.map((one) => one.cls));
  const inp = median(form.map(({ inpMs }) => inpMs));
  const usable = early.usableMs < early.scriptsMs && early.kept && sentWithoutScripts;
  const kb = (value: number) => `${value.toFixed(1)} kB`;
  const ms = (value: number) => `${Math.round(value)} ms`;
  const rows: Row[] = [
    ['scripts of the wall', kb(of(wall, 'scriptKb')), `${scripts.toFixed(2)} × the floor, goal ≤ 1.1`],
    ['scripts of the floor', kb(of(floor, 'scriptKb')), ''],
    ['all bytes of the wall', kb(of(wall, 'totalKb')), `floor ${kb(of(floor, 'totalKb'))}`],
    ['LCP of the wall', ms(of(wall, 'lcpMs')), `${lcp.toFixed(2)} × the floor, goal ≤ 1.2`],
    ['LCP of the floor', ms(of(floor, 'lcpMs')), ''],
    ['CLS', cls.toFixed(3), 'goal 0'],
    ['INP of the form', ms(inp), ''],
    ['form usable after', ms(early.usableMs), `scripts held back for ${ms(early.scriptsMs)}`],
    ['usable before hydration', usable ? 'yes' : 'no', 'goal yes'],
  ];
  const round = (value: number, digits = 2) => Number(value.toFixed(digits));
  const figures = {
    scriptKb: round(of(wall, 'scriptKb'), 1),
    floorScriptKb: round(of(floor, 'scriptKb'), 1),
    totalKb: round(of(wall, 'totalKb'), 1),
    floorTotalKb: round(of(floor, 'totalKb'), 1),
    lcpMs: Math.round(of(wall, 'lcpMs')),
    floorLcpMs: Math.round(of(floor, 'lcpMs')),
    lcpRatio: round(lcp),
    cls: round(cls, 3),
    inpMs: Math.round(inp),
    usableBeforeHydration: usable,
    ratio: round(scripts),
  };
  return { rows, figures };
}
