/** Registered before 24 h (R3): it submits itself when the time has come, or ends when the reward is there first. */
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  demo,
  expect,
  mailTo,
  PHONE,
  query,
  runHourly,
  test,
} from '../support/fixtures';
import { anAddress, aTicket, becomes, confirm, DESCRIPTION, linkIn, openWall, proveAddress, statusOf } from './doings';

test.use(PHONE);

async function isProven(number: string): Promise<boolean> {
  const [ticket] = await query<{ proven: boolean }>(
    'SELECT validated_at IS NOT NULL AS proven FROM ticket WHERE number = $1',
    [number],
  );
  return ticket!.proven;
}

test('a ticket is registered before 24 h, proved by link, and closed when the reward comes first', async ({
  page,
  newPerson,
}) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const offer = await anOffer(network);
  const click = await aClick(game, offer, 'noa', 2);
  const address = anAddress();

  await openWall(page, game, 'noa');
  await page.getByRole('link', { name: offer.title }).click();
  await expect(page.getByText('Nothing to do for now.')).toBeVisible();
  await page.getByRole('link', { name: 'Contact support' }).click();
  await page.getByRole('link', { name: `Missing Rewards? ${offer.title}` }).click();
  await expect(page.getByText('You are early: tickets open')).toBeVisible();
  await page.getByLabel('What happened?').fill(DESCRIPTION);
  await page.getByLabel('Your e-mail address').fill(address);
  await page.getByRole('button', { name: 'Register ticket' }).click();
  await expect(page).toHaveURL(/\/wall\/support\/MG-/);
  const number = page.url().split('/').at(-1)!;
  await expect(page.getByText('It is submitted by itself')).toBeVisible();

  const mailProgram = await newPerson(PHONE);
  await test.step('following the link changes nothing; the button behind it does', async () => {
    const link = linkIn(await mailTo(address, /Confirm your e-mail address/), '/verify/');
    for (const method of ['HEAD', 'GET', 'GET']) expect((await fetch(demo.url + link, { method })).status).toBe(200);
    await mailProgram.goto(link);
    expect(await isProven(number)).toBe(false);
    await mailProgram.getByRole('button', { name: 'Confirm my address' }).click();
    await expect(mailProgram.getByText('Thank you. Your address is confirmed.')).toBeVisible();
    await expect(mailProgram).toHaveURL(new RegExp(`/t/${number}\\?k=`));
    expect(await isProven(number)).toBe(true);
  });

  await confirm(network, click);
  await becomes(number, 'CLOSED');
  await expect.poll(() => game.callbacks.length).toBe(1);
  await page.reload();
  await expect(page.getByText('The reward arrived, so nothing was left to do.')).toBeVisible();
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

test('a registered ticket submits itself when 24 h are over', async ({ page }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const offer = await anOffer(network, { payoutUsd: '12.00' });
  const SOON_HOURS = 6 / 3600;
  const click = await aClick(game, offer, 'noa', 24 - SOON_HOURS);
  const { number, status, address } = await aTicket(click);
  expect(status).toBe('AWAITING_24H');
  await proveAddress(address);

  const afterARun = async () => {
    await runHourly();
    return (await statusOf(number)).status;
  };
  await expect.poll(afterARun, { timeout: 30_000 }).toBe('OPEN');
  await openWall(page, game, 'noa');
  await page.goto(`/wall/support/${number}`);
  await expect(page.getByText('You get an answer by')).toBeVisible();
  await game.stop();
});
