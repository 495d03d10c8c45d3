/** Somebody who never saw Makegood does the whole job from the demo's hub: as the player, the clock and the advertiser. */
import { randomUUID } from 'node:crypto';
import { brokenInvariants, demo, expect, test, withoutHourlyRun } from '../support/fixtures';
import { anAddress, DESCRIPTION, seesAfterReload } from './doings';
import { NO_SCRIPTS_IN_FRAME } from './pages';

test('a newcomer does the whole job from the hub of the demo', async ({ page, newPerson, complaints }) => {
  complaints.expected(NO_SCRIPTS_IN_FRAME);
  const me = `newcomer-${randomUUID().slice(0, 8)}`;
  const address = anAddress();
  const hub = await newPerson();

  await test.step('as a player: open the wall and start an offer', async () => {
    await page.goto('/dev');
    await page.getByLabel('Any player').fill(me);
    await page.getByLabel('of the game').selectOption('Gem Quest');
    await page.getByRole('button', { name: 'Open the wall' }).click();
    await expect(page.getByText('Nothing in progress')).toBeVisible();
    await page.getByRole('link', { name: 'See the offers' }).click();
    const start = page.getByRole('link', { name: 'Start: Word Harbor' });
    // Other tests put offers on the wall that pay more: this one may stand some pages down.
    while (!(await start.isVisible())) {
      const before = page.url();
      await page.getByRole('link', { name: 'More offers' }).click();
      await page.waitForURL(({ href }) => href !== before);
    }
    await start.click();
    await expect(page).toHaveURL(/\/wall\/in-progress$/);
    await expect(page.getByText('Solve 40 puzzles not confirmed yet')).toBeVisible();
  });

  await test.step('as the clock: a day passes', async () => {
    await hub.goto(`/dev?user=${me}`);
    await hub.getByRole('button', { name: `Let a day pass: Word Harbor of ${me}` }).click();
    await expect(hub.getByText('One day passed for this offer.')).toBeVisible();
  });

  await test.step('as a player: open a ticket', async () => {
    await page.getByRole('link', { name: 'Missing your reward?' }).click();
    await page.getByRole('link', { name: 'Contact support' }).click();
    await page.getByRole('link', { name: 'Missing Rewards? Word Harbor' }).click();
    await page.getByLabel('What happened?').fill(DESCRIPTION);
    await page.getByLabel('Your e-mail address').fill(address);
    await page.getByRole('button', { name: 'Submit ticket' }).click();
    await expect(page.getByRole('heading', { name: 'Now open your mail' })).toBeVisible();
  });

  await withoutHourlyRun(async () => {
    await test.step('the code stands in the mailbox', async () => {
      const mailbox = await newPerson();
      await mailbox.goto(`/dev/mailbox?to=${address}`);
      await expect(async () => {
        await mailbox.reload();
        await mailbox.getByRole('link', { name: /Confirm your e-mail address/ }).click({ timeout: 500 });
      }).toPass();
      await mailbox.getByRole('link', { name: 'Plain text' }).click();
      await expect(mailbox).toHaveURL(/view=text/);
      const code = /\b\d{6}\b/.exec((await mailbox.locator('pre').textContent()) ?? '')![0];
      await page.getByLabel('6-digit code').fill(code);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await expect(page.getByText('Thank you. Your address is confirmed.')).toBeVisible();
    });

    await test.step('as the advertiser: confirm', async () => {
      await hub.reload();
      await hub.getByRole('button', { name: 'Confirm: Solve 40 puzzles' }).click();
      await expect(hub.getByText('Recorded: a confirmation is on file')).toBeVisible();
    });
    await seesAfterReload(page, 'The game has answered: the reward has arrived there.');
  });

  await page.goto(demo.game);
  await expect(page.getByRole('row', { name: new RegExp(`gem-quest ${me} 2000`) })).toBeVisible();
  expect(await brokenInvariants()).toEqual([]);
});
