/** What people do again and again in the stories: read their mail, prove an address, open a ticket, sign in. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import {
  aClick,
  api,
  demo,
  expect,
  type Game,
  mailTo,
  type Network,
  postback,
  query,
  wallLink,
} from '../support/fixtures';

export const DESCRIPTION = 'I reached level 10 yesterday evening, saw the castle, and no gems came.';

export function anAddress(): string {
  return `player-${randomUUID().slice(0, 8)}@example.com`;
}

/** A picture of a phone's screen, made for this test: no two are the same. */
export function aScreenshot(): Promise<Buffer> {
  const [r, g, b] = [0, 0, 0].map(() => Math.floor(Math.random() * 256)) as [number, number, number];
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const background = { r, g, b };
  return sharp({ create: { width: 320, height: 640, channels: 3, background, noise } })
    .png()
    .toBuffer();
}

const VALIDATION = /Confirm your e-mail address|Confirma tu dirección/;

export async function codeFor(address: string): Promise<string> {
  const { text } = await mailTo(address, VALIDATION);
  return /\b\d{6}\b/.exec(text)![0];
}

/** The first link of ours with this beginning (`/verify/`, `/t/`) in a mail, as a path. */
export function linkIn({ text }: { text: string }, beginning: string): string {
  const found = text.match(/https?:\/\/\S+/g)?.find((link) => new URL(link).pathname.startsWith(beginning));
  if (!found) throw new Error(`No link to ${beginning} in: ${text}`);
  return found.replace(demo.url, '');
}

type Opened = { number: string; status: string; address: string };

/** A ticket opened by the operator's API: the rules are the form's. */
export async function aTicket(
  click: string,
  { address = anAddress(), tasks = [], locale = 'en' }: { address?: string; tasks?: string[]; locale?: string } = {},
): Promise<Opened> {
  const { status, body } = await api('POST', '/tickets', {
    click,
    tasks,
    email: address,
    description: DESCRIPTION,
    locale,
  });
  if (status !== 201) throw new Error(`ticket: ${status} ${JSON.stringify(body)}`);
  return { ...body, address };
}

/** The button behind the link of the validation mail. */
export async function proveAddress(address: string): Promise<void> {
  const link = linkIn(await mailTo(address, VALIDATION), '/verify/');
  const response = await fetch(`${demo.url}/api${link}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: demo.url, 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toMatch(/^\/t\//);
}

export async function aProvenTicket(
  game: Game,
  offer: { key: string },
  user: string,
): Promise<Opened & { click: string }> {
  const click = await aClick(game, offer, user);
  const ticket = await aTicket(click);
  await proveAddress(ticket.address);
  return { ...ticket, click };
}

export async function confirm(network: Network, click: string, more: Record<string, string> = {}): Promise<void> {
  const response = await postback(network, { click_id: click, ...more });
  expect(await response.json()).toMatchObject({ outcome: 'recorded' });
}

export async function statusOf(number: string): Promise<{ status: string; rewardStatus: string; version: number }> {
  return (await api('GET', `/tickets/${number}`)).body;
}

export async function becomes(number: string, status: string): Promise<void> {
  await expect.poll(async () => (await statusOf(number)).status, { timeout: 20_000 }).toBe(status);
}

/** What an agent decided has left: the time to take it back is over, and the page shows it by itself. */
export async function isSent(page: Page, number: string, status: string): Promise<void> {
  await expect.poll(async () => (await statusOf(number)).status, { timeout: 40_000 }).toBe(status);
  await expect(page.getByText('Nobody’s decision is waited for.')).toBeVisible({ timeout: 10_000 });
}

export async function rewardBecomes(number: string, status: string): Promise<void> {
  await expect.poll(async () => (await statusOf(number)).rewardStatus, { timeout: 20_000 }).toBe(status);
}

/** The confirmation is not only on file: what follows from it has followed. */
export async function isMatched(click: string): Promise<void> {
  const open = 'SELECT 1 FROM confirmation WHERE click_id = $1 AND matched_at IS NULL';
  await expect.poll(async () => (await query(open, [click])).length).toBe(0);
}

export async function openWall(page: Page, game: Game, user: string, extra = ''): Promise<void> {
  await page.goto(wallLink(game, user, extra));
  await expect(page).toHaveURL(/\/wall\/in-progress$/);
}

/** No live updates on the wall: the person looks again. */
export async function seesAfterReload(page: Page, words: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(words).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

export async function signIn(page: Page, role = 'agent'): Promise<void> {
  const { email, password } = demo.agents.find((agent) => agent.role === role)!;
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/console\/tickets/);
}
