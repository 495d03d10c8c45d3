/** A person asks for their data and wants it gone: an admin finds them, hands over the archive, and erases them for good. */
import { randomUUID } from 'node:crypto';
import { aGame, aNetwork, anOffer, api, expect, query, test, wallLink } from '../support/fixtures';
import { aProvenTicket, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

test('found by their address, exported, erased with their id typed, and gone', async ({ page }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const player = `mia-${randomUUID().slice(0, 8)}`;
  const offer = await anOffer(network, { payoutUsd: '12.00' });
  const { address, number, click } = await aProvenTicket(game, offer, player);

  await signIn(page, 'admin');
  await page.goto('/console/settings/people');
  await page.getByLabel('The game’s id of the user, or an e-mail address').fill(address);
  await page.getByRole('button', { name: 'Look' }).click();
  await expect(page.getByRole('heading', { name: player })).toBeVisible();
  expect(page.url()).not.toContain(encodeURIComponent(address));
  await expect(page.getByRole('row', { name: /Tickets: address, description/ })).toContainText('1');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the archive' }).click();
  expect((await download).suggestedFilename()).toMatch(/^user-[0-9a-f-]{36}\.tar$/);

  const confirmation = page.getByLabel(`Type ${player} to confirm`);
  await confirmation.fill('somebody else');
  await page.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(page.getByText('That is not the id of this user.')).toBeVisible();
  await confirmation.fill(player);
  await page.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(page.getByText(/The data of this person was erased|Being erased since/)).toBeVisible();

  const left = () => query('SELECT FROM ticket WHERE number = $1 AND address = $2', [number, address]);
  await expect.poll(async () => (await left()).length, { timeout: 20_000 }).toBe(0);
  await page.reload();
  await expect(page.getByText('The data of this person was erased')).toBeVisible();
  await expect(page.getByText(player)).toHaveCount(0);

  const clickedAt = new Date().toISOString();
  const again = await api('POST', '/clicks', {
    clicks: [{ id: `${click}-again`, app: game.key, user: player, offer: offer.key, clickedAt }],
  });
  expect(again.body).toMatchObject({ accepted: 0, refused: [{ code: 'not-allowed' }] });
  expect((await page.request.get(wallLink(game, player))).status()).toBe(403);
});
