/** A source sends far more than ever: nothing of it is paid until an admin has looked, and nothing of it is lost. */
import { aClick, aGame, aNetwork, anOffer, expect, query, test } from '../support/fixtures';
import { confirm, isMatched, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

test('an admin finds the open breaker, lets it pass, and what was held is paid', async ({ page, newPerson }) => {
  const [game, network] = await Promise.all([aGame(), aNetwork()]);
  const offer = await anOffer(network, {
    tasks: [{ key: 'deposit', name: 'Make a deposit', payoutUsd: '2600.00', rewardAmount: 2600 }],
  });
  const click = await aClick(game, offer, 'rich-player');
  const granted = async () => (await query('SELECT 1 FROM reward_grant WHERE click_id = $1', [click])).length;

  await test.step('one confirmation of $2,600 is beyond what is usual: it is matched, and pays nothing', async () => {
    await confirm(network, click);
    await isMatched(click);
    expect(await granted()).toBe(0);
  });

  await test.step('an agent sees on the health page what happened, and can change nothing', async () => {
    const agent = await newPerson();
    await signIn(agent, 'agent');
    await agent.goto('/console/health');
    await agent.getByRole('link', { name: `Look at ${network.integration}` }).click();
    await expect(agent.getByText('The money breaker has stopped this source')).toBeVisible();
    await expect(agent.getByRole('button', { name: 'let it pass' })).toHaveCount(0);
  });

  await test.step('an admin lets it pass, and the reward is granted', async () => {
    await signIn(page, 'admin');
    await page.goto('/console/health');
    await page.getByRole('link', { name: `Look at ${network.integration}` }).click();
    await expect(page.getByText('worth $2600.00', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'let it pass' }).click();
    await expect(page.getByText('The breaker is reset.', { exact: false })).toBeVisible();
    await expect.poll(granted, { timeout: 20_000 }).toBe(1);
  });

  await test.step('who tripped it and who reset it stands in the audit', async () => {
    const entries = await query<{ action: string; actor: string }>(
      `SELECT action, actor_kind AS actor FROM audit_entry WHERE subject = $1 AND action LIKE 'breaker-%' ORDER BY at`,
      [`integration:${network.integration}`],
    );
    expect(entries).toEqual([
      { action: 'breaker-tripped', actor: 'AUTO' },
      { action: 'breaker-reset', actor: 'AGENT' },
    ]);
  });
  await game.stop();
});
