/** "The player says the game never paid": what the game was told, what it answered, and how it is told again. */
import { randomUUID } from 'node:crypto';
import { aClick, aGame, aNetwork, anOffer, brokenInvariants, demo, expect, query, test } from '../support/fixtures';
import { confirm, isMatched, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

const APPS = (key: string) => `/console/apps/${key}`;

test('a lead finds what the game did not take, tells it again, and then all of them', async ({ page, newPerson }) => {
  let isWell = false;
  const game = await aGame({
    answer: (url) =>
      isWell ? { status: 200, body: `${url.searchParams.get('event')}:OK` } : { status: 503, body: 'out of order' },
  });
  const network = await aNetwork();
  const users = Array.from({ length: 3 }, () => `user-${randomUUID().slice(0, 8)}`);
  for (const user of users) {
    const click = await aClick(game, await anOffer(network), user);
    await confirm(network, click);
    await isMatched(click);
  }
  await signIn(page, 'admin');

  await test.step('the log says who was told what, and why not yet', async () => {
    await page.goto(`${APPS(game.key)}/callbacks`);
    await expect(page.getByText('The game has acknowledged nothing since')).toBeVisible();
    await page.getByText('Filter', { exact: true }).click();
    await page.getByLabel('User id in the game').fill(users[0]!);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const line = page.getByRole('row').filter({ hasText: users[0]! });
    await expect(line).toContainText('being sent');
    await expect(line).toContainText('answered with status 503');
    await expect(page.getByRole('row')).toHaveCount(2);
    await line.getByRole('link', { name: /Open/ }).click();
  });

  await test.step('each attempt shows request and answer; told again, the page follows', async () => {
    const attempts = page.getByRole('region', { name: 'Attempts' });
    await expect(attempts).toContainText(`user=${users[0]}`);
    await expect(attempts).toContainText('out␣of␣order');
    await expect(page.getByText('We keep trying until about')).toBeVisible();
    isWell = true;
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect(page.getByText('It is being sent again.')).toBeVisible();
    await expect(page.getByText('The game acknowledged it at')).toBeVisible({ timeout: 20_000 });
  });

  await test.step('once more only if it is meant', async () => {
    await expect(page.getByText('The game has acknowledged this already')).toBeVisible();
    const door = new URL(page.url()).pathname.replace(/^/, '/api').concat('/replay');
    const headers = { Origin: demo.url, Accept: 'application/json' };
    expect((await page.request.post(door, { headers, form: {} })).status()).toBe(409);
    await page.getByLabel('Tell it again all the same').check();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect(page.getByText('replayed', { exact: false }).first()).toBeVisible();
    await expect
      .poll(() => game.callbacks.filter((url) => url.searchParams.get('user') === users[0]).length)
      .toBeGreaterThan(2);
  });

  await test.step('the whole set, with its progress, the same event ids', async () => {
    await expect
      .poll(
        async () => {
          const rows = await query<{ status: string }>(
            `SELECT c.status FROM callback c JOIN app a ON a.id = c.app_id WHERE a.key = $1`,
            [game.key],
          );
          return rows.every(({ status }) => status === 'ACKNOWLEDGED');
        },
        { timeout: 40_000 },
      )
      .toBe(true);
    await page.goto(`${APPS(game.key)}/callbacks?status=ACKNOWLEDGED`);
    await page.getByRole('link', { name: 'Replay these' }).click();
    await expect(page.getByText('3 callbacks fit the filter.')).toBeVisible();
    await expect(page.getByText('3 of them have been acknowledged already')).toBeVisible();
    const before = game.callbacks.length;
    await page.getByRole('button', { name: 'Replay 3 callbacks' }).click();
    await expect(page.getByText('The last set was replayed')).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('3 of 3 sent for')).toBeVisible();
    await expect.poll(() => game.callbacks.length, { timeout: 20_000 }).toBe(before + 3);
    const events = (from: number) => game.callbacks.slice(from).map((url) => url.searchParams.get('event'));
    expect(new Set(events(before)).size).toBe(3);
    expect(events(0).slice(0, before)).toEqual(expect.arrayContaining(events(before)));
  });

  await test.step('an agent sees it all, and replays nothing', async () => {
    const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
    await signIn(agent, 'agent');
    await agent.goto(`${APPS(game.key)}/callbacks`);
    await expect(agent.getByRole('row')).toHaveCount(4);
    await expect(agent.getByRole('link', { name: 'Replay these' })).toHaveCount(0);
    const door = `/api${APPS(game.key)}/callbacks/replay`;
    const headers = { Origin: demo.url, Accept: 'application/json' };
    expect((await agent.request.post(door, { headers, form: { action: 'start', count: '3' } })).status()).toBe(403);
  });
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

test('a paused game is resumed from its log', async ({ page }) => {
  const game = await aGame();
  await query(
    `UPDATE app SET callback_failing_since = now() - interval '5 days', callback_paused_at = now() - interval '1 hour' WHERE key = $1`,
    [game.key],
  );
  await signIn(page, 'admin');
  await page.goto(`${APPS(game.key)}/callbacks`);
  await expect(page.getByText('Paused 1 hour ago')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('What waited is sent now')).toBeVisible();
  await expect(page.getByText('Paused 1 hour ago')).toHaveCount(0);
  await game.stop();
});
