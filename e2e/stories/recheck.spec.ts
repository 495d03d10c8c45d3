/**
 * The re-check from end to end (R13, R19, R21): denied by the hourly run, contested by a reply with a picture, asked about,
 * reminded of, answered by the advertiser, paid. No weeks pass here: what falls due next is made due now.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import nodemailer from 'nodemailer';
import {
  aGame,
  aNetwork,
  anOffer,
  api,
  brokenInvariants,
  demo,
  expect,
  type Game,
  type Mail,
  mailTo,
  PHONE,
  query,
  runHourly,
  test,
} from '../support/fixtures';
import { aProvenTicket, aScreenshot, becomes, linkIn, rewardBecomes, seesAfterReload, signIn } from './doings';

type Denied = { game: Game; number: string; address: string; denial: Mail; desk: string };

/** The advertiser has an address of its own, so that its letters can be told from others'. */
async function aDeniedTicket(user: string): Promise<Denied> {
  const [game, network] = [await aGame(), await aNetwork()];
  const desk = `desk-${randomUUID().slice(0, 8)}@acme.example`;
  await api('PUT', `/advertisers/${network.advertiser}`, { name: 'Acme Games', recheckEmail: desk });
  const { number, address } = await aProvenTicket(game, await anOffer(network), user);
  await becomes(number, 'OPEN');
  await runHourly();
  await becomes(number, 'DENIED');
  return { game, number, address, desk, denial: await mailTo(address, /was denied/) };
}

/** As a mail program does it: to the address that the denial asks for, with the picture attached. */
async function replyByMail({ address, denial }: Denied): Promise<void> {
  const mailer = nodemailer.createTransport(demo.inboundSmtp!);
  await mailer.sendMail({
    from: address,
    to: denial.headers['reply-to'],
    subject: `Re: ${denial.subject}`,
    inReplyTo: denial.messageId,
    text: 'I did reach level 10, the picture shows the castle. Please ask them again.',
    attachments: [{ filename: 'castle.png', content: await aScreenshot() }],
  });
  mailer.close();
}

async function askFromTicket(page: Page, number: string, question: string): Promise<void> {
  await page.goto(`/console/tickets/${number}`);
  await page.locator('#ask-advertiser > summary').click();
  await page.getByLabel('Your question to the advertiser').fill(question);
  await page.getByRole('button', { name: 'Send to Acme Games' }).click();
  await expect(page.getByText('Day 1 of 10')).toBeVisible();
  await becomes(number, 'WITH_ADVERTISER');
}

/** The next letter, reminder or deadline of the request about this ticket comes now. */
async function nextStepComes(number: string): Promise<string | null> {
  const read = `SELECT q.id, q.next_step AS step FROM recheck_request q JOIN recheck r ON r.request_id = q.id
                  JOIN ticket t ON t.id = r.ticket_id WHERE t.number = $1 ORDER BY r.asked_at DESC LIMIT 1`;
  const [before] = await query<{ id: string; step: string | null }>(read, [number]);
  await query('UPDATE recheck_request SET next_step_at = now() WHERE id = $1 AND next_step IS NOT NULL', [before!.id]);
  await query(`SELECT graphile_worker.add_job('walk-recheck-requests')`);
  await expect
    .poll(async () => (await query<{ step: string | null }>(read, [number]))[0]!.step, { timeout: 20_000 })
    .not.toBe(before!.step);
  return before!.step;
}

