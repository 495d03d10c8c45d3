/** The last hop (seeds 001 and 002): a callback is configured, fails its test, is mended, switched on, and pays a player who was denied. */
import type { AddressInfo } from 'node:net';
import {
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  expect,
  type Game,
  mailTo,
  query,
  runHourly,
  test,
  withoutHourlyRun,
} from '../support/fixtures';
import { aProvenTicket, becomes, confirm, linkIn, rewardBecomes, seesAfterReload, signIn } from './doings';

const DESK = { viewport: { width: 1280, height: 900 } };
test.use(DESK);

const ACKNOWLEDGE = (url: URL) => ({ status: 200, body: `${url.searchParams.get('event')}:OK` });
const SAY_THANKS = () => ({ status: 200, body: 'thanks' });

test('an admin sets up a callback, mends what its test finds, and a player who was denied is paid after all', async ({
  page,
  newPerson,
}) => {
  let answer: (url: URL) => { status: number; body: string } = SAY_THANKS;
  const game = await aGame({ isUntold: true, answer: (url) => answer(url) });
  const network = await aNetwork();
  const address = page.getByRole('textbox', { name: 'Callback address' });
  await signIn(page, 'admin');

  await test.step('the template is typed with the macros that are offered, and a fault is shown where it stands', async () => {
    await page.goto(`/console/apps/${game.key}`);
    await expect(page.getByText('This game is not told about rewards yet.', { exact: false })).toBeVisible();
    await page.getByRole('combobox', { name: 'Protocol' }).selectOption('ironsource');
    await expect(page.getByText('11 macros of this protocol')).toBeVisible();
    await address.pressSequentially(`http://127.0.0.1:${portOf(game)}/reward?user=[us`);
    await expect(page.getByRole('option', { name: '[USER_ID]' })).toBeVisible();
    await address.press('Enter');
    await address.pressSequentially('&rewards=[COINS]');
    await expect(page.getByRole('alert').filter({ hasText: '[COINS] is not a macro' })).toBeVisible();
    await expect(page.locator('mark')).toHaveText('[COINS]');
    await address.press('Backspace');
    for (let nth = 0; nth < '[COINS'.length; nth += 1) await address.press('Backspace');
    await page.getByRole('button', { name: '[REWARDS]' }).click();
    await address.pressSequentially('&event=');
    await page.getByRole('button', { name: '[EVENT_ID]' }).click();
    await expect(address).toHaveValue(templateOf(game));
    await expect(page.getByRole('region', { name: 'A reward' })).toContainText('example-user');
  });

  await test.step('saved, it is off: the switch waits for a test', async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Next: send a test reward in the simulator.', { exact: false })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Switch on' })).toBeDisabled();
    await page.getByRole('link', { name: 'Test it in the simulator' }).click();
  });

  await test.step('the test fails, and is told what was missing', async () => {
    await page.getByRole('button', { name: 'Reward', exact: true }).click();
    await expect(page.getByText('Status 200, but not the right words')).toBeVisible();
    await expect(page.getByText('answered 200 without "<event id>:OK"')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Answered' })).toContainText('thanks');
    await expect(page.getByRole('region', { name: 'Sent' })).toContainText('test-user');
  });

  await test.step('mended, it is acknowledged, and switched on', async () => {
    answer = ACKNOWLEDGE;
    await page.getByRole('button', { name: 'Reward', exact: true }).click();
    await expect(page.getByText('Acknowledged', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Go to the switch' }).click();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await expect(page.getByText('The game is told about rewards.', { exact: false })).toBeVisible();
  });

  const { number, address: mailbox, click } = await aProvenTicket(game, await anOffer(network), 'kim');
  await becomes(number, 'OPEN');
  await runHourly();
  await becomes(number, 'DENIED');
  await withoutHourlyRun(async () => {
    await confirm(network, click, { payout: '3.50' });
    await becomes(number, 'APPROVED');
  });

  await test.step('the game is told once, and the player sees its answer', async () => {
    await rewardBecomes(number, 'ACKNOWLEDGED');
    const told = game.callbacks.filter(({ searchParams }) => !searchParams.get('user')!.startsWith('test-'));
    expect(told.map(({ searchParams }) => [searchParams.get('user'), searchParams.get('rewards')])).toEqual([
      ['kim', '3500'],
    ]);
    const player = await newPerson({ viewport: { width: 390, height: 844 } });
    await player.goto(linkIn(await mailTo(mailbox, /Approved: your reward/), '/t/'));
    await seesAfterReload(player, 'The game has answered: the reward has arrived there.');
  });

  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

test('without a script the same form previews, names its faults, saves, and tells of a colleague’s change', async ({
  page,
  newPerson,
}) => {
  const game = await aGame();
  const plain = await newPerson({ ...DESK, javaScriptEnabled: false });
  await signIn(plain, 'admin');
  await signIn(page, 'admin');
  await plain.goto(`/console/apps/${game.key}`);
  const address = plain.getByRole('textbox', { name: 'Callback address' });

  await address.fill('https://game.example/pay?user=[USER_ID]&event=[EVENT_ID]');
  await plain.getByRole('button', { name: 'Update the preview' }).click();
  await expect(plain.getByText('[REWARDS] must stand in the address.')).toBeVisible();
  await plain.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(plain.getByText('[REWARDS] must stand in the address.')).toBeVisible();
  await expect(address).toHaveValue('https://game.example/pay?user=[USER_ID]&event=[EVENT_ID]');

  await page.goto(`/console/apps/${game.key}`);
  await page.getByRole('textbox', { name: 'Static parameters' }).fill('source = wall');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByText('The game is told about rewards.', { exact: false })).toBeVisible();

  await address.fill(`${templateOf(game)}&v=2`);
  await plain.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(plain.getByText('Somebody changed this app while you were looking at it')).toBeVisible();
  await plain.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(plain.getByText('so the callback was switched off', { exact: false })).toBeVisible();
  await plain.getByRole('link', { name: 'Simulator', exact: true }).click();
  await plain.getByRole('button', { name: 'Reward', exact: true }).click();
  await expect(plain.getByText('Acknowledged', { exact: true })).toBeVisible();
  await plain.getByRole('link', { name: 'Go to the switch' }).click();
  await plain.getByRole('button', { name: 'Switch on' }).click();
  await expect(plain.getByText('The game is told about rewards.', { exact: false })).toBeVisible();
  await game.stop();
});

test('a secret is revealed, changed and taken back by admins only, and every step is on record', async ({
  page,
  newPerson,
}) => {
  const game = await aGame();
  await signIn(page, 'admin');
  await page.goto(`/console/apps/${game.key}`);
  await expect(page.getByText(game.secret)).toHaveCount(0);
  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByText(game.secret)).toBeVisible();
  await page.getByText('Rotate the secret').click();
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(page.getByText(game.secret)).toHaveCount(0);
  await expect(page.getByText('No test reward of this set-up', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Restore the one before' }).click();
  await page.getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByText(game.secret)).toBeVisible();

  const auditor = await newPerson(DESK);
  await signIn(auditor, 'auditor');
  for (const tab of ['', '/try']) {
    await auditor.goto(`/console/apps/${game.key}${tab}`);
    await expect(auditor.getByRole('heading', { level: 1 })).toContainText('Gem Quest');
    await expect(auditor.getByRole('main').getByRole('button')).toHaveCount(0);
  }
  const entries = await query<{ action: string }>('SELECT * FROM audit_entry WHERE subject = $1 ORDER BY id', [
    `app:${game.key}`,
  ]);
  expect(entries.map(({ action }) => action)).toEqual([
    'put-app',
    'reveal-callback-secret',
    'rotate-callback-secret',
    'restore-callback-secret',
    'reveal-callback-secret',
  ]);
  expect(JSON.stringify(entries)).not.toContain(game.secret);
  await game.stop();
});

function portOf(game: Game): number {
  return (game.server.address() as AddressInfo).port;
}

function templateOf(game: Game): string {
  return `http://127.0.0.1:${portOf(game)}/reward?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]`;
}
