/** A denial (R13, R15, R19): no reason is claimed that nobody gave, the user disagrees once, a late confirmation still counts. */
import {
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  expect,
  mailTo,
  PHONE,
  runHourly,
  test,
  withoutHourlyRun,
} from '../support/fixtures';
import { aProvenTicket, aScreenshot, becomes, confirm, linkIn, statusOf } from './doings';

test.use(PHONE);

const COMMON_REASONS = [
  'The app was first installed in another way than through this offer.',
  'The advertiser counted the completion for another source',
  'A VPN was on',
  'a first-time install, the step itself, or doing it in time',
];

test('a player is denied, disagrees with proof, and is approved by a late confirmation', async ({
  page,
  newPerson,
}) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const { number, address, click } = await aProvenTicket(game, await anOffer(network), 'kim');
  await becomes(number, 'OPEN');

  await runHourly();
  expect((await statusOf(number)).status).toBe('DENIED');

  const denial = await mailTo(address, /was denied/);
  await test.step('the mail lists the common reasons and claims none', () => {
    for (const reason of COMMON_REASONS) expect(denial.text.replace(/\s+/g, ' ')).toContain(reason);
    expect(denial.text).toContain('The advertiser does not tell us why.');
    expect(denial.text).toContain('We do not know whether one of them applies to you');
  });

  const link = linkIn(denial, '/t/');
  const otherTab = await newPerson(PHONE);
  await test.step('the link opens the ticket without a session of the wall', async () => {
    for (const tab of [page, otherTab]) {
      await tab.goto(link);
      await expect(tab.getByText('The advertiser has not confirmed that you completed this offer.')).toBeVisible();
      await expect(tab.getByRole('heading', { name: 'You disagree?' })).toBeVisible();
    }
    await otherTab.getByLabel('I did everything in time.').check();
    await otherTab.getByLabel('Why should we look again?').fill('I did everything that was asked, on the first day.');
  });

  await test.step('the player disagrees, once', async () => {
    await page.getByLabel('I did everything in time.').check();
    await page.getByLabel('Why should we look again?').fill('I have a screenshot that shows the castle at level 10.');
    await page.getByRole('button', { name: 'Ask for another look' }).click();
    await expect(page.getByText('Thank you. A person looks at it again.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'You disagree?' })).toHaveCount(0);
    await otherTab.getByRole('button', { name: 'Ask for another look' }).click();
    await expect(otherTab.getByText('The ticket has changed in the meantime.')).toBeVisible();
    await mailTo(address, /We look at .* again/);
  });

  await test.step('proof is added, and shown to its owner', async () => {
    await page.getByText('Add proof', { exact: true }).click();
    await page.getByLabel('Your message').fill('Here is the castle.');
    const picture = { name: 'castle.png', mimeType: 'image/png', buffer: await aScreenshot() };
    await page.getByLabel('Screenshots').setInputFiles(picture);
    await page.getByRole('button', { name: 'Add to the ticket' }).click();
    await expect(page.getByText('Added. Thank you.')).toBeVisible();
    await expect(page.getByText('Here is the castle.')).toBeVisible();
    const shown = page.getByRole('img', { name: /^Picture castle/ });
    await shown.scrollIntoViewIfNeeded();
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
  });

  await test.step('it is with a person: the automation leaves it alone', async () => {
    await runHourly();
    expect((await statusOf(number)).status).toBe('ESCALATED');
    await page.goto(link);
    await expect(page.getByText('A person is looking at it again.')).toBeVisible();
  });

  await withoutHourlyRun(async () => {
    await confirm(network, click);
    await becomes(number, 'APPROVED');
  });
  await page.goto(link);
  await expect(page.getByText('The advertiser has confirmed it.')).toBeVisible();
  const approval = await mailTo(address, /Approved: your reward/);
  expect(approval.text).toContain('We had to say no before. Now the advertiser has confirmed');
  await expect.poll(() => game.callbacks.length).toBe(1);
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});