test('asked to look again, the advertiser says yes: contested by mail with a picture, reminded twice, paid, told', async ({
  page,
  newPerson,
}) => {
  test.setTimeout(150_000);
  const denied = await aDeniedTicket('kim');
  const { game, number, address, desk } = denied;
  await test.step('the user replies to the denial', async () => {
    await replyByMail(denied);
    await becomes(number, 'ESCALATED');
  });
  await test.step('an agent asks the advertiser, and says more', async () => {
    await signIn(page);
    await askFromTicket(page, number, 'The castle is on the picture. Do you see level 10?');
    await page.getByRole('textbox', { name: 'Only to Acme Games' }).fill('It is the Pixel of Tuesday.');
    await page.getByRole('button', { name: 'Write to the advertiser' }).click();
    await expect(page.getByRole('log', { name: 'Only to Acme Games' })).toContainText('It is the Pixel of Tuesday.');
    await page.goto('/console/tickets?queue=with-advertiser');
    await expect(page.getByRole('row').filter({ hasText: number })).toContainText('day 1 of 10');
  });
  const phone = await newPerson(PHONE);
  await test.step('the user sees where it is, and nothing of what is said there', async () => {
    await phone.goto(linkIn(denied.denial, '/t/'));
    await expect(phone.getByText('With the advertiser, day 1 of 10').first()).toBeVisible();
    await expect(phone.getByText('a person of ours decides with what you sent us')).toBeVisible();
    await expect(phone.getByText('Pixel')).toHaveCount(0);
    await mailTo(address, /The advertiser checks .* again/);
  });
  const letter = await mailTo(desk, /Please check 1 reward claim again/);
  await test.step('two reminders', async () => {
    expect(await nextStepComes(number)).toBe('remind-3');
    expect(await nextStepComes(number)).toBe('remind-7');
    expect((await mailTo(desk, /7 business days ago/)).subject).toBe('Reminder: 1 reward claim to check');
  });
  await test.step('the advertiser says yes in the portal', async () => {
    const advertiser = await newPerson();
    await advertiser.goto(linkIn(letter, '/advertiser/'));
    const claim = advertiser.locator(`[id="${number}"]`);
    await expect(claim.getByText('It is the Pixel of Tuesday.')).toBeVisible();
    await claim.getByText('Eligible', { exact: true }).click();
    await claim.getByRole('button', { name: 'Confirm as eligible' }).click();
    await expect(advertiser.getByText(`your answer to ${number} is recorded`)).toBeVisible();
  });
  await test.step('it is approved, the game has acknowledged, and the user is told', async () => {
    await becomes(number, 'APPROVED');
    await rewardBecomes(number, 'ACKNOWLEDGED');
    expect(game.callbacks).toHaveLength(1);
    await mailTo(address, /has received your reward/);
    await seesAfterReload(phone, 'The advertiser answered');
    await page.goto(`/console/tickets/${number}`);
    await expect(page.getByText('It counted as a confirmation, and the ticket was approved.')).toBeVisible();
  });
  await game.stop();
  expect(await brokenInvariants()).toEqual([]);
});

test('asked to look again, the advertiser says no by CSV: the final denial, in words that can be said', async ({
  page,
  newPerson,
}) => {
  test.setTimeout(120_000);
  const denied = await aDeniedTicket('noa');
  const { game, number, address, desk } = denied;
  await replyByMail(denied);
  await becomes(number, 'ESCALATED');
  await signIn(page);
  await askFromTicket(page, number, '');
  const advertiser = await newPerson();
  await advertiser.goto(linkIn(await mailTo(desk, /Please check/), '/advertiser/'));
  await advertiser.getByText('Answer by CSV').click();
  const buffer = Buffer.from(`claim,answer,reason,words\n${number},not-eligible,no-install,Nothing on file\n`);
  await advertiser
    .getByLabel('File with your answers')
    .setInputFiles({ name: 'answers.csv', mimeType: 'text/csv', buffer });
  await advertiser.getByRole('button', { name: 'Upload and answer' }).click();
  await becomes(number, 'DENIED');
  await expect
    .poll(async () => {
      const mails: Mail[] = await (await fetch(`${demo.mailbox}?to=${encodeURIComponent(address)}`)).json();
      return mails.filter(({ subject, text }) => /was denied/.test(subject) || /was denied/.test(text)).length;
    })
    .toBe(2);
  await page.goto(`/console/tickets/${number}`);
  await expect(page.getByText('There is no install of this user.')).toBeVisible();
  await expect(page.getByText('The ticket was denied for good.')).toBeVisible();
  expect(game.callbacks).toHaveLength(0);
  await game.stop();
});

test('asked to look again, the advertiser stays silent past the deadline: an agent has it again', async ({ page }) => {
  test.setTimeout(120_000);
  const denied = await aDeniedTicket('ida');
  const { game, number, desk } = denied;
  await replyByMail(denied);
  await becomes(number, 'ESCALATED');
  await signIn(page);
  await askFromTicket(page, number, 'Do you see level 10?');
  await mailTo(desk, /Please check/);
  const steps: (string | null)[] = [];
  while (steps.at(-1) !== 'expire') steps.push(await nextStepComes(number));
  expect(steps).toEqual(['remind-3', 'remind-7', 'remind-10', 'escalate-12', 'expire']);
  await becomes(number, 'ESCALATED');
  await page.goto(`/console/tickets/${number}`);
  await expect(page.getByText('No answer', { exact: true })).toBeVisible();
  await game.stop();
});
