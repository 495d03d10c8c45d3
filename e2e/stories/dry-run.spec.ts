/** Whoever answers for the automation asks what other settings would have done, and what that would have cost. */
import type { Page } from '@playwright/test';
import pg from 'pg';
import { aGame, aNetwork, anOffer, demo, expect, query, test } from '../support/fixtures';
import { aProvenTicket, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** The ticket and the click it is about. */
async function twoDaysEarlier(number: string): Promise<void> {
  await query(
    `WITH moved AS (
       UPDATE ticket SET opened_at = opened_at - interval '2 days', queued_at = queued_at - interval '2 days'
        WHERE number = $1 RETURNING user_id, title_key)
     UPDATE progress p SET first_clicked_at = first_clicked_at - interval '2 days'
       FROM moved WHERE p.user_id = moved.user_id AND p.title_key = moved.title_key`,
    [number],
  );
}

test('a lead compares two policies over past days, and reads which tickets they part', async ({ page }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const { number } = await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), 'kim');
  await twoDaysEarlier(number);
  await signIn(page, 'lead');
  await page.goto('/console/reports');
  await page.getByRole('link', { name: 'Dry run' }).click();

  await test.step('what cannot be meant is said, and what was typed stays', async () => {
    await fill(page, { from: day(1), to: day(3), app: game.key, policies: [['20.00', '0']] });
    await page.getByRole('button', { name: 'Start the dry run' }).click();
    await expect(page.getByText('Give a day from the first one on')).toBeVisible();
    await expect(page.getByLabel('App')).toHaveValue(game.key);
  });

  await test.step('two policies over the days in question', async () => {
    const policies: [string, string][] = [
      ['20.00', '0'],
      ['5.00', '24'],
    ];
    await fill(page, { from: day(3), to: day(0), app: game.key, policies });
    await page.getByRole('button', { name: 'Start the dry run' }).click();
    await expect(page).toHaveURL(/\/dry-run\/[0-9a-f-]{36}$/);
    // The page goes along by itself.
    await expect(page.getByRole('heading', { name: 'Finished' })).toBeVisible();
    await expect(page.getByText('1 of 1 ticket')).toBeVisible();
  });

  await test.step('side by side: the one would have denied what the other leaves to a person', async () => {
    const outcome = page.getByRole('region', { name: 'What would have been decided?' });
    await expect(outcome.getByRole('row', { name: 'Deny 1 $12.00 0 $0.00' })).toBeVisible();
    await expect(outcome.getByRole('row', { name: 'Leave to an agent 0 $0.00 1 $12.00' })).toBeVisible();
    const row = page.getByRole('row').filter({ hasText: number });
    await expect(row).toContainText('Still open');
    await expect(row).toContainText('no confirmation');
    await expect(row).toContainText('above the limit');
  });

  await test.step('and as a file', async () => {
    const file = await page.request.get((await page.getByRole('link', { name: /as CSV/ }).getAttribute('href'))!);
    expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8');
    const [heading, line, ...more] = (await file.text()).trim().split('\r\n');
    expect(heading).toContain('verdict_1,reason_1,at_1,contradicted_1,verdict_2');
    expect(line).toContain(`${number},`);
    expect(line).toContain('deny,not-confirmed');
    expect(line).toContain('leave,above-limit');
    expect(more).toEqual([]);
  });

  await test.step('nothing was decided by it', async () => {
    const [ticket] = await query<{ decisions: string }>(
      'SELECT count(d.*) AS decisions FROM ticket t LEFT JOIN decision d ON d.ticket_id = t.id WHERE t.number = $1',
      [number],
    );
    expect(ticket!.decisions).toBe('0');
  });
});

test('one that takes long shows how far it has come, and can be cancelled', async ({ page }) => {
  const game = await aGame();
  // Held as a worker holds it while it counts: nobody else goes on with it meanwhile.
  const worker = new pg.Client(demo.databaseUrl);
  await worker.connect();
  try {
    await worker.query('BEGIN');
    const { rows } = await worker.query(
      `INSERT INTO dry_run (agent_id, from_at, until_at, app_id, policies, rule_version, total, done, upto_at, upto_id, started_at)
       SELECT g.id, now() - interval '9 days', now() + interval '1 hour', a.id, $1, '2026-11-2', 40, 20, now(),
              '00000000-0000-0000-0000-000000000000', now()
         FROM agent g, app a WHERE g.email = $2 AND a.key = $3 RETURNING id`,
      [
        JSON.stringify([{ limitMicros: '5000000', graceMs: 0 }]),
        demo.agents.find(({ role }) => role === 'admin')!.email,
        game.key,
      ],
    );
    await worker.query('COMMIT; BEGIN');
    await worker.query('SELECT 1 FROM dry_run WHERE id = $1 FOR UPDATE', [rows[0].id]);
    await signIn(page, 'admin');
    await page.goto(`/console/reports/dry-run/${rows[0].id}`);
    await expect(page.getByText('20 of 40 tickets')).toBeVisible();
    await worker.query('UPDATE dry_run SET done = 30 WHERE id = $1', [rows[0].id]);
    await worker.query('COMMIT; BEGIN');
    await worker.query('SELECT 1 FROM dry_run WHERE id = $1 FOR UPDATE', [rows[0].id]);
    await expect(page.getByText('30 of 40 tickets')).toBeVisible();
    const cancelled = page.getByRole('button', { name: 'Cancel' }).click({ noWaitAfter: true });
    await expect
      .poll(async () => {
        const waiting = await query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%dry_run%'`,
        );
        return waiting.length;
      })
      .toBeGreaterThan(0);
    await worker.query('COMMIT');
    await cancelled;
    await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible();
  } finally {
    await worker.end();
  }
});

type Asked = { from: string; to: string; app: string; policies: [limit: string, grace: string][] };

async function fill(page: Page, { from, to, app, policies }: Asked): Promise<void> {
  await page.getByLabel('First day (UTC)').fill(from);
  await page.getByLabel('Last day (UTC)').fill(to);
  await page.getByLabel('App').selectOption(app);
  for (const [index, [limit, grace]] of policies.entries()) {
    const group = page.getByRole('group', { name: ['With these settings', 'Beside these'][index]! });
    await group.getByLabel('Limit, in dollars').fill(limit);
    await group.getByLabel('Grace before a denial, in hours').fill(grace);
  }
}
