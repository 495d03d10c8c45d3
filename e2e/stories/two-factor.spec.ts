/** An invited lead sets a password and the second step, comes back with a code, then with a recovery code. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { generateSync } from 'otplib';
import { demo, expect, mailTo, test } from '../support/fixtures';
import { signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

const PASSWORD = 'purple umbrellas in june';
const codeIn = (secret: string, seconds: number) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

test('an invited lead protects the account, and neither password nor an old code is enough any more', async ({
  page,
  newPerson,
}) => {
  const email = `lead-${randomUUID().slice(0, 8)}@example.com`;

  await test.step('an admin sends an invitation', async () => {
    await signIn(page, 'admin');
    await page.goto('/console/settings/agents');
    await page.getByLabel('Name').fill('Lena Lead');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Role').selectOption('lead');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await expect(page.getByText('The invitation is on its way.')).toBeVisible();
    await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Invited');
  });

  const lead = await newPerson({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const { text } = await mailTo(email, /You are invited/);
  const link = /\/set-password\/\S+/.exec(text)![0];

  await test.step('the link sets a password once', async () => {
    await lead.goto(link);
    await lead.getByLabel('New password').fill('password1234');
    await lead.getByRole('button', { name: 'Set the password' }).click();
    await expect(lead.getByRole('alert').filter({ hasText: 'one of the first' })).toBeVisible();
    await lead.getByLabel('New password').fill(PASSWORD);
    await lead.getByRole('button', { name: 'Set the password' }).click();
    await expect(lead.getByText('Your password is set.')).toBeVisible();
    await lead.goto(link);
    await expect(lead.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  });

  let secret = '';
  let recoveryCode = '';
  await test.step('the app is told the secret, and its first code turns it on', async () => {
    await enterPassword(lead, email);
    await lead.goto('/console/me/two-factor');
    await lead.getByRole('button', { name: 'Set it up' }).click();
    await expect(lead.getByRole('img', { name: /Picture to scan/ })).toBeVisible();
    secret = ((await lead.locator('code').textContent()) ?? '').replaceAll(' ', '');
    await lead.getByLabel('Then type the code').fill(codeIn(secret, 0));
    await lead.getByRole('button', { name: 'Turn it on' }).click();
    await expect(lead.getByText('10 recovery codes are left.')).toBeVisible();
    recoveryCode = (await lead.locator('#codes code').first().textContent()) ?? '';
    await lead.goto('/console/me/two-factor');
    await expect(lead.getByText(recoveryCode)).toHaveCount(0);
  });

  await test.step('the password alone opens nothing; a code does, once', async () => {
    await signOut(lead);
    await enterPassword(lead, email);
    await expect(lead.getByRole('heading', { name: 'Second step' })).toBeVisible();
    await lead.goto('/console/tickets');
    await expect(lead).toHaveURL(/\/sign-in\/code/);
    await enterCode(lead, '000000');
    await expect(lead.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
    const code = codeIn(secret, 30);
    await enterCode(lead, code);
    await expect(lead).toHaveURL(/\/console\/tickets/);
    await signOut(lead);
    await enterPassword(lead, email);
    await enterCode(lead, code);
    await expect(lead.getByRole('alert').filter({ hasText: 'used already' })).toBeVisible();
  });

  await test.step('a recovery code opens once', async () => {
    await enterCode(lead, recoveryCode);
    await expect(lead).toHaveURL(/\/console\/tickets/);
    await lead.goto('/console/me/two-factor');
    await expect(lead.getByText('9 recovery codes are left.')).toBeVisible();
  });

  await test.step('disabled, the lead is out with the next request', async () => {
    await page.goto('/console/settings/agents');
    await page
      .getByRole('row', { name: new RegExp(email) })
      .getByRole('link')
      .click();
    await page.locator('#typed-disable').fill(email);
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await expect(page.getByText('Disabled. Every session has ended.')).toBeVisible();
    await lead.goto('/console/me');
    await expect(lead).toHaveURL(/\/sign-in\?/);
  });
});

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.context().request.post('/api/auth/signout', { headers: { Origin: demo.url } });
}
