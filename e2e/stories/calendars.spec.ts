/** A lead has deadlines counted by the hours of the desk: a calendar, holidays from a file, and the policy that uses it. */
import { randomUUID } from 'node:crypto';
import { expect, query, test } from '../support/fixtures';
import { signIn } from './doings';

test.use({ viewport: { width: 1280, height: 900 } });

const HOLIDAYS = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:may-day
DTSTART;VALUE=DATE:20200501
RRULE:FREQ=YEARLY
SUMMARY:Labour Day
END:VEVENT
BEGIN:VEVENT
UID:meeting
DTSTART:20270303T090000Z
SUMMARY:A meeting
END:VEVENT
END:VCALENDAR`;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a lead makes a calendar and takes holidays over from a file', async ({ page, complaints }) => {
      complaints.expected(/status of 400/);
      const name = `Desk ${randomUUID().slice(0, 8)}`;
      await signIn(page, 'lead');
      await page.goto('/console/settings/calendars');
      await page.getByText('Add a calendar', { exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('Time zone').fill('Mars/Olympus');
      await page.getByRole('button', { name: 'Add the calendar' }).click();
      await expect(page.getByText('There is no such time zone')).toBeVisible();
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
      await page.getByLabel('Time zone').fill('Europe/Berlin');
      await page.getByRole('button', { name: 'Add the calendar' }).click();
      await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
      await expect(page.getByText('version 1')).toBeVisible();

      const file = (text: string) => ({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
      await page.getByLabel('File').setInputFiles(file('no calendar at all'));
      await page.getByRole('button', { name: 'Look at it' }).click();
      await expect(page.getByText('This is not a calendar file that can be read')).toBeVisible();
      await page.getByLabel('File').setInputFiles(file(HOLIDAYS));
      await page.getByRole('button', { name: 'Look at it' }).click();
      await expect(page.getByText('Labour Day').first()).toBeVisible();
      await expect(page.getByText('1 entry is no holiday and was left out.')).toBeVisible();
      await page.getByRole('button', { name: /^Add \d+ holidays$/ }).click();
      await expect(page.getByText('The holidays have been added.')).toBeVisible();
      await expect(page.getByText('version 2')).toBeVisible();
      await expect(page.getByLabel('Holidays', { exact: true })).toHaveValue(/-05-01 Labour Day/);

      const rows = await query(
        `SELECT 1 FROM calendar_holiday h JOIN calendar c ON c.id = h.calendar_id WHERE c.name = $1`,
        [name],
      );
      expect(rows.length).toBeGreaterThanOrEqual(4);
      await page.getByRole('button', { name: 'Remove this calendar' }).click();
      await expect(page.getByText(name)).toHaveCount(0);
    });
  });
}

test('an agent says that they are away, and is here again with one press', async ({ page }) => {
  await signIn(page, 'senior');
  const menu = page.getByRole('banner').locator('summary');
  await menu.click();
  await page.getByRole('button', { name: 'I am away' }).click();
  await expect(menu).toContainText('away');
  await menu.click();
  await page.getByRole('button', { name: 'I take tickets' }).click();
  await expect(menu).not.toContainText('away');
});
