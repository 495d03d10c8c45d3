/** The ticket's own page: words that survive, pictures side by side, and what changed while somebody was writing. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { aGame, aNetwork, anOffer, api, demo, expect, type Game, query, test, wallLink } from '../support/fixtures';
import { aProvenTicket, aScreenshot, signIn, statusOf } from './doings';

const DESK = { viewport: { width: 1280, height: 800 } };
test.use(DESK);

async function aLargeTicket(game: Game, user: string) {
  return aProvenTicket(game, await anOffer(await aNetwork(), { payoutUsd: '12.00' }), user);
}

/** From the wall, as the player would. */
async function addPicture(page: Page, game: Game, user: string, number: string, picture: Buffer): Promise<void> {
  await page.goto(wallLink(game, user));
  const sent = await page.request.post(`${demo.url}/api/wall/tickets/${number}/proof`, {
    headers: { Origin: demo.url, Accept: 'application/json' },
    multipart: { text: 'Here it is.', screenshots: { name: 'level.png', mimeType: 'image/png', buffer: picture } },
  });
  expect(sent.status()).toBeLessThan(300);
}

async function readable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`)).toEqual([]);
}

test('what an agent has begun to write is there after a reload and at another desk, and in its own box only', async ({
  page,
  newPerson,
}) => {
  const game = await aGame();
  const { number } = await aLargeTicket(game, 'sam');
  await signIn(page, 'agent');
  await page.goto(`/console/tickets/${number}`);
  const note = page.getByLabel('Note for colleagues');

  await test.step('a second after the last key it is saved', async () => {
    await note.fill('The install came late; I will ask');
    await expect(page.getByText(/^saved \d\d:\d\d$/)).toBeVisible();
  });

  await test.step('the other box stays empty', async () => {
    await page.locator('#ask-user > summary').click();
    await expect(page.getByLabel('Question to the user')).toHaveValue('');
  });

  await test.step('words that were just typed survive leaving the page', async () => {
    await note.fill('The install came late; I will ask the account manager');
    await page.reload();
    await expect(note).toHaveValue('The install came late; I will ask the account manager');
  });

  await test.step('they are at another desk, and with no colleague', async () => {
    const elsewhere = await newPerson(DESK);
    await signIn(elsewhere, 'agent');
    await elsewhere.goto(`/console/tickets/${number}`);
    await expect(elsewhere.getByLabel('Note for colleagues')).toHaveValue(/account manager$/);
    const colleague = await newPerson(DESK);
    await signIn(colleague, 'lead');
    await colleague.goto(`/console/tickets/${number}`);
    await expect(colleague.getByLabel('Note for colleagues')).toHaveValue('');
  });

  await test.step('discarding can be undone; a note that is added leaves no draft', async () => {
    const box = page.locator('section', { has: note });
    await box.getByRole('button', { name: 'Discard' }).click();
    await expect(note).toHaveValue('');
    await box.getByRole('button', { name: 'Undo' }).click();
    await expect(note).toHaveValue(/account manager$/);
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByRole('log')).toContainText('I will ask the account manager');
    await expect(note).toHaveValue('');
    expect(
      await query('SELECT 1 FROM agent_draft d JOIN ticket t ON t.id = d.ticket_id WHERE number = $1', [number]),
    ).toEqual([]);
  });
  await game.stop();
});

test('a borrowed screenshot is laid beside the one it came from, by keyboard alone', async ({ page, newPerson }) => {
  const game = await aGame();
  const [mine, other] = [await aLargeTicket(game, 'sam'), await aLargeTicket(game, 'tom')];
  const picture = await aScreenshot();
  await addPicture(await newPerson(DESK), game, 'sam', mine.number, picture);
  await addPicture(await newPerson(DESK), game, 'tom', other.number, picture);
  await signIn(page, 'agent');
  await page.goto(`/console/tickets/${mine.number}`);
  await expect(page.getByText('1 other user sent the same picture')).toBeVisible();

  await page.getByRole('link', { name: /^Open level/ }).focus();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('img')).toHaveCount(1);
  await page.keyboard.press('c');
  await expect(viewer.getByRole('img')).toHaveCount(2);
  await expect(viewer.getByText(`${other.number} · the same to the pixel`).first()).toBeVisible();
  await page.keyboard.press('+');
  await page.keyboard.press('r');
  await expect(viewer.getByRole('img').first()).toHaveAttribute('style', /scale\(1\.4\) rotate\(90deg\)/);
  await page.keyboard.press('0');
  await expect(viewer.getByRole('img').first()).toHaveAttribute('style', /scale\(1\) /);
  await readable(page);
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(page.getByRole('link', { name: /^Open level/ })).toBeFocused();
  await game.stop();
});

test('whoever is too late is shown what changed, and sends again knowing it', async ({
  page,
  newPerson,
  complaints,
}) => {
  const game = await aGame();
  const { number } = await aLargeTicket(game, 'sam');
  await signIn(page, 'agent');
  await page.goto(`/console/tickets/${number}`);
  await page.locator('#ask-user > summary').click();
  await page.getByLabel('Question to the user').fill('Which level did you reach?');

  const colleague = await newPerson(DESK);
  await signIn(colleague, 'lead');
  await colleague.goto(`/console/tickets/${number}`);
  await colleague.getByRole('button', { name: 'Assign to me' }).click();
  await expect(colleague.getByRole('button', { name: 'Give back' })).toBeVisible();

  complaints.expected(/status of 409/);
  await page.getByRole('button', { name: 'Send to the user' }).click();
  const dialog = page.getByRole('dialog', { name: 'This ticket changed while you were looking at it' });
  await expect(dialog).toContainText('assigned, by');
  await expect(dialog).toContainText(/version \d+ → \d+/);
  await readable(page);
  await dialog.getByRole('button', { name: 'Keep looking' }).click();
  await expect(page.getByLabel('Question to the user')).toHaveValue('Which level did you reach?');
  await page.getByRole('button', { name: 'What changed?' }).click();
  const { version } = await statusOf(number);
  await dialog.getByRole('button', { name: 'Take the newer state and send again' }).click();
  await expect.poll(async () => (await statusOf(number)).version).toBeGreaterThan(version);
  expect((await api('GET', `/tickets/${number}`)).status).toBe(200);
  await game.stop();
});
