/** Light or dark: the console as an agent wants it, written by the server; everything else as the device has it. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demo, expect, query, test } from '../support/fixtures';

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('an agent has the console dark on a light device, without scripts, and on the next device too', async ({
  newPerson,
  complaints,
}) => {
  const email = await anAgentOfTheirOwn();
  const page = await newPerson({ colorScheme: 'light', javaScriptEnabled: false });
  await signInAs(page, email);
  const bright = await ground(page);
  await choose(page, 'dark');
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await ground(page);
  expect(dark).not.toBe(bright);

  const next = await newPerson({ colorScheme: 'light' });
  await signInAs(next, email);
  expect(await ground(next)).toBe(dark);
  await choose(next, 'light');
  await expect(next.locator('html')).toHaveAttribute('data-theme', 'light');
  await next.emulateMedia({ colorScheme: 'dark' });
  expect(await ground(next)).toBe(bright);

  // Nobody's page is as the device has it. What the page of before still asks for is refused.
  complaints.expected(/status of 401/);
  await next.request.post('/api/auth/signout', { headers: { Origin: demo.url } });
  await next.goto('/sign-in');
  await expect(next.locator('html')).not.toHaveAttribute('data-theme');
  expect(await ground(next)).toBe(dark);
});

/** With the password of the demo's agent: what is chosen here is nobody else's. */
async function anAgentOfTheirOwn(): Promise<string> {
  const email = `theo-${randomUUID().slice(0, 8)}@example.com`;
  await query(
    `INSERT INTO agent (email, name, role, password_hash)
     SELECT $1, 'Theo Theme', role, password_hash FROM agent WHERE email = $2`,
    [email, demoAgent().email],
  );
  return email;
}

function demoAgent() {
  return demo.agents.find(({ role }) => role === 'agent')!;
}

async function signInAs(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in?callbackUrl=/console/me');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(demoAgent().password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/console\/me$/);
}

async function choose(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.getByLabel('The console is').selectOption(theme);
  await page.getByRole('region', { name: 'Light or dark' }).getByRole('button', { name: 'Save' }).click();
}
