/** Everybody who looks at pages, signed in once per worker and language: `ar-XB` is the mirror, from right to left. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { demo, PHONE, test as stories, wallLink } from '../support/fixtures';
import { signIn } from './doings';
import { NO_SCRIPTS_IN_FRAME, type State, type Who } from './pages';
import { aWorld, type World } from './world';

export { expect } from '@playwright/test';

type Language = 'en' | 'ar-XB';
type Visit = (state: State, language?: Language) => Promise<Page>;
type People = Record<`${Who} ${Language}`, BrowserContextOptions>;

const DESK = { viewport: { width: 1280, height: 800 } };

export const test = stories.extend<{ visit: Visit }, { world: World; people: People }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const world = await aWorld();
      await use(world);
      await world.game.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  people: [
    async ({ browser, world }, use) => {
      await use({ ...(await peopleOf(browser, world, 'en')), ...(await peopleOf(browser, world, 'ar-XB')) } as People);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  visit: async ({ newPerson, people, world, complaints }, use) => {
    const open: Partial<Record<keyof People, Page>> = {};
    complaints.expected(NO_SCRIPTS_IN_FRAME);
    await use(async ({ as, path, status }, language = 'en') => {
      if (status !== 200) complaints.expected(new RegExp(`the server responded with a status of ${status} `));
      const page = open[`${as} ${language}`] ?? (await newPerson(people[`${as} ${language}`]));
      open[`${as} ${language}`] = page;
      const address = inLanguage(path(world), language);
      const response = await page.goto(address);
      if (response?.status() !== status) throw new Error(`${address} answered ${response?.status()}, not ${status}`);
      return page;
    });
  },
});

/** In the portal the language that was agreed goes before the browser's; only the address overrules it. */
function inLanguage(path: string, language: Language): string {
  if (language === 'en' || !path.startsWith('/advertiser')) return path;
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}

async function peopleOf(
  browser: Browser,
  { game, player, banned, portal }: World,
  locale: Language,
): Promise<Partial<People>> {
  const onPhone = (user: string) =>
    remembered(browser, { ...PHONE, locale }, (page) => page.goto(wallLink(game, user, `&lang=${locale}`)));
  const atDesk = (role: string) => remembered(browser, { ...DESK, locale: 'en' }, (page) => signIn(page, role));
  return {
    [`player ${locale}`]: await onPhone(player),
    [`banned ${locale}`]: await onPhone(banned),
    [`anybody ${locale}`]: { ...PHONE, locale },
    [`agent ${locale}`]: { ...(await atDesk('agent')), locale },
    [`admin ${locale}`]: { ...(await atDesk('admin')), locale },
    [`auditor ${locale}`]: { ...(await atDesk('auditor')), locale },
    [`contact ${locale}`]: { ...(await remembered(browser, DESK, (page) => comesAsContact(page, portal))), locale },
  };
}

function comesAsContact(page: Page, { contact }: World['portal']): Promise<unknown> {
  return page.context().addCookies([{ name: 'advertiser', value: contact.session, url: demo.url }]);
}

/** The options of a browser that has been there before: its cookies are kept, for any number of windows. */
async function remembered(
  browser: Browser,
  options: BrowserContextOptions,
  come: (page: Page) => Promise<unknown>,
): Promise<BrowserContextOptions> {
  const context = await browser.newContext({ ...options, baseURL: demo.url });
  await come(await context.newPage());
  const storageState = await context.storageState();
  await context.close();
  return { ...options, storageState };
}
