/**
 * Texts of strangers are texts on every page that shows them: no script of theirs runs, no element of theirs appears, and
 * nothing is loaded from elsewhere or leads there by script (bad inputs IN-020; trust, EP6).
 */
import type { Page } from '@playwright/test';
import { AS_WRITTEN, aHostileWorld, BRAND, ELSEWHERE, IN_ADDRESS } from './hostile';
import { PAGES, type State } from './pages';
import { test as everybody, expect } from './visitors';
import type { World } from './world';

const test = everybody.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const world = await aHostileWorld();
      await use(world);
      await world.game.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.use({ trace: 'off' });

/** Addresses are texts of strangers, too: somebody sends a link. */
const BY_ADDRESS: Record<string, State> = {
  'a search': { as: 'agent', path: () => `/console/tickets?q=${IN_ADDRESS}` },
  'a postback that is looked for': {
    as: 'agent',
    path: ({ network }) => `/console/integrations/${network.integration}/receipts?tx=${IN_ADDRESS}&click=${IN_ADDRESS}`,
  },
  'a callback that is looked for': {
    as: 'agent',
    path: ({ game }) => `/console/apps/${game.key}/callbacks?user=${IN_ADDRESS}&ticket=${IN_ADDRESS}`,
  },
  'an entry of the audit log that is looked for': {
    as: 'admin',
    path: () => `/console/audit?subject=${IN_ADDRESS}&actor=${IN_ADDRESS}&q=${IN_ADDRESS}`,
  },
  'a form that is given back': {
    as: 'admin',
    path: ({ game }) => `/console/apps/${game.key}?dialect=ironsource&url=${IN_ADDRESS}&custom=x`,
  },
  'signing in': { as: 'anybody', path: () => `/sign-in?cookie=set&problem=${IN_ADDRESS}&callbackUrl=${IN_ADDRESS}` },
  'a page that does not exist': {
    as: 'anybody',
    path: () => `/${IN_ADDRESS.slice(0, 300).replaceAll('%', '')}`,
    status: 404,
  },
};

const everything: Record<string, Record<string, State>> = { ...PAGES, 'what stands in the address': BY_ADDRESS };

for (const [route, states] of Object.entries(everything)) {
  test(`${route}: what strangers wrote is shown as they wrote it`, async ({ visit, complaints }) => {
    complaints.expected(/Blocked script execution in 'about:srcdoc'|a sandboxed frame/i);
    for (const [name, state] of Object.entries(states)) {
      await test.step(name, async () => {
        const page = await visit({ status: 200, ...state });
        expect.soft(await harm(page), name).toEqual([]);
      });
    }
  });
}

test('and it is shown at all (otherwise the above shows nothing)', async ({ visit, world }) => {
  const shownOn: State[] = [
    { as: 'player', path: () => `/wall/support/${world.tickets.open}` },
    { as: 'player', path: () => '/wall/in-progress' },
    { as: 'agent', path: () => `/console/tickets/${world.tickets.open}` },
  ];
  for (const state of shownOn) {
    const page = await visit({ status: 200, ...state });
    await expect(page.locator('body'), page.url()).toContainText(AS_WRITTEN);
  }
});

/** What of theirs is in the page or would be reached from it. What ran, and what was refused to, the browser complains of itself. */
async function harm(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  return page.evaluate(
    ([brand, elsewhere]) => {
      const found = [...document.querySelectorAll(`[${brand}]`)].map((element) => `element: ${element.outerHTML}`);
      const links = [...document.querySelectorAll('a[href], form[action], [src], [srcset]')].flatMap((element) => {
        const to = ['href', 'action', 'src', 'srcset'].map((name) => element.getAttribute(name) ?? '');
        return to.filter((one) => /^\s*(javascript|data|vbscript):/i.test(one) || one.startsWith(`//${elsewhere}`));
      });
      const handlers = [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some(({ name }) => name.startsWith('on')),
      );
      return [
        ...found,
        ...links.map((link) => `link: ${link}`),
        ...handlers.map((element) => `handler: ${element.outerHTML.slice(0, 100)}`),
      ].map((one) => one.slice(0, 200));
    },
    [BRAND, ELSEWHERE],
  );
}
