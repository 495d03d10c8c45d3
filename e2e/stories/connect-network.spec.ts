/** An admin connects a network by its page, and changes its secret without losing a postback. */
import { createHmac, randomUUID } from 'node:crypto';
import { aNetwork, anOffer, api, demo, expect, query, test } from '../support/fixtures';
import { parameters, signed } from '../support/signing';
import { signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });

test('an admin connects a network, copies the address, rotates the secret, and retires the old one', async ({
  page,
}) => {
  const { advertiser } = await aNetwork();
  const key = `bit-${randomUUID().slice(0, 8)}`;

  await test.step('the network is chosen from a list that can be searched', async () => {
    await signIn(page, 'admin');
    await page.getByRole('link', { name: 'Integrations' }).click();
    await page.getByRole('link', { name: 'New integration' }).click();
    await page.getByRole('combobox', { name: 'Advertiser' }).fill(advertiser);
    await page.getByRole('searchbox', { name: 'Search networks' }).fill('bitl');
    await expect(page.getByRole('radio')).toHaveCount(1);
    await page.getByRole('radio', { name: /BitLabs.*strong/ }).check();
    await page.getByRole('textbox', { name: 'Key' }).fill(key);
    await page.getByRole('button', { name: 'Connect' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('BitLabs · Acme Games');
    await expect(page.getByText('The integration is ready')).toBeVisible();
  });

  const first = await secretOf(key);
  await test.step('the address to paste is copied, with the network’s macros', async () => {
    await page.getByRole('button', { name: 'Copy address' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`${demo.url}/api/postbacks/${key}?`);
    expect(copied).toContain('tx=[%TX%]');
    await expect(page.getByText(first.secret)).toBeVisible();
    await page.goto(`/console/integrations/${key}`);
    await expect(page.getByText(first.secret)).toHaveCount(0);
  });

  await test.step('after a rotation both secrets are believed', async () => {
    await page.getByText('Rotate the secret').click();
    await page.getByRole('button', { name: 'Rotate', exact: true }).click();
    await expect(page.getByText('Both secrets are believed.', { exact: false })).toBeVisible();
    const { secret, previous } = await secretOf(key);
    expect(previous).toBe(first.secret);
    await expect(page.getByText(secret)).toBeVisible();
    expect(await bitLabs(key, secret)).toBe(200);
    await page.reload();
    await expect(page.getByText('The one postback accepted since the rotation did not use the old one.')).toBeVisible();
    expect(await bitLabs(key, first.secret)).toBe(200);
    await page.reload();
    await expect(page.getByText('The old one was last used', { exact: false })).toBeVisible();
  });

  await test.step('the old one is retired and refused; restored, it is believed again', async () => {
    await page.getByRole('button', { name: 'Retire the old one' }).click();
    await expect(page.getByText('The old secret was retired', { exact: false })).toBeVisible();
    expect(await bitLabs(key, first.secret)).toBe(401);
    expect(await bitLabs(key, (await secretOf(key)).secret)).toBe(200);
    await page.getByRole('button', { name: 'Restore it' }).click();
    await expect(page.getByText('Both secrets are believed.', { exact: false })).toBeVisible();
    expect(await bitLabs(key, first.secret)).toBe(200);
  });

  await test.step('every step is on record, and no secret is', async () => {
    const entries = await query<{ action: string }>('SELECT * FROM audit_entry WHERE subject = $1 ORDER BY id', [
      `integration:${key}`,
    ]);
    expect(entries.map(({ action }) => action)).toEqual([
      'add-integration',
      'rotate-secret',
      'retire-secret',
      'restore-secret',
    ]);
    const { secret } = await secretOf(key);
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(JSON.stringify(entries)).not.toContain(first.secret);
  });
});

test('what is wrong in a list is named by its line and kept; a colleague’s change is told', async ({
  page,
  newPerson,
  complaints,
}) => {
  const network = await aNetwork();
  await anOffer(network);
  const address = `/console/integrations/${network.integration}`;
  const withoutScripts = await newPerson({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false });
  await signIn(page, 'admin');
  await signIn(withoutScripts, 'admin');
  complaints.expected(/status of 4(00|09)/);
  for (const tab of [page, withoutScripts]) {
    await tab.goto(address);
    await tab.getByLabel('Addresses').fill('203.0.113.0/24\n203.0.113');
    await tab.getByRole('button', { name: 'Save allow-list' }).click();
    await expect(tab.getByText('Line 2: “203.0.113” is no IP address', { exact: false })).toBeVisible();
    await expect(tab.getByLabel('Addresses')).toHaveValue('203.0.113.0/24\n203.0.113');
  }

  await withoutScripts.getByLabel('Addresses').fill('203.0.113.0/24');
  await withoutScripts.getByRole('button', { name: 'Save allow-list' }).click();
  await expect(withoutScripts.getByText('Saved.')).toBeVisible();

  await page.getByLabel('Events').fill('lvl_10 = level-10');
  await page.getByRole('button', { name: 'Save words' }).click();
  const told = page.getByRole('status').filter({ hasText: 'Somebody changed this integration' });
  await expect(told).toContainText('Last change: the allow-list, by');
  await expect(page.getByLabel('Events')).toHaveValue('lvl_10 = level-10');
  await page.getByRole('button', { name: 'Save words' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByLabel('Addresses')).toHaveValue('203.0.113.0/24');
  const [saved] = await query<{ settings: object }>('SELECT settings FROM integration WHERE key = $1', [
    network.integration,
  ]);
  expect(saved!.settings).toMatchObject({ eventMap: { lvl_10: 'level-10' } });

  const refused = await fetch(
    `${demo.url}/api/postbacks/${network.integration}?${signed(network.secret, parameters({ click_id: 'c' }))}`,
  );
  expect(refused.status).toBe(403);
});

test('what a network publishes as its addresses is added with one press', async ({ page }) => {
  const { advertiser } = await aNetwork();
  const key = `cpx-${randomUUID().slice(0, 8)}`;
  await api('PUT', `/integrations/${key}`, {
    advertiser,
    dialect: 'cpx',
    secret: randomUUID(),
    allowedIps: ['203.0.113.7'],
  });
  await signIn(page, 'admin');
  await page.goto(`/console/integrations/${key}`);
  await page.getByRole('button', { name: 'Add the network’s 3 addresses' }).click();
  await page.getByRole('button', { name: 'Save allow-list' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const lines = ['203.0.113.7', '188.40.3.73', '157.90.97.92', '2a01:4f8:d0a:30ff::2'];
  await expect(page.getByLabel('Addresses')).toHaveValue(lines.join('\n'));
});

async function secretOf(key: string): Promise<{ secret: string; previous: string | null }> {
  const [row] = await query<{ secret: string; previous: string | null }>(
    'SELECT secret, previous_secret AS previous FROM integration WHERE key = $1',
    [key],
  );
  return row!;
}

/** As BitLabs sends: a GET whose whole address is signed, HMAC-SHA1 at its end. Nobody's click: kept as unmatched. */
async function bitLabs(key: string, secret: string): Promise<number> {
  const given = { uid: 'ann', tx: `o${randomUUID()}`, click_id: randomUUID(), offer_id: '7', offer_state: 'COMPLETED' };
  const address = `${demo.url}/api/postbacks/${key}?${new URLSearchParams(given)}`;
  const hash = createHmac('sha1', secret).update(address).digest('hex');
  return (await fetch(`${address}&hash=${hash}`)).status;
}
