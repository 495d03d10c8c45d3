/**
 * Every page in every state: readable by everybody (axe, light and dark), inside its window, from right to left as well, and
 * without a complaint of the browser (content security policy included).
 */
import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PAGES } from './pages';
import { expect, test } from './visitors';

// A trace of hundreds of pages costs more than it tells: each failure names the page and the element.
test.use({ trace: 'off' });

test('every page of the app stands in the list of pages', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' });
  const routes = files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file}`.replace(/\/page\.tsx$/, '') || '/');
  expect(routes.filter((route) => !(route in PAGES))).toEqual([]);
});

for (const [route, states] of Object.entries(PAGES)) {
  test(`axe finds nothing on ${route}, light or dark`, async ({ visit }) => {
    for (const [name, state] of Object.entries(states)) {
      await test.step(name, async () => {
        const page = await visit(state);
        await openEverything(page);
        expect(await violations(page), `${name}, light`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await violations(page, ['color-contrast']), `${name}, dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
      });
    }
  });

  test(`${route} fits its window, from right to left as well`, async ({ visit }) => {
    for (const [name, state] of Object.entries(states)) {
      await test.step(name, async () => {
        const page = await visit(state);
        expect(await sticksOut(page), name).toEqual([]);
        const mirrored = await visit(state, 'ar-XB');
        await expect(mirrored.locator('html')).toHaveAttribute('dir', 'rtl');
        expect(await sticksOut(mirrored), `${name}, mirrored`).toEqual([]);
      });
    }
  });
}

/** What is folded is read too. */
async function openEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** Colours fade in when the scheme changes; axe looks when they have arrived. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  // Mails are shown in a frame without scripts, which axe cannot enter either.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('iframe');
  const found = await (rules ? axe.withRules(rules) : axe).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  );
}

/** Nothing can be scrolled sideways; if something can, the elements that stick out are named. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
  });
}
