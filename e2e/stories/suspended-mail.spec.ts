/** Mail from somebody a ticket does not belong to: nothing happens by itself; an agent attaches it, rejects it, brings it back. */
import { aGame, aNetwork, anOffer, brokenInvariants, expect, mailTo, runHourly, test } from '../support/fixtures';
import { anAddress, aProvenTicket, becomes, signIn, statusOf } from './doings';
import { postMail } from './mails';

test.use({ viewport: { width: 1280, height: 800 } });

test('a reply from another address waits for an agent, who vouches for it; another is rejected and brought back', async ({
  page,
}) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const { number, address } = await aProvenTicket(game, await anOffer(network), 'lea');
  await becomes(number, 'OPEN');
  await runHourly();
  expect((await statusOf(number)).status).toBe('DENIED');
  const denial = await mailTo(address, /was denied/);
  const to = denial.headers['reply-to']!.replace(/[<>]/g, '');
  const [father, stranger] = [anAddress(), anAddress()];

  await test.step('two mails come in by SMTP, from addresses that are not the ticket’s', async () => {
    const subject = `Re: ${denial.subject}`;
    await postMail({ from: father, to, subject, text: 'I am her father. The picture shows level 10.' });
    await postMail({ from: stranger, to, subject, text: 'Buy cheap gems <img src="https://spy.example/x.png">' });
    await signIn(page, 'agent');
    await expect(async () => {
      await page.goto('/console/suspended?cause=other-sender');
      await expect(page.getByRole('row', { name: father })).toBeVisible({ timeout: 500 });
      await expect(page.getByRole('row', { name: stranger })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    expect((await statusOf(number)).status).toBe('DENIED');
  });

  await test.step('the stranger’s is read as text, rejected, and brought back with one press', async () => {
    await page.getByRole('row', { name: stranger }).getByRole('link', { name: 'Open the mail' }).click();
    await expect(page.getByText('Buy cheap gems <img src="https://spy.example/x.png">')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Answer with instructions' })).toBeDisabled();
    await expect(page.getByText('nobody has proven this address, so nothing is sent there')).toBeVisible();
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await expect(page.getByText('One mail was rejected.')).toBeVisible();
    await expect(page.getByRole('row', { name: stranger })).toHaveCount(0);
    const told = page.getByRole('status').filter({ hasText: 'One mail was rejected.' });
    await told.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('One mail was brought back.')).toBeVisible();
    await expect(page.getByRole('row', { name: stranger })).toBeVisible();
  });

  await test.step('the original is a file, never a page', async () => {
    await page.getByRole('row', { name: father }).getByRole('link', { name: 'Open the mail' }).click();
    const path = await page.getByRole('link', { name: 'Download the original' }).getAttribute('href');
    const original = await page.request.get(path!);
    expect(original.headers()).toMatchObject({
      'content-type': 'message/rfc822',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment; filename="[0-9a-f-]+\.eml"$/),
    });
    expect(await original.text()).toContain('I am her father.');
  });

  await test.step('the agent attaches the father’s: the ticket goes on as if its user had written', async () => {
    await expect(page.getByLabel('Ticket', { exact: true })).toHaveValue(number);
    await page.getByRole('button', { name: 'Attach', exact: true }).click();
    await page.getByRole('status').getByRole('link', { name: number }).click();
    const reply = page.getByRole('log').getByRole('article').filter({ hasText: 'I am her father.' });
    await expect(reply).toContainText(`from ${father}`);
    await expect(reply).toContainText('attached by Agnes Agent');
    expect((await statusOf(number)).status).toBe('ESCALATED');
    await mailTo(address, /We look at .* again/);
  });

  expect(await brokenInvariants()).toEqual([]);
});
