/** A role must have two-step sign-in: nothing else opens before it is set up, and only an admin takes it away again. */
import { generateSync } from 'otplib';
import { signIn } from '../stories/doings';
import { demo, expect, test } from '../support/fixtures';

test.use({ viewport: { width: 1280, height: 800 } });

test('a senior agent is led to set up the second step, and does nothing before', async ({ page: admin, newPerson }) => {
  const { email, password } = demo.agents.find(({ role }) => role === 'senior')!;
  const senior = await newPerson({ javaScriptEnabled: false });

  await test.step('signed in while it was not yet wanted', async () => {
    await signIn(senior, 'senior');
  });

  await test.step('an admin makes it wanted', async () => {
    await signIn(admin, 'admin');
    await admin.goto('/console/settings/automation');
    const section = admin.getByRole('region', { name: 'Two-step sign-in' });
    await section.getByLabel('Senior agent').check();
    await section.getByRole('button', { name: 'Save' }).click();
    await expect(section.getByText('Saved.')).toBeVisible();
  });

  await test.step('the next page leads to setting it up; doors are closed', async () => {
    await senior.goto('/console/tickets');
    await expect(senior).toHaveURL(/\/console\/me\/two-factor/);
    await expect(senior.getByText('Your role needs two-step sign-in.')).toBeVisible();
    await senior.goto('/console/me');
    await expect(senior).toHaveURL(/\/console\/me\/two-factor/);
    const door = await senior.request.get('/api/console/queues', { headers: { Accept: 'application/json' } });
    expect([door.status(), (await door.json()).error.code]).toEqual([401, 'second-step']);
  });

  await test.step('set up, the console opens, and it cannot be turned off', async () => {
    await senior.getByRole('button', { name: 'Set it up' }).click();
    const secret = ((await senior.locator('code').textContent()) ?? '').replaceAll(' ', '');
    await senior.getByLabel('Then type the code').fill(generateSync({ secret }));
    await senior.getByRole('button', { name: 'Turn it on' }).click();
    await expect(senior.getByText('10 recovery codes are left.')).toBeVisible();
    await senior.getByRole('button', { name: 'Turn it off' }).click();
    await expect(senior.getByText('Your role needs two-step sign-in. It cannot be turned off.')).toBeVisible();
    await senior.goto('/console/tickets');
    await expect(senior).toHaveURL(/\/console\/tickets/);
  });

  await test.step('the admin takes both back, and the password is enough again', async () => {
    await admin.getByRole('region', { name: 'Two-step sign-in' }).getByLabel('Senior agent').uncheck();
    await admin.getByRole('region', { name: 'Two-step sign-in' }).getByRole('button', { name: 'Save' }).click();
    await expect(admin.getByText('Saved.')).toBeVisible();
    await admin.goto('/console/settings/agents');
    await admin
      .getByRole('row', { name: new RegExp(email) })
      .getByRole('link')
      .click();
    await admin.locator('#typed-reset-two-factor').fill(email);
    await admin.getByRole('button', { name: 'Reset two-step sign-in' }).click();
    await expect(admin.getByText('Two-step sign-in is reset.')).toBeVisible();
    await senior.goto('/console/tickets');
    await expect(senior).toHaveURL(/\/sign-in\?/);
    await senior.getByLabel('E-mail address').fill(email);
    await senior.getByLabel('Password').fill(password);
    await senior.getByRole('button', { name: 'Sign in' }).click();
    await expect(senior).toHaveURL(/\/console\/tickets/);
  });
});
