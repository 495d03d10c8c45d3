/** The main job (seed 000; R7–R13, R18), by hand on a phone, with everything behind it real. */
import { createHash } from 'node:crypto';
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  demo,
  expect,
  type Game,
  mailTo,
  PHONE,
  test,
  withoutHourlyRun,
} from '../support/fixtures';
import { anAddress, aScreenshot, becomes, codeFor, confirm, DESCRIPTION, openWall, seesAfterReload } from './doings';

test.use(PHONE);

test('a player misses a reward, opens a ticket, and the game answers that it arrived', async ({ page, context }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const offer = await anOffer(network);
  const click = await aClick(game, offer, 'robin');
  const address = anAddress();
  const typo = address.replace('example.com', 'gmial.com');
  const right = address.replace('example.com', 'gmail.com');

  await test.step('from the list to the form', async () => {
    await openWall(page, game, 'robin');
    await expect(page.getByText('Reach level 10 not confirmed yet')).toBeVisible();
    await expect(page.getByText('57 days left').or(page.getByText('58 days left'))).toBeVisible();
    await page.getByRole('link', { name: offer.title }).click();
    await expect(page.getByRole('heading', { name: 'Where is my reward?' })).toBeVisible();
    await expect(page.getByText('You started')).toBeVisible();
    await expect(page.getByText('waiting for the advertiser')).toBeVisible();
    await page.getByRole('link', { name: 'Contact support' }).click();
    await expect(page.getByRole('heading', { name: 'Support status' })).toBeVisible();
    await page.getByRole('link', { name: `Missing Rewards? ${offer.title}` }).click();
    await expect(page.getByRole('heading', { name: 'Missing rewards' })).toBeVisible();
  });

  const submit = page.getByRole('button', { name: 'Submit ticket' });
  await test.step('Submit wakes up when everything is valid', async () => {
    await expect(submit).toBeDisabled();
    await page.getByLabel('What happened?').fill('It is gone.');
    await page.getByLabel('Your e-mail address').fill('robin@');
    await page.getByLabel('What happened?').focus();
    await expect(page.getByText('This does not look like an e-mail address.')).toBeVisible();
    await expect(page.getByText('Please write at least 20 characters.')).toBeVisible();
    await expect(submit).toBeDisabled();
    await page.getByLabel('What happened?').fill(DESCRIPTION);
    await page.getByLabel('Your e-mail address').fill(typo);
    await page.getByLabel('What happened?').focus();
    await page.getByRole('button', { name: `Did you mean ${right}?` }).click();
    await expect(page.getByLabel('Your e-mail address')).toHaveValue(right);
    await expect(submit).toBeEnabled();
  });

  await test.step('a screenshot is shown, removed, and brought back', async () => {
    const buffer = await aScreenshot();
    await page
      .getByLabel('Screenshots (optional)')
      .setInputFiles({ name: 'castle.png', mimeType: 'image/png', buffer });
    const remove = page.getByRole('button', { name: 'Remove castle.png' });
    await expect(remove).toBeVisible();
    await expect(submit).toBeEnabled();
    await remove.click();
    await expect(page.getByText('castle.png removed')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(remove).toBeVisible();
    await expect(submit).toBeEnabled();
  });

  await page.getByLabel('Your e-mail address').fill(address);
  await submit.click();

  await expect(page).toHaveURL(/\/wall\/support\/MG-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const number = page.url().split('/').at(-1)!;
  await test.step('the number is copied with one tap', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.url });
    await expect(page.getByRole('heading', { name: number })).toBeVisible();
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByText('Copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
  });
  await expect(page.getByRole('img', { name: /^Picture castle/ })).toBeVisible();

  await withoutHourlyRun(async () => {
    await test.step('the code of the real mail validates the address', async () => {
      const code = await codeFor(address);
      await page.getByLabel('6-digit code').fill(code === '000000' ? '111111' : '000000');
      await page.getByRole('button', { name: 'Confirm' }).click();
      await expect(page.getByText('4 tries left')).toBeVisible();
      await page.getByLabel('6-digit code').fill(code);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await expect(page.getByText('Thank you. Your address is confirmed.')).toBeVisible();
      await expect(page.getByText('You get an answer by')).toBeVisible();
    });
    await confirm(network, click, { payout: '3.50' });
    await becomes(number, 'APPROVED');
  });

  await test.step('the game is told once, and its answer is shown', async () => {
    await expect.poll(() => game.callbacks.length).toBe(1);
    expectSigned(game, game.callbacks[0]!, { user: 'robin', rewards: '3500' });
    await seesAfterReload(page, 'The game has answered: the reward has arrived there.');
    await expect(page.getByRole('listitem').filter({ hasText: 'The game has answered' })).toContainText('Done');
  });

  await test.step('the mailbox tells the same story', async () => {
    const validation = await mailTo(address, /Confirm your e-mail address/);
    expect(validation.text).not.toContain(DESCRIPTION);
    expect((await mailTo(address, /^We have your ticket/)).text).toContain(number);
    expect((await mailTo(address, /Approved: your reward/)).text).toContain(offer.title);
    expect((await mailTo(address, /has received your reward/)).text).toContain('3,500 Gems');
  });

  await page.goto('/wall/in-progress');
  await expect(page.getByText('Sent to the game, and it answered')).toBeVisible();
  expect(game.callbacks).toHaveLength(1);
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

/** Seed 002: `signature` = md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY]). */
function expectSigned(game: Game, callback: URL, { user, rewards }: { user: string; rewards: string }) {
  const part = (name: string) => callback.searchParams.get(name) ?? '';
  expect([part('user'), part('rewards')]).toEqual([user, rewards]);
  expect(part('timestamp')).toMatch(/^20\d{10}$/);
  const covered = part('timestamp') + part('event') + user + rewards + game.secret;
  expect(part('signature')).toBe(createHash('md5').update(covered).digest('hex'));
}
