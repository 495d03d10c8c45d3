/** Five hundred tickets of one list are denied in one order, two of which cannot be; and a few by somebody without JavaScript. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { aGame, aNetwork, anOffer, api, brokenInvariants, expect, type Game, query, test } from '../support/fixtures';
import { type ManyTicket, manyTickets } from '../support/many-tickets';
import { confirm, isMatched, signIn, statusOf } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

const TICKETS = 500;

const listOf = ({ key }: Game) => `/console/tickets?queue=open&q=${encodeURIComponent(`app:${key}`)}`;

test('five hundred tickets are denied in one order, and the two that cannot be say why', async ({ page }) => {
  test.setTimeout(240_000);
  const [game, network] = [await aGame(), await aNetwork()];
  const tickets = await manyTickets(game.key, (await anOffer(network, { payoutUsd: '12.00' })).key, TICKETS);
  const [confirmed, meanwhile, ...others] = tickets as [ManyTicket, ManyTicket, ...ManyTicket[]];
  await confirm(network, confirmed.click, { payout: '12.00' });
  await isMatched(confirmed.click);

  await signIn(page, 'lead');
  await page.goto(listOf(game));
  await page.getByLabel('All 500 that fit').check();
  await expect(page.locator('#bulk output')).toHaveText('500 selected');
  await openBar(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Deny', exact: true }).click();

  await test.step('the number is typed, and only the right one will do', async () => {
    await expect(page.getByText('500 tickets', { exact: true })).toBeVisible();
    await page.locator('#deny-reason').selectOption('terms-not-met');
    await page.getByLabel('Type 500 to go ahead').fill('50');
    await page.getByRole('button', { name: 'Go ahead with 500 tickets' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'This is about 500 tickets' })).toBeVisible();
    await page.getByLabel('Type 500 to go ahead').fill('500');
    await page.getByRole('button', { name: 'Go ahead with 500 tickets' }).click();
    await expect(page).toHaveURL(/\/console\/bulk\/[0-9a-f-]{36}$/);
  });
  await expect(page.getByRole('button', { name: 'Take it back' })).toBeVisible();
  const { body } = await api('POST', `/tickets/${meanwhile.number}/decision`, {
    outcome: 'deny',
    reason: 'other',
    version: (await versionOf(meanwhile.number)) ?? 0,
  });
  expect(body).toMatchObject({ status: 'DENIED' });
  const late = (await manyTickets(game.key, (await anOffer(network, { payoutUsd: '12.00' })).key, 1))[0]!;

  await test.step('the page keeps up by itself until all have had their turn', async () => {
    await expect(page.getByText('498 done, 2 failed, 0 left as they were, of 500')).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText('Done, not all')).toBeVisible();
  });
  await test.step('each that failed says why', async () => {
    await page.getByRole('link', { name: 'Failed 2' }).click();
    await expect(page.locator('tbody tr')).toHaveCount(2);
    await expect(line(page, confirmed)).toContainText('The advertiser has confirmed this one');
    await expect(line(page, meanwhile)).toContainText('Somebody changed it');
  });
  await test.step('what came of each is a file', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Results as a file' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(TICKETS + 1);
    expect(lines.filter((each) => each.includes('DONE'))).toHaveLength(TICKETS - 2);
  });
  await test.step('what failed is tried again, and fails for itself again', async () => {
    await page.getByRole('button', { name: 'Try the 2 failed ones again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deny: once more');
    await expect(page.getByText('0 done, 2 failed')).toBeVisible({ timeout: 60_000 });
  });

  expect((await statusOf(confirmed.number)).status).toBe('OPEN');
  expect((await statusOf(late.number)).status).toBe('OPEN');
  const [{ denied, mails }] = (await query<{ denied: number; mails: number }>(
    `SELECT (SELECT count(*)::int FROM decision d JOIN ticket t ON t.id = d.ticket_id WHERE t.number = ANY($1)) AS denied,
            (SELECT count(*)::int FROM email e JOIN ticket t ON t.id = e.ticket_id WHERE t.number = ANY($1)) AS mails`,
    [others.map(({ number }) => number)],
  )) as [{ denied: number; mails: number }];
  expect({ denied, mails }).toEqual({ denied: 498, mails: 498 });
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

async function versionOf(number: string): Promise<number | undefined> {
  return (await query<{ version: number }>('SELECT version FROM ticket WHERE number = $1', [number]))[0]?.version;
}

const line = (page: Page, { number }: ManyTicket) => page.getByRole('row').filter({ hasText: number });

/** A key means something as soon as the page listens. */
async function openBar(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('b');
    await expect(page.getByRole('toolbar').getByRole('button').first()).toBeFocused({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

test('what was ordered is taken back before it begins, and nothing has happened', async ({ page }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const [first] = await manyTickets(game.key, (await anOffer(network, { payoutUsd: '12.00' })).key, 2);
  await signIn(page, 'agent');
  await page.goto(listOf(game));
  await page.getByLabel(`Select ${first!.number}`).check();
  await expect(page.locator('#bulk output')).toHaveText('1 selected');
  await openBar(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Hold', exact: true }).click();
  await page.getByLabel('Why, for colleagues to read').fill('An outage at the tracker');
  await page.getByRole('button', { name: 'Go ahead with 1 ticket' }).click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  await expect(page.getByText('0 done, 0 failed, 1 left as they were, of 1')).toBeVisible();
  expect(await query('SELECT held_reason FROM ticket WHERE number = $1', [first!.number])).toEqual([
    { held_reason: null },
  ]);
  await game.stop();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('tickets are ticked and tagged', async ({ page }) => {
    test.setTimeout(90_000);
    const [game, network] = [await aGame(), await aNetwork()];
    const [first, second] = await manyTickets(game.key, (await anOffer(network, { payoutUsd: '12.00' })).key, 3);
    await signIn(page, 'agent');
    await page.goto(listOf(game));
    for (const { number } of [first!, second!]) await page.getByLabel(`Select ${number}`).check();
    await page.getByText('With the selected…').first().click();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByLabel('Tag', { exact: true }).selectOption('vip');
    await page.getByRole('button', { name: 'Go ahead with 2 tickets' }).click();
    await expect(page.getByText('0 done, 0 failed, 0 left as they were, of 2')).toBeVisible();
    // The page asks for itself again when the time to take it back is over.
    await expect(page.getByText('2 done, 0 failed')).toBeVisible({ timeout: 60_000 });
    const tags = await query('SELECT tags FROM ticket WHERE number = ANY($1)', [[first!.number, second!.number]]);
    expect(tags).toEqual([{ tags: ['vip'] }, { tags: ['vip'] }]);
    await game.stop();
  });
});
