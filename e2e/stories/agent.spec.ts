/** An agent decides (R5, R13, R17): by evidence, once, and knowing what a colleague did meanwhile. */
import { aGame, aNetwork, anOffer, brokenInvariants, demo, expect, mailTo, PHONE, test } from '../support/fixtures';
import { aProvenTicket, confirm, isMatched, isSent, linkIn, rewardBecomes, signIn, statusOf } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

test('an agent approves a large ticket once it is confirmed, and a colleague is told what changed', async ({
  page,
  newPerson,
  complaints,
}) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const offer = await anOffer(network, { payoutUsd: '12.00' });
  const { number, address, click } = await aProvenTicket(game, offer, 'sam');

  await test.step('the agent signs in and opens the ticket from the list', async () => {
    await signIn(page, 'agent');
    await page.getByRole('link', { name: /^All/ }).click();
    await expect(page.getByRole('row', { name: new RegExp(number) })).toContainText('$12.00');
    await page.getByRole('link', { name: number }).click();
    await expect(page.getByRole('heading', { name: new RegExp(`${number}.*${offer.title}`) })).toBeVisible();
  });

  await test.step('without a confirmation nobody can approve', async () => {
    await expect(page.getByText('The advertiser has confirmed nothing of this offer for this user.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled();
    await expect(page.getByText('Cannot be approved: the advertiser has not confirmed every step.')).toBeVisible();
    const { version } = await statusOf(number);
    const forced = await page.request.post(`/api/console/tickets/${number}/decision`, {
      form: { outcome: 'approve', reason: 'confirmed', note: '', version },
      headers: { Origin: demo.url, Accept: 'application/json' },
    });
    expect(forced.status()).toBe(409);
    expect((await forced.json()).error.code).toBe('not-confirmed');
  });

  await confirm(network, click, { payout: '12.00' });
  await isMatched(click);
  expect((await statusOf(number)).status).toBe('OPEN');
  expect(game.callbacks).toHaveLength(0);

  const colleague = await newPerson({ viewport: { width: 1280, height: 800 } });
  const withoutScripts = await newPerson({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false });
  await test.step('two colleagues look at the same ticket', async () => {
    await signIn(colleague, 'lead');
    await signIn(withoutScripts, 'senior');
    for (const tab of [page, colleague, withoutScripts]) await tab.goto(`/console/tickets/${number}`);
    await expect(page.getByText('Reach level 10: confirmed by the advertiser')).toBeVisible();
  });

  await test.step('the first one approves', async () => {
    await page.locator('#approve > summary').click();
    await page.locator('#approve').getByLabel('Reason').selectOption('Confirmed by the advertiser');
    await page.locator('#approve').getByLabel('Remark').fill('Checked the install date.');
    await page.getByRole('button', { name: 'Approve and send the reward' }).click();
    await isSent(page, number, 'APPROVED');
  });

  await test.step('the others are told what changed, and keep what they typed', async () => {
    complaints.expected(/status of 409/);
    for (const tab of [colleague, withoutScripts]) {
      await tab.locator('#deny > summary').click();
      await tab.locator('#deny').getByLabel('Reason').selectOption('Terms of the offer not met');
      await tab.locator('#deny').getByLabel('Words to the user').fill('Level 9 is not level 10.');
      await tab.getByRole('button', { name: 'Deny and tell the user' }).click();
    }
    const told = colleague.getByRole('status').filter({ hasText: 'This ticket changed while you were looking at it' });
    await expect(told).toContainText('It is now: approved.');
    await expect(told).toContainText('Agnes Agent');
    await expect(colleague.locator('#deny').getByLabel('Words to the user')).toHaveValue('Level 9 is not level 10.');
    await expect(withoutScripts.getByText('Somebody changed this ticket while you were looking at it.')).toBeVisible();
    await expect(withoutScripts.getByText('You had typed: Level 9 is not level 10.')).toBeVisible();
  });

  await test.step('the game was told, and the player', async () => {
    await rewardBecomes(number, 'ACKNOWLEDGED');
    expect(game.callbacks.map((call) => call.searchParams.get('rewards'))).toEqual(['3500']);
    expect((await mailTo(address, /Approved: your reward/)).text).toContain('3,500 Gems');
    await mailTo(address, /has received your reward/);
    await page.reload();
    await expect(page.getByText('the game answered').first()).toBeVisible();
    await expect(page.getByText('Checked the install date.')).toBeVisible();
    const player = await newPerson(PHONE);
    await player.goto(linkIn(await mailTo(address, /Approved: your reward/), '/t/'));
    await expect(player.getByText('The game has answered: the reward has arrived there.')).toBeVisible();
    await expect(player.getByText('Checked the install date.')).toHaveCount(0);
  });
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

test('an agent denies in their own words, and the player reads them', async ({ page, newPerson }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const { number, address } = await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), 'sam');
  const words = 'Your picture shows level 9. The offer asks for level 10.';

  await signIn(page, 'agent');
  await page.getByRole('combobox', { name: 'Find tickets' }).fill(number.toLowerCase());
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/console/tickets/${number}`));
  await page.locator('#deny > summary').click();
  await page.locator('#deny').getByLabel('Reason').selectOption('No confirmation');
  await page.locator('#deny').getByLabel('Words to the user').fill(words);
  await page.getByRole('button', { name: 'Deny and tell the user' }).click();
  await expect(page.getByText('Denied by you')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('#deny > summary')).toBeVisible();
  expect((await statusOf(number)).status).toBe('OPEN');
  await page.locator('#deny > summary').click();
  await page.locator('#deny').getByLabel('Reason').selectOption('No confirmation');
  await page.locator('#deny').getByLabel('Words to the user').fill(words);
  await page.getByRole('button', { name: 'Deny and tell the user' }).click();
  await isSent(page, number, 'DENIED');

  const denial = await mailTo(address, /was denied/);
  expect(denial.text.replace(/\s+/g, ' ')).toContain(words);
  const player = await newPerson(PHONE);
  await player.goto(linkIn(denial, '/t/'));
  await expect(player.getByText(words)).toBeVisible();
  await expect(player.getByRole('heading', { name: 'You disagree?' })).toBeVisible();
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});
