/**
 * `npm run screenshots`: the pictures of the README, taken again from the seed. A demo of its own is started on free ports and in
 * a folder of its own, looked at by a lead, and gone afterwards.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { browserPath } from '../e2e/support/browser';
import { buildIfStale } from './build-if-stale';
import { type DemoFile, startStack } from './stack';

const FOLDER = 'docs/images';
const SIZE = { width: 1280, height: 860 };
const LARGEST_BYTES = 250_000;
const COUNTED_WITHIN_MS = 300_000;

/** By name of the file: where it is, and how it is got to when that depends on the seed. */
const PICTURES: Record<string, (page: Page) => Promise<unknown>> = {
  queue: (page) => page.goto('/console/tickets?queue=all'),
  ticket: async (page) => {
    await page.goto('/console/tickets?queue=escalated');
    await page.locator('main a[href^="/console/tickets/MG-"]').first().click();
    await page.waitForURL(/\/console\/tickets\/MG-/);
  },
  report: async (page) => {
    // The worker counts the past days within its first minutes, from the oldest on.
    for (const deadline = Date.now() + COUNTED_WITHIN_MS; Date.now() < deadline; await wait(2_000)) {
      await page.goto('/console/reports?period=90d');
      if ((await page.getByText(`Counted up to ${today()}`).count()) > 0) return;
    }
    throw new Error('The days of the seed were not counted.');
  },
};

mkdirSync(FOLDER, { recursive: true });
await buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'makegood-screenshots-'));
chmodSync(folder, 0o755);
// Whatever this machine is set up for is not what the pictures show.
Object.assign(process.env, { DATABASE_URL: '', SMTP_URL: '', PUBLIC_URL: '' });
const stack = await startStack({ dataDir: folder, port: 0, web: 'start' });
try {
  await takePictures(stack.demo);
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function takePictures(demo: DemoFile): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({
      baseURL: demo.url,
      viewport: SIZE,
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    await signIn(page, demo);
    for (const [name, open] of Object.entries(PICTURES)) {
      await open(page);
      // The last thing to come: the page hears of changes.
      await page.getByText('Live', { exact: true }).waitFor();
      console.log(`${FOLDER}/${name}.png: ${await keep(await page.screenshot(), name)} bytes`);
    }
  } finally {
    await browser.close();
  }
}

async function signIn(page: Page, { agents }: DemoFile): Promise<void> {
  const { email, password } = agents.find(({ role }) => role === 'lead')!;
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/console\/tickets/);
}

/** As few colours as a screen of text needs; a picture that is too large for a README is refused. */
async function keep(picture: Buffer, name: string): Promise<number> {
  const small = await sharp(picture).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  if (small.length > LARGEST_BYTES)
    throw new Error(`${name}.png has ${small.length} bytes; ${LARGEST_BYTES} are allowed.`);
  writeFileSync(join(FOLDER, `${name}.png`), small);
  return small.length;
}

/** As the demo's desk writes it. */
function today(): string {
  return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(Date.now());
}
