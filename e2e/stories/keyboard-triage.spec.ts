/** Twenty tickets by keyboard alone: from the list through each of them and back, with reasons, the next ticket, and one undo. */
import type { Page } from '@playwright/test';
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  expect,
  type Game,
  type Network,
  test,
} from '../support/fixtures';
import { anAddress, aTicket, becomes, confirm, isMatched, proveAddress, signIn, statusOf } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

const TICKETS = 20;
/** More a day is nobody's limit (04). */
const PER_PLAYER = 10;

test('an agent works through twenty tickets without touching the mouse', async ({ page }) => {
  test.setTimeout(240_000);
  const [game, network] = [await aGame(), await aNetwork()];
  const tickets = await ticketsOf(game, network);

  await signIn(page, 'agent');
  await page.goto(`/console/tickets?queue=new&q=${encodeURIComponent(`app:${game.key}`)}`);
  await watchTheMouse(page);
  await expect(page.locator('a[data-row]')).toHaveCount(TICKETS);
  await openFirst(page);

  const decided = new Map<string, 'approve' | 'deny'>();
  let undone = '';
  for (let at = 0; at < TICKETS; at += 1) {
    const number = numberOf(page);
    const outcome = tickets.get(number)!;
    await decide(page, outcome);
    decided.set(number, outcome);
    if (at === 2) undone = await undo(page, number);
  }

  await test.step('at the end of the list stands what was taken back, and is decided after all', async () => {
    await expect(page).toHaveURL(/\/console\/tickets\?/);
    await expect(page.locator('a[data-row]')).toHaveText([undone]);
    await openFirst(page);
    await decide(page, tickets.get(undone)!);
    await expect(page.locator('a[data-row]')).toHaveCount(0);
  });

  expect(decided.size).toBe(TICKETS);
  expect(await page.evaluate(() => sessionStorage.getItem('mouse'))).toBeNull();
  for (const [number, outcome] of tickets) await becomes(number, outcome === 'approve' ? 'APPROVED' : 'DENIED');
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});

/** Half of them confirmed by the advertiser; all too large for the automation. */
async function ticketsOf(game: Game, network: Network): Promise<Map<string, 'approve' | 'deny'>> {
  const tickets = new Map<string, 'approve' | 'deny'>();
  for (let player = 0; player < TICKETS / PER_PLAYER; player += 1) {
    const address = anAddress();
    for (let at = 0; at < PER_PLAYER; at += 1) {
      const click = await aClick(game, await anOffer(network, { payoutUsd: '12.00' }), `player-${player}`);
      const { number } = await aTicket(click, { address });
      if (at === 0) await proveAddress(address);
      if (at % 2 === 0) {
        await confirm(network, click, { payout: '12.00' });
        await isMatched(click);
      }
      expect((await statusOf(number)).status).toBe('OPEN');
      tickets.set(number, at % 2 === 0 ? 'approve' : 'deny');
    }
  }
  return tickets;
}

/** Whatever is pressed with a pointer on any page of this tab is remembered. */
async function watchTheMouse(page: Page): Promise<void> {
  const watch = () => addEventListener('mousedown', () => sessionStorage.setItem('mouse', 'used'), true);
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

const numberOf = (page: Page) => /\/console\/tickets\/(MG-[0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page.url())![1]!;

async function openFirst(page: Page): Promise<void> {
  await press(page, ['j'], () => expect(page.locator('a[data-row]').first()).toBeFocused({ timeout: 500 }));
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/console\/tickets\/MG-/);
}

/** Two strokes, the reason, ⌘ or Ctrl and Enter; then the next ticket is there by itself. */
async function decide(page: Page, outcome: 'approve' | 'deny'): Promise<void> {
  const before = page.url();
  const reason = page.locator(`#${outcome}-reason`);
  await press(page, ['g', outcome === 'approve' ? 'a' : 'd'], () => expect(reason).toBeFocused({ timeout: 500 }));
  await page.keyboard.type(outcome === 'approve' ? 'Confirmed by' : 'Terms');
  await expect(reason).toHaveValue(outcome === 'approve' ? 'confirmed' : 'terms-not-met');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page).not.toHaveURL(before, { timeout: 20_000 });
}

async function undo(page: Page, number: string): Promise<string> {
  const toast = page.getByRole('status').filter({ hasText: number });
  await press(page, ['z'], () => expect(toast).toHaveCount(0, { timeout: 3_000 }));
  expect((await statusOf(number)).status).toBe('OPEN');
  return number;
}

/** Keys mean something as soon as the page listens, which on a busy machine takes a moment. */
async function press(page: Page, keys: string[], works: () => Promise<void>): Promise<void> {
  await expect(async () => {
    // A first stroke that came too early leaves the second one alone: whatever that opened is closed again.
    await page.keyboard.press('Escape');
    for (const key of keys) await page.keyboard.press(key);
    await works();
  }).toPass({ timeout: 20_000 });
}
