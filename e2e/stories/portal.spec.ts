/** An advertiser at the portal (R21): the link from the mailbox, one answer, several at once, a file twice; and a contact. */
import { anAgent, call, form, JSON_PLEASE, OWN } from '../support/doors';
import { aGame, aNetwork, anOffer, brokenInvariants, expect, mailTo, query, test } from '../support/fixtures';
import { aContact } from '../support/portal';
import { aProvenTicket, becomes, linkIn, statusOf } from './doings';

type Letter = { network: Awaited<ReturnType<typeof aNetwork>>; numbers: string[]; link: string };

/** An agent asks about tickets above the limit of the automation; the claims of a day are one letter. */
async function aLetter(count: number): Promise<Letter> {
  const [game, network, { cookie }] = [await aGame(), await aNetwork(), await anAgent('lead')];
  const address = `recheck@${network.advertiser}.example`;
  await query('UPDATE advertiser SET recheck_email = $2, recheck_gather = true WHERE key = $1', [
    network.advertiser,
    address,
  ]);
  const numbers: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { number } = await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), `kim-${made}`);
    await becomes(number, 'OPEN');
    const { version } = await statusOf(number);
    const fields = { question: 'Do you see level 10?', version: String(version) };
    const asked = await call(
      'POST',
      `/api/console/tickets/${number}/recheck`,
      form(fields, { ...OWN, ...JSON_PLEASE, Cookie: cookie }),
    );
    expect(asked.status, asked.text).toBe(200);
    numbers.push(number);
  }
  await sendNow(network.advertiser);
  return { network, numbers, link: linkIn(await mailTo(address, /Please check/), '/advertiser/') };
}

/** Four in the afternoon comes early. */
async function sendNow(advertiser: string): Promise<void> {
  await query(
    `UPDATE recheck_request r SET gather_until = now(), next_step_at = now() FROM advertiser v
      WHERE v.id = r.advertiser_id AND v.key = $1`,
    [advertiser],
  );
  await query(`SELECT graphile_worker.add_job('walk-recheck-requests')`);
}

test('an advertiser answers one claim, several at once, and a file twice', async ({ page, newPerson }) => {
  test.setTimeout(120_000);
  const { numbers, link } = await aLetter(5);
  const [one, two, three, four, five] = numbers as [string, string, string, string, string];

  await test.step('one, without a script', async () => {
    const plain = await newPerson({ javaScriptEnabled: false });
    await plain.goto(link);
    await expect(plain.getByText('Without an answer a person of ours decides by the proof at hand.')).toBeVisible();
    const claim = plain.locator(`[id="${one}"]`);
    await expect(claim.getByText('Do you see level 10?')).toBeVisible();
    await claim.getByText('Eligible', { exact: true }).click();
    await claim.getByRole('button', { name: 'Confirm as eligible' }).click();
    await expect(plain.getByText(`Thank you: your answer to ${one} is recorded.`)).toBeVisible();
    await becomes(one, 'ESCALATED');
  });

  await test.step('several at once', async () => {
    await page.goto(link);
    await page.getByText('Answer several at once').click();
    for (const number of [two, three]) await page.getByLabel(`Choose ${number}`).check();
    await page.getByLabel('One answer for all').selectOption({ label: 'Not eligible: fraud suspected' });
    await page.getByLabel(/I have checked all chosen claims/).check();
    await page.getByRole('button', { name: 'Answer the chosen claims' }).click();
    await expect(page.getByText('2 rows were handled.')).toBeVisible();
    for (const number of [two, three]) await becomes(number, 'ESCALATED');
  });

  await test.step('a file, and the same file again', async () => {
    const buffer = Buffer.from(
      `\uFEFFclaim;answer;reason;words\r\n${four};eligible;;\r\n${five};need-more;;Which device?\r\n`,
    );
    for (const outcome of ['recorded', 'already so']) {
      await page.goto(link);
      await page.getByText('Answer by CSV').click();
      await page.getByLabel('File with your answers').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
      await page.getByRole('button', { name: 'Upload and answer' }).click();
      await expect(page.getByText('2 rows were handled.')).toBeVisible();
      await expect(page.getByRole('table').getByText(outcome)).toHaveCount(2);
    }
    await page.getByRole('link', { name: 'Back to the claims' }).click();
    await expect(page.getByText('Nothing waits for your answer')).toBeVisible();
  });

  const used = await query<{ action: string }>(
    `SELECT DISTINCT action FROM audit_entry WHERE actor_kind = 'ADVERTISER' AND subject IN (
       SELECT 'recheck-request:' || r.request_id FROM recheck r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = $1)
      ORDER BY action`,
    [one],
  );
  expect(used.map(({ action }) => action)).toEqual(['portal-answered', 'portal-opened', 'portal-uploaded']);
  expect(await brokenInvariants()).toEqual([]);
});

test('a contact signs in by a link that works once, and sees claims, postbacks and figures', async ({
  page,
  newPerson,
}) => {
  const { network, numbers } = await aLetter(1);
  const { email } = await aContact(network.advertiser);
  await page.goto('/advertiser');
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('If this address belongs to a contact')).toBeVisible();
  const link = linkIn(await mailTo(email, /Your link to sign in/), '/advertiser/sign-in/');
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Claims to check' })).toBeVisible();
  await expect(page.locator(`[id="${numbers[0]}"]`)).toBeVisible();
  for (const place of ['Postback log', 'Your figures']) {
    await page.getByRole('link', { name: place }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  const other = await newPerson();
  await other.goto(link);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('This link was used already')).toBeVisible();
});
