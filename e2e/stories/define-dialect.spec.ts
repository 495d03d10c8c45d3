/** An admin defines how a source signs that nobody knows yet, with and without JavaScript; its postbacks are then believed. */
import { createHash, randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { aNetwork, demo, expect, query, test } from '../support/fixtures';
import { signIn } from './doings';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ viewport: { width: 1280, height: 900 }, javaScriptEnabled });

    test('a recipe is put together part by part, and what it signs is shown meanwhile', async ({ page }) => {
      const { advertiser } = await aNetwork();
      const key = `own-${randomUUID().slice(0, 8)}`;
      const secret = randomUUID();
      await signIn(page, 'admin');
      await connectCustom(page, { advertiser, key, secret });
      expect(await postback(key, secret)).toBe(404);

      await page.getByRole('link', { name: 'Definition' }).click();
      await page.getByLabel('Proof').selectOption('plain hash, the secret among its parts');
      await page.getByLabel('Algorithm').selectOption('MD5');
      await page.getByLabel('Between the parts').fill(':');
      await page.getByLabel('Part 1: what it is').selectOption('the secret');
      const preview = page.getByRole('region', { name: 'Preview' });
      for (const [number, name] of [
        [2, 'click_id'],
        [3, 'tx'],
      ] as const) {
        await page.getByRole('button', { name: 'Add a part' }).click();
        const part = page.getByLabel(`Part ${number}: name or text`);
        await part.fill(name);
        if (javaScriptEnabled) {
          await expect(preview).toContainText(name === 'tx' ? ':tx-1001' : ':click-1001');
          await expect(part).toBeFocused();
        }
      }
      await page.getByRole('button', { name: 'Move part 1 down' }).click();
      await expect(page.getByLabel('Part 2: what it is')).toHaveValue('secret');
      await page.getByRole('button', { name: 'Move part 2 down' }).click();
      await expect(page.getByLabel('Part 3: what it is')).toHaveValue('secret');
      await expect(page.getByLabel('Part 1: name or text')).toHaveValue('click_id');

      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Update preview' }).click();
      await expect(preview).toContainText('click-1001:tx-1001:');
      await expect(preview).toContainText('MD5, which can be forged');

      await page.getByLabel('Transaction').fill('not a name');
      await page.getByRole('button', { name: 'Save definition' }).click();
      await expect(preview).toContainText('Use letters, digits');
      await expect(page.getByLabel('Transaction')).toHaveValue('not a name');
      await page.getByLabel('Transaction').fill('tx');
      await page.getByRole('button', { name: 'Save definition' }).click();
      await expect(page.getByText('Saved.')).toBeVisible();
      await expect(page.getByLabel('Part 3: what it is')).toHaveValue('secret');

      await query('UPDATE integration SET version = version + 1 WHERE key = $1', [key]);
      await page.getByLabel('Reason (optional)').fill('why');
      await page.getByRole('button', { name: 'Save definition' }).click();
      await expect(page.getByText('Somebody changed this integration')).toBeVisible();
      await expect(page.getByLabel('Reason (optional)')).toHaveValue('why');
      await page.getByRole('button', { name: 'Save definition' }).click();
      await expect(page.getByText('Saved.')).toBeVisible();

      expect(await postback(key, secret)).toBe(200);
      expect(await postback(key, 'another-secret')).toBe(401);
      const entries = await query<{ action: string }>('SELECT action FROM audit_entry WHERE subject = $1 ORDER BY id', [
        `integration:${key}`,
      ]);
      expect(entries.map(({ action }) => action)).toEqual([
        'add-integration',
        'change-integration',
        'change-integration',
      ]);
    });
  });
}

async function connectCustom(page: Page, { advertiser, key, secret }: Record<'advertiser' | 'key' | 'secret', string>) {
  await page.goto('/console/integrations/new');
  await page.getByRole('combobox', { name: 'Advertiser' }).fill(advertiser);
  await page.getByRole('radio', { name: 'Custom: define it here' }).check();
  await page.getByRole('textbox', { name: 'Key' }).fill(key);
  await page.getByRole('textbox', { name: 'Secret' }).fill(secret);
  await page.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByText('The integration is ready')).toBeVisible();
}

/** As such a source would send: MD5 over click, transaction and secret with colons between. */
async function postback(key: string, secret: string): Promise<number> {
  const [click, tx] = [randomUUID(), randomUUID()];
  const sig = createHash('md5').update(`${click}:${tx}:${secret}`).digest('hex');
  const query = new URLSearchParams({ click_id: click, tx, sig });
  return (await fetch(`${demo.url}/api/postbacks/${key}?${query}`)).status;
}
