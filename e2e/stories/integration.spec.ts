/** "It does not fire": an admin tries an integration, finds what was refused in its log, reads why, and has it run again. */
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  api,
  brokenInvariants,
  demo,
  expect,
  query,
  test,
} from '../support/fixtures';
import { canonical, hmac } from '../support/signing';
import { isMatched, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

test('an admin sends the samples, finds the refused one in the log, and reads why', async ({ page }) => {
  const network = await aNetwork();
  await signIn(page, 'admin');

  await test.step('from the list to the integration’s own pages', async () => {
    await page.goto(`/console/integrations/${network.integration}`);
    await page
      .getByRole('navigation', { name: 'Pages of this integration' })
      .getByRole('link', { name: 'Log' })
      .click();
    await expect(page.getByText('Nothing has come yet')).toBeVisible();
    await page.getByRole('link', { name: 'Send a sample' }).click();
  });

  for (const [button, ends] of [
    ['Send it right', ['unmatched']],
    ['Send it twice', ['unmatched', 'duplicate']],
    ['Send it an hour late', ['too old']],
    ['Confirm and take back', ['unmatched', 'unmatched']],
    ['Send it forged', ['wrong signature']],
  ] as const) {
    await test.step(button, async () => {
      await page.getByRole('button', { name: button }).click();
      const result = page.getByRole('region', { name: 'What came of it' });
      await expect(result.getByRole('listitem')).toHaveCount(ends.length);
      for (const [index, end] of ends.entries())
        await expect(result.getByRole('listitem').nth(index)).toContainText(end);
      await expect(result).toContainText(`/api/postbacks/${network.integration}?`);
    });
  }
  await expect(page.getByRole('region', { name: 'What came of it' })).toContainText('bad-signature');

  await test.step('the log shows them all, and only the refused ones when asked', async () => {
    await page.goto(`/console/integrations/${network.integration}/receipts`);
    const lines = page.getByRole('table').getByRole('row').filter({ hasText: 'sample' });
    await expect(lines).toHaveCount(7);
    await page.getByText('Filter', { exact: true }).click();
    await page.getByLabel('Why refused').selectOption('wrong signature');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page).toHaveURL(/code=bad-signature/);
    await expect(lines).toHaveCount(1);
    await lines.getByRole('link').click();
  });

  await test.step('the explainer says what was signed, how the digests differ and what to do', async () => {
    await expect(page.getByText('The signature is wrong')).toBeVisible();
    await expect(page.getByText('None of the usual mistakes explains it')).toBeVisible();
    await expect(page.getByRole('row', { name: /sample-.* click_id/ })).toBeVisible();
    await expect(page.getByText(/They differ from character \d+ on/)).toBeVisible();
    await expect(page.getByText('Compare the secret on both sides')).toBeVisible();
    await expect(page.locator('body')).not.toContainText(network.secret);
  });
  expect(await brokenInvariants()).toEqual([]);
});

test('what was refused for the secret is named, and taken when it is run again with the right one', async ({
  page,
  newPerson,
}) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const click = await aClick(game, await anOffer(network), 'sam');
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(page, 'admin');
  await page.goto(`/console/integrations/${network.integration}/receipts`);
  const theirs = `${network.secret}-of-the-network`;

  await test.step('what comes appears in the log by itself', async () => {
    await send(network.integration, click, theirs);
    const line = page.getByRole('row').filter({ hasText: click });
    await expect(line).toContainText('wrong signature');
    await line.getByRole('link').click();
  });

  await test.step('run again under the same secret it stays refused', async () => {
    await page.getByRole('button', { name: 'Run it again' }).click();
    await expect(page.getByText('It was run again: refused again')).toBeVisible();
  });

  await test.step('under the network’s secret it is taken', async () => {
    const settings = { advertiser: network.advertiser, dialect: 'native', secret: theirs };
    await api('PUT', `/integrations/${network.integration}`, settings);
    await page.reload();
    await expect(page.getByText('By today’s settings it would get past the signature.')).toBeVisible();
    await page.getByRole('button', { name: 'Run it again' }).click();
    await expect(page.getByText('It was run again: recorded')).toBeVisible();
    await expect(page.getByRole('region', { name: 'What it led to' })).toContainText(click);
    await isMatched(click);
    expect(await query('SELECT 1 FROM reward_grant WHERE click_id = $1', [click])).toHaveLength(1);
  });

  await test.step('all that are still refused are run again together', async () => {
    const replayed = page.url();
    await page.goto(`/console/integrations/${network.integration}/receipts?outcome=refused`);
    await page.getByRole('button', { name: 'Run all of these again' }).click();
    await expect(page.getByText('Run again', { exact: true })).toBeVisible();
    await expect(page.getByText('duplicate 1')).toBeVisible();
    await page.goto(replayed);
  });

  await test.step('an agent sees why, but no digest and no button', async () => {
    await signIn(agent, 'agent');
    await agent.goto(page.url());
    await expect(agent.getByText('Digests are shown to admins only')).toBeVisible();
    await expect(agent.getByRole('button', { name: 'Run it again' })).toHaveCount(0);
    const refused = await agent.request.post(new URL(page.url()).pathname.replace(/^/, '/api').concat('/replay'), {
      headers: { Origin: demo.url, Accept: 'application/json' },
    });
    expect(refused.status()).toBe(403);
  });
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

async function send(integration: string, click: string, secret: string): Promise<void> {
  const params = { click_id: click, tx: `tx-${click}`, ts: String(Math.floor(Date.now() / 1000)) };
  const signed = canonical(Object.entries(params));
  await fetch(`${demo.url}/api/postbacks/${integration}?${signed}&sig=${hmac(secret, signed)}`);
}
