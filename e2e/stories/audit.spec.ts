/** Whoever answers for the desk reads who did what, follows it, and takes it away as a file. */
import { aGame, aNetwork, anOffer, expect, query, test } from '../support/fixtures';
import { aProvenTicket, signIn } from './doings';

test.use({ viewport: { width: 1280, height: 800 } });

test('a lead sees who looked at a person, narrows the log, and exports it', async ({ page, newPerson }) => {
  const [game, network] = [await aGame(), await aNetwork()];
  const { number } = await aProvenTicket(game, await anOffer(network, { payoutUsd: '12.00' }), 'kim');
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, 'agent');
  await agent.goto(`/console/tickets/${number}`);
  await agent.reload();

  await signIn(page, 'lead');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
  await page.goto(`/console/audit?subject=${number}`);
  const rows = page.getByRole('row').filter({ hasText: 'pii-viewed' });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Agnes Agent');
  await expect(rows.getByRole('link', { name: `ticket:${number}` })).toHaveAttribute(
    'href',
    `/console/tickets/${number}`,
  );

  for (const [button, type, count] of [
    ['Export as CSV', 'text/csv; charset=utf-8', 2],
    ['Export as JSON lines', 'application/jsonl; charset=utf-8', 1],
  ] as const) {
    const href = await page.getByRole('link', { name: button }).getAttribute('href');
    const file = await page.request.get(href!);
    expect(file.headers()['content-type']).toBe(type);
    expect((await file.text()).trim().split('\n').length).toBe(count);
  }
  const exports = await query<{ after: { filter: string } }>(
    `SELECT after FROM audit_entry WHERE action = 'export-audit' AND after->>'filter' LIKE $1`,
    [`%${number}%`],
  );
  expect(exports).toHaveLength(2);
});

test('an agent does not see it, by page or by file', async ({ page, complaints }) => {
  complaints.expected(/status of 403/);
  await signIn(page, 'agent');
  await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  expect((await page.goto('/console/audit'))?.status()).toBe(403);
  expect((await page.request.get('/api/console/audit')).status()).toBe(403);
});
