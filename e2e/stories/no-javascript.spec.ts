/** The main job in a browser without JavaScript (R8), and in Spanish: pages and letters speak the language of the game's link. */
import { readFileSync } from 'node:fs';
import {
  aClick,
  aGame,
  aNetwork,
  anOffer,
  brokenInvariants,
  expect,
  mailTo,
  PHONE,
  test,
  withoutHourlyRun,
} from '../support/fixtures';
import { anAddress, aScreenshot, codeFor, openWall, statusOf } from './doings';

const es = JSON.parse(readFileSync('messages/es.json', 'utf8'));
const TOLD = 'Ayer por la tarde llegué al nivel 10 y no recibí nada.';

test.use({ ...PHONE, javaScriptEnabled: false, locale: 'es-ES' });

test('without JavaScript a player opens and validates a ticket, and a failed Submit loses nothing', async ({
  page,
}) => {
  const [game, network] = [await aGame({ currency: 'Gemas' }), await aNetwork()];
  const offer = await anOffer(network, {
    tasks: [
      { key: 'install', name: 'Instalar', payoutUsd: '0.50', rewardAmount: 500 },
      { key: 'level-10', name: 'Nivel 10', payoutUsd: '3.50', rewardAmount: 3500 },
    ],
  });
  await aClick(game, offer, 'lucía');
  const address = anAddress();

  await test.step('from the list to the form', async () => {
    await openWall(page, game, 'lucía', '&lang=es-MX');
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await page.getByRole('link', { name: offer.title }).click();
    await page.getByRole('link', { name: es.offer.contact }).click();
    await page.getByRole('link', { name: es.support.missingFor.replace('{offer}', offer.title) }).click();
  });

  await test.step('a failed Submit keeps everything, the picture too', async () => {
    await page.getByLabel('Nivel 10').check();
    await page.getByLabel(es.form.description).fill(TOLD);
    await page.getByLabel(es.form.email).fill('lucia@');
    const picture = { name: 'castillo.png', mimeType: 'image/png', buffer: await aScreenshot() };
    await page.getByLabel(es.form.screenshots.label).setInputFiles(picture);
    await page.getByRole('button', { name: es.form.submit }).click();
    await expect(page.getByText(es.form.refusedTitle)).toBeVisible();
    await expect(page.getByText(es.form.errors.email)).toBeVisible();
    await expect(page.getByLabel('Nivel 10')).toBeChecked();
    await expect(page.getByLabel('Instalar')).not.toBeChecked();
    await expect(page.getByLabel(es.form.description)).toHaveValue(TOLD);
    await expect(page.getByLabel(es.form.email)).toHaveValue('lucia@');
    await expect(page.getByText(/castillo/).first()).toBeVisible();
  });

  await test.step('the picture can be taken away, and what was typed since then stays', async () => {
    await page.getByLabel(es.form.email).fill(address);
    await page.getByRole('button', { name: es.form.screenshots.remove }).click();
    await expect(page.getByText(/castillo/)).toHaveCount(0);
    await expect(page.getByLabel(es.form.email)).toHaveValue(address);
    await expect(page.getByLabel(es.form.description)).toHaveValue(TOLD);
  });

  await page.getByRole('button', { name: es.form.submit }).click();
  await expect(page).toHaveURL(/\/wall\/support\/MG-/);
  const number = page.url().split('/').at(-1)!;
  await expect(page.getByRole('heading', { name: number })).toBeVisible();
  await expect(page.getByRole('button', { name: es.ticket.copy })).toBeHidden();

  await withoutHourlyRun(async () => {
    await page.getByLabel(es.ticket.mail.code).fill(await codeFor(address));
    await page.getByRole('button', { name: es.ticket.mail.confirm }).click();
    await expect(page.getByText(es.ticket.done.confirmed)).toBeVisible();
    expect((await statusOf(number)).status).toBe('OPEN');
  });
  const received = await mailTo(address, /Tenemos tu solicitud/);
  expect(received.text).toContain(number);

  await page.goto('/wall/support');
  await expect(page.getByRole('link', { name: number }).first()).toBeVisible();
  expect(await brokenInvariants()).toEqual([]);
  await game.stop();
});
