import { expect, test } from 'vitest';
import { aCast, anOffer } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aDeskTicket, type DeskFacts } from '@/e2e/support/desk-tickets';
import { saveAgent } from '@/lib/accounts/agents';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { parseTicketSearch } from '@/lib/rules/ticket-search';
import { countFound } from '@/lib/tickets/count-queues';
import { readSearch } from '@/lib/tickets/find-tickets';
import { listQueue } from '@/lib/tickets/list-queue';

await freshDatabase({ except: ['status agrees with the last decision', 'time runs forward'] });

const NOW = new Date('2026-11-05T12:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const cast = await aCast();
const [coin, farm] = [await anOffer(cast, { title: 'Coin Kingdom' }), await anOffer(cast, { title: '100% Farm_Days' })];
const saved = await saveAgent(
  { email: 'ada@example.com', name: 'Ada Byron', role: 'agent', password: 'correct horse battery' },
  NOW,
);
if (isRefusal(saved)) throw new Error(saved.message);
const me = saved.id;

const a = await make(coin, {
  dueAt: hours(2),
  openedAt: hours(-30),
  assigneeId: me,
  valueMicros: 5_000_000n,
  description: 'The Reward for Level Ten never arrived',
  address: 'jo.smith@players.example',
  tags: ['vip', 'twice'],
});
const b = await make(farm, {
  status: 'DENIED',
  decidedAt: hours(-1),
  openedAt: hours(-5),
  valueMicros: 5_000_001n,
  description: 'I bought a Kühlschrank, level nine, ten times',
  tags: ['fraud'],
  columns: { held_at: NOW.toISOString(), held_reason: 'many alike' },
});
const c = await make(coin, {
  status: 'ESCALATED',
  dueAt: hours(-3),
  openedAt: hours(-4),
  columns: { snoozed_until: hours(2).toISOString(), user_replied_at: hours(-1).toISOString() },
});
await db.execute(sql`
  INSERT INTO message (ticket_id, at, author, visibility, body)
  VALUES (${c.id}::uuid, ${hours(-1)}, 'USER', 'public', 'Please look again: refund, 10%_off'),
         (${b.id}::uuid, ${hours(-1)}, 'AGENT', 'internal', 'Seen this picture before')`);
await db.execute(sql`UPDATE click SET device = '{"id": "dev-7"}' WHERE id = ${b.clickId}`);

function make(offerId: string, facts: DeskFacts) {
  return aDeskTicket(cast, offerId, NOW, facts);
}

async function found(typed: string): Promise<string> {
  const search = parseTicketSearch(typed);
  expect(search.problems).toEqual([]);
  const page = await listQueue({ queue: 'all', agentId: me, search }, NOW);
  if (isRefusal(page)) throw new Error(page.message);
  expect(await countFound({ queue: 'all', agentId: me, search }, NOW)).toBe(page.rows.length);
  const names = new Map([a, b, c].map(({ number }, index) => [number, 'abc'[index]]));
  return page.rows
    .map(({ number }) => names.get(number))
    .sort()
    .join('');
}

test.each([
  ['status:open,denied', 'ab'],
  ['-status:denied', 'ac'],
  ['offer:kingdom', 'ac'],
  ['offer:"100% farm_"', 'b'],
  ['offer:%', 'b'],
  ['advertiser:acme', 'abc'],
  ['app:"Gem Quest"', 'abc'],
  [`user:${a.clickId}`, 'a'],
  ['email:jo.smith@players.example', 'a'],
  ['email:smith', 'a'],
  ['email:SMITH@play', 'a'],
  ['jo.smith@players.example', 'a'],
  ['device:dev-7', 'b'],
  ['assignee:me', 'a'],
  ['assignee:none', 'bc'],
  ['assignee:byron', 'a'],
  ['assignee:ada@example.com', 'a'],
  ['tag:vip', 'a'],
  ['tag:vip,fraud', 'ab'],
  ['-tag:fraud', 'ac'],
  ['value>5', 'bc'],
  ['value>=5', 'abc'],
  ['value<=5', 'a'],
  ['value:5..5.000001', 'ab'],
  ['age>24h', 'a'],
  ['age<5h', 'c'],
  ['age:5h..1w', 'ab'],
  ['due<4h', 'ac'],
  ['due<0h', 'c'],
  ['due>0h', 'a'],
  ['-due<4h', 'b'],
  ['created:2026-11-05', 'bc'],
  ['created:..2026-11-04', 'a'],
  ['created>2026-11-05', ''],
  ['has:note', 'b'],
  ['has:reply', 'c'],
  ['-has:reply', 'ab'],
  ['has:proof', ''],
  ['is:held', 'b'],
  ['is:snoozed', 'c'],
  ['is:unread', 'c'],
  ['is:bounced,answered', ''],
  ['level ten', 'ab'],
  ['"level ten"', 'a'],
  ['kühlschrank', 'b'],
  ['küh*', 'b'],
  ['refund', 'c'],
  ['picture', 'b'],
  ['-refund', 'ab'],
  ['level -kühlschrank value<6 assignee:me', 'a'],
  [`tag:"'; DROP TABLE ticket --"`, ''],
])('%s finds %s', async (typed, wanted) => {
  expect(await found(typed)).toBe(wanted);
});

test('a number jumps, however it was typed or pasted', async () => {
  const plain = a.number.replaceAll('-', '');
  for (const typed of [
    a.number,
    `[#${a.number}]`,
    ` ${a.number.toLowerCase()} `,
    plain,
    plain.slice(2).toLowerCase(),
  ]) {
    expect(await readSearch(typed)).toEqual({ number: a.number });
  }
  expect(await readSearch('MG-0000-0000')).toMatchObject({ search: { words: ['MG-0000-0000'] } });
});

test('the bare id of a click or a user stands for that user', async () => {
  for (const typed of [b.clickId]) {
    expect(await readSearch(typed)).toMatchObject({ search: { words: [], terms: [{ key: 'user', any: [typed] }] } });
  }
});

test('what is changed or taken away is found as it is now', async () => {
  await db.execute(sql`UPDATE ticket SET description = 'Nothing to see', tags = '{late}' WHERE id = ${a.id}::uuid`);
  expect(await found('arrived')).toBe('');
  expect(await found('tag:late nothing')).toBe('a');
  await db.execute(sql`DELETE FROM message`);
  expect(await found('refund')).toBe('');
  await db.execute(sql`DELETE FROM ticket`);
});
