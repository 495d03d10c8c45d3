/** The last hop, as the player and the operator see it: a reward on hold, a game that does not answer, one that is paused. */
import { randomUUID } from 'node:crypto';
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  api,
  expect,
  mailTo,
  PHONE,
  query,
  test,
  withoutHourlyRun,
} from '../support/fixtures';
import { aProvenTicket, becomes, confirm, isMatched, openWall, rewardBecomes, seesAfterReload, signIn } from './doings';

test.use(PHONE);

test('a reward that is credited with delay: the player sees until when and why, everywhere', async ({ page }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const key = `offer-${randomUUID().slice(0, 8)}`;
  await api('PUT', `/offers/${key}`, {
    advertiser: network.advertiser,
    title: `Patient Kingdom ${key.slice(-4)}`,
    tasks: [{ key: 'level-10', name: 'Reach level 10', payoutUsd: '3.50', rewardAmount: 3500 }],
    holdMinutes: 1_440,
  });
  await withoutHourlyRun(async () => {
    const ticket = await aProvenTicket(game, { key }, 'vera');
    await confirm(network, ticket.click);
    await becomes(ticket.number, 'APPROVED');
    await rewardBecomes(ticket.number, 'PENDING');
    expect(game.callbacks).toHaveLength(0);
    const { body } = await api('GET', `/users/${game.key}/vera/in-progress`);
    const held = body.offers[0].timeline.steps[0].points.find(({ kind }: { kind: string }) => kind === 'held');
    expect(Date.parse(held.until) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect((await mailTo(ticket.address, /Approved/)).text).toContain('is on hold until');
    await openWall(page, game, 'vera');
    await expect(page.getByText('Confirmed, on hold before it is sent')).toBeVisible();
    await page.goto(`/wall/in-progress/${ticket.click}`);
    await expect(
      page.getByText(/Confirmed\. The reward is on hold until .*, in case the advertiser takes it back/),
    ).toBeVisible();
    await page.goto(`/wall/support/${ticket.number}`);
    await expect(page.getByText(/Confirmed\. The reward is on hold until/)).toBeVisible();
    await openWall(page, game, 'vera', '&lang=es');
    await page.goto(`/wall/in-progress/${ticket.click}`);
    await expect(page.getByText(/La recompensa está en espera hasta el/)).toBeVisible();
  });
});

test('a game that does not answer, is paused, and is resumed by a lead', async ({ page, newPerson }) => {
  let works = false;
  const game = await aGame({
    answer: (url) =>
      works ? { status: 200, body: `${url.searchParams.get('event')}:OK` } : { status: 500, body: 'out of order' },
  });
  const network = await aNetwork();
  const click = await aClick(game, await anOffer(network), 'otto');
  await confirm(network, click);
  await isMatched(click);

  await openWall(page, game, 'otto');
  await page.goto(`/wall/in-progress/${click}`);
  await seesAfterReload(page, /The game has not answered yet; we keep trying until/);

  await query('UPDATE app SET callback_paused_at = now() WHERE key = $1', [game.key]);
  await seesAfterReload(page, 'The game has not answered for days.');

  works = true;
  const lead = await newPerson();
  await signIn(lead, 'lead');
  await lead.goto(`/console/apps/${game.key}/callbacks`);
  await expect(lead.getByText('Nothing is lost. When its server works again, resume.')).toBeVisible();
  await lead.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(lead).toHaveURL(new RegExp(`/console/apps/${game.key}/callbacks\\?done=resumed$`));
  await expect(lead.getByText('Nothing is lost.')).toHaveCount(0);
  await query(
    `UPDATE callback SET next_at = now() FROM app WHERE app.id = callback.app_id AND app.key = $1 AND status = 'PENDING'`,
    [game.key],
  );
  await seesAfterReload(page, /Sent to the game · acknowledged at/);
  expect(new Set(game.callbacks.map((url) => url.searchParams.get('event'))).size).toBe(1);
});
