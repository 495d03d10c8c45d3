/** Several people at one desk: who is where, what changes while they look, and nothing missed when the line breaks. */
import type { Page } from '@playwright/test';
import { aGame, aNetwork, anOffer, demo, expect, query, test } from '../support/fixtures';
import { aProvenTicket, signIn, statusOf } from './doings';

const DESK = { viewport: { width: 1280, height: 800 } };
test.use(DESK);

async function aTicketOfOwn(): Promise<string> {
  const [game, network] = [await aGame(), await aNetwork()];
  return (await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), 'lou')).number;
}

const isLive = (page: Page) => expect(page.locator('[data-live="on"]')).toBeVisible();
const here = (page: Page) => page.locator('[data-presence-here]');

/** What this page has been told of a ticket, from now on. */
async function told(page: Page, number: string): Promise<() => Promise<number[]>> {
  await page.evaluate((wanted) => {
    const versions: number[] = [];
    Object.assign(window, { told: versions });
    document.addEventListener('makegood:ticket', (event) => {
      const { number: which, version } = (event as CustomEvent<{ number: string; version: number }>).detail;
      if (which === wanted) versions.push(version);
    });
  }, number);
  return () => page.evaluate(() => (window as unknown as { told: number[] }).told);
}

const note = async (page: Page, number: string, body: string) => {
  const answer = await page.request.post(`/api/console/tickets/${number}/notes`, {
    form: { body },
    headers: { Origin: demo.url, Accept: 'application/json' },
  });
  expect(answer.status()).toBe(200);
};

test('two agents at one ticket see each other come, write and go', async ({ page, newPerson }) => {
  const number = await aTicketOfOwn();
  const ben = await newPerson(DESK);
  await signIn(page, 'agent');
  await signIn(ben, 'lead');
  await page.goto(`/console/tickets/${number}`);
  await isLive(page);
  await expect(here(page)).toBeEmpty();

  await ben.goto(`/console/tickets/${number}`);
  await expect(here(page)).toHaveText(/ is looking$/);
  await expect(here(ben)).toHaveText(/ is looking$/);

  await ben.evaluate(() => {
    const field = document.body.appendChild(document.createElement('textarea'));
    field.setAttribute('aria-label', 'Something to write in');
  });
  await ben.getByLabel('Something to write in').pressSequentially('Dear');
  await expect(here(page)).toHaveText(/ is writing$/);

  await ben.goto('/console/tickets?queue=all');
  await expect(here(page)).toBeEmpty();
  await expect(ben.locator(`span[data-presence="${number}"]`)).toHaveText(/ is looking$/);
});

test('when one decides, the other is told quietly, and what was typed is kept', async ({ page, newPerson }) => {
  const number = await aTicketOfOwn();
  const ben = await newPerson(DESK);
  await signIn(page, 'agent');
  await signIn(ben, 'lead');
  await page.goto(`/console/tickets/${number}`);
  await isLive(page);
  await page.locator('#deny > summary').click();
  await page.locator('#deny').getByLabel('Words to the user').fill('Level 9 is not level 10.');

  const { version } = await statusOf(number);
  const decided = await ben.request.post(`/api/console/tickets/${number}/decision`, {
    form: { outcome: 'deny', reason: 'not-confirmed', note: '', version },
    headers: { Origin: demo.url, Accept: 'application/json' },
  });
  expect(decided.status()).toBe(200);
  await expect(page.getByRole('status').getByRole('link', { name: 'show' })).toBeVisible();
  await expect(page.locator('#deny').getByLabel('Words to the user')).toHaveValue('Level 9 is not level 10.');
});

test('a list says what has changed and moves nothing until it is asked', async ({ page }) => {
  const first = await aTicketOfOwn();
  await signIn(page, 'agent');
  await page.goto('/console/tickets?queue=all');
  await isLive(page);
  const row = page.getByRole('row', { name: new RegExp(first) });
  await expect(row).toBeVisible();
  const order = () => page.locator('a[data-row]').allTextContents();
  const before = await order();

  const second = await aTicketOfOwn();
  await query('UPDATE ticket SET version = version + 1 WHERE number = $1', [first]);
  const news = page.locator('[data-live-list]');
  await expect(row).toContainText('Changed');
  // The list is read again for it, which takes its time while others order five hundred decisions.
  await expect(news).toContainText(/New here: \d+ · Changed: \d+/, { timeout: 40_000 });
  expect(await order()).toEqual(before);

  await news.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('link', { name: second })).toBeVisible();
  await expect(row).not.toContainText('Changed');
});

test('a line that breaks is said, and what happened meanwhile is caught up with, once and in order', async ({
  page,
  newPerson,
  complaints,
}) => {
  complaints.expected(/ERR_INTERNET_DISCONNECTED/);
  const number = await aTicketOfOwn();
  const ben = await newPerson(DESK);
  await signIn(ben, 'lead');
  await signIn(page, 'agent');
  await page.goto(`/console/tickets/${number}`);
  await isLive(page);
  const heard = await told(page, number);
  const { version } = await statusOf(number);

  await page.context().setOffline(true);
  await expect(page.locator('[data-live="lost"]')).toContainText('Reconnecting');
  for (const step of [1, 2, 3]) {
    await query('UPDATE ticket SET version = $2 WHERE number = $1', [number, version + step]);
    await note(ben, number, `Remark ${step}`);
  }
  expect(await heard()).toEqual([]);
  await page.context().setOffline(false);
  await isLive(page);
  // Three changes and three remarks, each told with the version that the ticket has by now.
  await expect.poll(heard).toEqual(Array(6).fill(version + 3));
});

test('a second tab shares the stream of the first, and takes it over when that is closed', async ({ page }) => {
  const number = await aTicketOfOwn();
  const streams: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().includes('/api/console/live')) streams.push(request.url());
  });
  await signIn(page, 'agent');
  await page.goto(`/console/tickets/${number}`);
  await isLive(page);
  const before = streams.length;
  const tab = await page.context().newPage();
  await tab.goto(`/console/tickets/${number}`);
  await isLive(tab);
  expect(streams.length).toBe(before);
  const heard = await told(tab, number);
  const { version } = await statusOf(number);
  await query('UPDATE ticket SET version = version + 1 WHERE number = $1', [number]);
  await expect.poll(heard).toEqual([version + 1]);

  await page.close();
  await query('UPDATE ticket SET version = version + 1 WHERE number = $1', [number]);
  await expect.poll(heard).toEqual([version + 1, version + 2]);
  expect(streams.length).toBe(before + 1);
});

test('a stream ends with its session', async ({ page }) => {
  await signIn(page, 'agent');
  await page.goto('/console/tickets');
  await isLive(page);
  const answer = await page.request.get('/api/console/live', { headers: { Cookie: 'agent=nothing' } });
  expect(answer.status()).toBe(401);
});
