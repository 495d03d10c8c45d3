/** Signing in through a company's provider: a second web process of the same build, and a provider that checks PKCE. */
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { demo, expect, query, test } from '../support/fixtures';
import { anOidcProvider, type OidcProvider } from '../support/oidc-provider';
import { aSecondWeb, type SecondWeb } from '../support/second-web';

test.describe.configure({ mode: 'serial' });

let provider: OidcProvider;
let web: SecondWeb;

test.beforeAll(async () => {
  provider = await anOidcProvider();
  web = await aSecondWeb(provider.settings);
});
test.afterAll(async () => {
  await web.stop();
  await provider.stop();
});

type Said = { email?: string; lies?: Record<string, unknown>; [claim: string]: unknown };

/** What the provider says from now on. */
function says({ lies = {}, ...person }: Said): void {
  Object.assign(provider, {
    person: { email_verified: true, ...person },
    lies,
    signsWithAnotherKey: false,
    declines: false,
  });
}

async function anAgentOfTheHouse(more: { disabled?: boolean; secondStep?: boolean } = {}): Promise<string> {
  const email = `sso-${randomUUID().slice(0, 8)}@example.com`;
  await query(
    `INSERT INTO agent (email, name, role, disabled_at, totp_secret, totp_confirmed_at)
     VALUES ($1, 'Sam Single', 'agent', CASE WHEN $2 THEN now() END, CASE WHEN $3 THEN 'sealed' END, CASE WHEN $3 THEN now() END)`,
    [email, more.disabled ?? false, more.secondStep ?? false],
  );
  return email;
}

const sessionsOf = (email: string) =>
  query<{ method: string }>(
    'SELECT s.method FROM agent_session s JOIN agent a ON a.id = s.agent_id WHERE a.email = $1',
    [email],
  );

async function pressTheButton(page: Page): Promise<void> {
  await page.goto(`${web.url}/sign-in?callbackUrl=/console/me`);
  await page.getByRole('link', { name: 'Sign in with Example SSO' }).click();
}

/** From the button to the address with which the provider sends the browser back, not yet followed. */
async function asFarAsBack(browser: APIRequestContext): Promise<URL> {
  await browser.get(`${web.url}/sign-in`);
  const away = await browser.get(`${web.url}/api/auth/signin/oidc`, { maxRedirects: 0 });
  const back = await browser.get(away.headers().location!, { maxRedirects: 0 });
  return new URL(back.headers().location!);
}

async function follow(browser: APIRequestContext, back: URL): Promise<string> {
  const answer = await browser.get(back.href, { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  return answer.headers().location!;
}

test('an agent gets in by the button, also without scripts, to where it was going', async ({ newPerson }) => {
  const email = await anAgentOfTheHouse();
  says({ email });
  const page = await newPerson({ javaScriptEnabled: false });
  await pressTheButton(page);
  await expect(page).toHaveURL(`${web.url}/console/me`);
  await expect(page.locator('#main').getByText(email)).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'through the company’s sign-in' })).toHaveCount(1);
  expect(await sessionsOf(email)).toEqual([{ method: 'oidc' }]);
  const entries = await query(
    `SELECT e.after FROM audit_entry e JOIN agent a ON e.subject = 'agent:' || a.id WHERE a.email = $1`,
    [email],
  );
  expect(entries).toEqual([{ after: { method: 'oidc', secondStep: null } }]);
  const left = (await page.context().cookies()).map(({ name }) => name);
  expect(left.filter((name) => /state|nonce|pkce/.test(name))).toEqual([]);
});

test('whoever is not let in reads why, and has no session', async ({ newPerson }) => {
  const [known, gone] = [await anAgentOfTheHouse(), await anAgentOfTheHouse({ disabled: true })];
  const page = await newPerson({ javaScriptEnabled: false });
  const words: [Said, RegExp][] = [
    [{ email: known, email_verified: false }, /does not say that your e-mail address is verified/],
    [{ email: 'somebody.else@example.com' }, /Nobody here has your e-mail address/],
    [{ email: gone }, /Your account here is disabled/],
  ];
  for (const [said, sentence] of words) {
    says(said);
    await pressTheButton(page);
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
  }
  says({ email: known });
  provider.declines = true;
  await pressTheButton(page);
  await expect(page.getByRole('alert').filter({ hasText: 'it was cancelled' })).toBeVisible();
  expect([await sessionsOf(known), await sessionsOf(gone)]).toEqual([[], []]);
});

test('a token that was not made for this very attempt opens nothing', async ({ request }) => {
  const email = await anAgentOfTheHouse();
  const soon = Math.floor(Date.now() / 1000);
  const lies = [{ nonce: 'another' }, { aud: 'another-house' }, { iss: 'https://evil.example' }, { exp: soon - 3600 }];
  for (const lie of lies) {
    says({ email, lies: lie });
    expect(await follow(request, await asFarAsBack(request)), JSON.stringify(lie)).toContain('problem=oidc-failed');
  }
  says({ email });
  provider.signsWithAnotherKey = true;
  expect(await follow(request, await asFarAsBack(request))).toContain('problem=oidc-failed');
  expect(await sessionsOf(email)).toEqual([]);
  // The same attempt without the lie: it was the lie that was refused.
  says({ email });
  expect(await follow(request, await asFarAsBack(request))).toBe('/console/tickets');
});

test('a wrong state, somebody else’s answer and a code that was used open nothing', async ({ request, playwright }) => {
  const email = await anAgentOfTheHouse();
  says({ email });
  const wrong = await asFarAsBack(request);
  wrong.searchParams.set('state', 'another');
  expect(await follow(request, wrong)).toContain('problem=oidc-failed');

  const victim = await playwright.request.newContext();
  await asFarAsBack(victim);
  expect(await follow(victim, await asFarAsBack(request))).toContain('problem=oidc-failed');
  await victim.dispose();
  expect(await sessionsOf(email)).toEqual([]);

  const used = await asFarAsBack(request);
  expect(await follow(request, used)).toBe('/console/tickets');
  expect(await follow(request, used)).toContain('problem=oidc-failed');
  const anew = await asFarAsBack(request);
  anew.searchParams.set('code', used.searchParams.get('code')!);
  const refusedBefore = provider.refusals.length;
  expect(await follow(request, anew)).toContain('problem=oidc-failed');
  expect(provider.refusals.slice(refusedBefore)).toEqual(['code']);
  expect(await sessionsOf(email)).toHaveLength(1);
});

test('the second step is asked for here, unless the provider has seen a second factor', async ({ newPerson }) => {
  const email = await anAgentOfTheHouse({ secondStep: true });
  says({ email, amr: ['pwd'] });
  const once = await newPerson({ javaScriptEnabled: false });
  await pressTheButton(once);
  await expect(once.getByRole('heading', { name: 'Second step' })).toBeVisible();
  says({ email, amr: ['pwd', 'otp'] });
  const twice = await newPerson({ javaScriptEnabled: false });
  await pressTheButton(twice);
  await expect(twice).toHaveURL(`${web.url}/console/me`);
});

test('without a provider there is neither a button nor a door', async ({ request, page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Sign in with/ })).toHaveCount(0);
  for (const action of ['signin', 'callback']) {
    expect((await request.get(`${demo.url}/api/auth/${action}/oidc`, { maxRedirects: 0 })).status()).toBe(404);
  }
});
