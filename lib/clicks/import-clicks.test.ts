import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { smallWorld } from '@/e2e/support/operator';
import { importClicks } from '@/lib/clicks/import-clicks';
import { db, sql } from '@/lib/foundation/db';
import { offerInput } from '@/lib/offers/offer-schema';
import { putOffer } from '@/lib/offers/put-offer';

await freshDatabase();
await smallWorld();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const at = { at: NOON };
let made = 0;
function click(over: Record<string, unknown> = {}) {
  made += 1;
  return { id: `c${made}`, app: 'gems', user: `u${made}`, offer: 'coin', clickedAt: '2026-11-19T12:00:00Z', ...over };
}
const progress = (user: string) =>
  db.query(sql`
    SELECT p.title_key, p.first_click_id, p.first_clicked_at, p.last_click_id, p.last_clicked_at
    FROM progress p JOIN end_user u ON u.id = p.user_id WHERE u.external_id = ${user} ORDER BY p.title_key`);

test('a click is stored with the terms of its offer', async () => {
  const given = click({ offer: 'farm', ip: '203.0.113.7', country: 'DE', device: { id: 'd1', rooted: false } });
  expect(await importClicks([given], at)).toEqual({ accepted: 1, duplicates: 0, refused: [] });
  const [row] = await db.query(sql`
    SELECT title_key, clicked_at, ip, country, device, terms, created_at FROM click WHERE id = ${given.id}`);
  expect(row).toEqual({
    titleKey: 'farm days',
    clickedAt: new Date('2026-11-19T12:00:00Z'),
    ip: '203.0.113.7',
    country: 'DE',
    device: { id: 'd1', rooted: false },
    createdAt: NOON,
    terms: {
      currencyName: 'Gems',
      tasks: [
        { key: 'install', name: 'Install', payoutMicros: '2000000', rewardAmount: '2000', ttcMinutes: null },
        { key: 'harvest', name: 'First harvest', payoutMicros: '12000000', rewardAmount: '12000', ttcMinutes: null },
      ],
    },
  });
});

test('what was promised stays, whatever the offer says later', async () => {
  const task = { key: 'only', name: 'Only step', payoutUsd: '1', rewardAmount: 100 };
  const put = (rewardAmount: number) =>
    putOffer('fickle', offerInput.parse({ advertiser: 'adv', title: 'Fickle', tasks: [{ ...task, rewardAmount }] }), {
      kind: 'AUTO',
      id: null,
    });
  await put(100);
  const before = click({ offer: 'fickle' });
  await importClicks([before], at);
  await put(50);
  const after = click({ offer: 'fickle' });
  await importClicks([after], at);
  const promised = await db.query(sql`
    SELECT terms->'tasks'->0->>'rewardAmount' AS amount FROM click WHERE id IN (${before.id}, ${after.id}) ORDER BY id`);
  expect(promised).toEqual([{ amount: '100' }, { amount: '50' }]);
});

test('sending a batch again changes nothing', async () => {
  const batch = [click(), click(), click()];
  await importClicks(batch, at);
  expect(await importClicks(batch, at)).toEqual({ accepted: 0, duplicates: 3, refused: [] });
  const twice = click();
  expect(await importClicks([twice, twice], at)).toEqual({ accepted: 1, duplicates: 1, refused: [] });
});

test('an id that is taken by another user or offer is a conflict', async () => {
  const first = click();
  await importClicks([first], at);
  const { accepted, refused } = await importClicks(
    [{ ...first, user: 'somebody-else' }, { ...first, offer: 'farm' }, first],
    at,
  );
  expect(accepted).toBe(0);
  expect(refused).toMatchObject([
    { index: 0, code: 'conflict' },
    { index: 1, code: 'conflict' },
  ]);
  const inOneBatch = click();
  expect(await importClicks([inOneBatch, { ...inOneBatch, user: 'x' }], at)).toMatchObject({
    accepted: 1,
    refused: [{ index: 1, code: 'conflict' }],
  });
});

test('ids compare byte by byte', async () => {
  expect(await importClicks([click({ id: 'Case' }), click({ id: 'case' })], at)).toMatchObject({ accepted: 2 });
});

test('progress runs from the first click to the last, in whatever order they come', async () => {
  const user = 'wanderer';
  const hour = (h: number) => `2026-11-19T0${h}:00:00Z`;
  await importClicks(
    [click({ id: 'w2', user, clickedAt: hour(2) }), click({ id: 'w3', user, clickedAt: hour(3) })],
    at,
  );
  await importClicks([click({ id: 'w1', user, clickedAt: hour(1) })], at);
  await importClicks(
    [click({ id: 'w4', user, clickedAt: hour(4) }), click({ id: 'f1', user, offer: 'farm', clickedAt: hour(5) })],
    at,
  );
  expect(await progress(user)).toEqual([
    {
      titleKey: 'coin kingdom',
      firstClickId: 'w1',
      firstClickedAt: new Date(hour(1)),
      lastClickId: 'w4',
      lastClickedAt: new Date(hour(4)),
    },
    {
      titleKey: 'farm days',
      firstClickId: 'f1',
      firstClickedAt: new Date(hour(5)),
      lastClickId: 'f1',
      lastClickedAt: new Date(hour(5)),
    },
  ]);
});

test('five minutes ahead is a clock that runs fast, a millisecond more is the future', async () => {
  const { refused } = await importClicks(
    [click({ clickedAt: '2026-11-20T12:05:00.000Z' }), click({ clickedAt: '2026-11-20T12:05:00.001Z' })],
    at,
  );
  expect(refused).toMatchObject([{ index: 1, code: 'malformed' }]);
});

// CR-007, CR-008, and what tracking links leave behind
for (const [field, value] of [
  ['clickedAt', '2026-02-29T00:00:00Z'],
  ['clickedAt', '2026-11-19T24:00:00Z'],
  ['clickedAt', '2026-11-19T12:00:00+99:99'],
  ['clickedAt', '0000-11-19T12:00:00Z'],
  ['clickedAt', '+275760-09-13T00:00:00Z'],
  ['clickedAt', '2026-01-01'],
  ['clickedAt', 1_763_640_000_000],
  ['clickedAt', '2026-11-19T23:59:60Z'],
  ['id', ''],
  ['id', 'a b'],
  ['id', 'x'.repeat(129)],
  ['id', 42],
  ['user', ''],
  ['user', 'null'],
  ['user', 'undefined'],
  ['user', '0'],
  ['user', '{user_id}'],
  ['user', '[USER_ID]'],
  ['user', 'a\u0001b'],
  ['ip', '999.1.1.1'],
  ['country', 'Germany'],
  ['device', { a: { b: 1 } }],
  ['device', 'Pixel'],
  ['surprise', 1],
] as const) {
  test(`${field} ${JSON.stringify(value)} refuses this click and no other`, async () => {
    const { accepted, refused } = await importClicks([click(), click({ [field]: value }), click()], at);
    expect({ accepted, refused }).toMatchObject({ accepted: 2, refused: [{ index: 1, code: 'malformed' }] });
    expect(refused[0]!.message).toContain(field);
  });
}

test('what is no click at all, an unknown app and an unknown offer refuse themselves', async () => {
  const { accepted, refused } = await importClicks(
    [null, 7, [], click({ app: 'nowhere' }), click({ offer: 'nothing' }), click()],
    at,
  );
  expect(accepted).toBe(1);
  expect(refused.map(({ index, code }) => [index, code])).toEqual([
    [0, 'malformed'],
    [1, 'malformed'],
    [2, 'malformed'],
    [3, 'not-found'],
    [4, 'not-found'],
  ]);
  expect(await db.query(sql`SELECT 1 FROM end_user u JOIN app a ON a.id = u.app_id WHERE a.key = 'nowhere'`)).toEqual(
    [],
  );
});

test('no clicks are no work', async () => {
  expect(await importClicks([], at)).toEqual({ accepted: 0, duplicates: 0, refused: [] });
});

test('the same thousand clicks from four sides at once are stored once', async () => {
  const batch = Array.from({ length: 1000 }, (_, n) =>
    click({ user: `crowd-${n % 250}`, offer: n % 2 ? 'coin' : 'farm' }),
  );
  const answers = await Promise.all(
    [batch, [...batch].reverse(), batch, [...batch].reverse()].map((clicks) => importClicks(clicks, at)),
  );
  expect(answers.reduce((total, { accepted }) => total + accepted, 0)).toBe(1000);
  expect(answers.reduce((total, { duplicates }) => total + duplicates, 0)).toBe(3000);
  const [row] = await db.query(sql`
    SELECT count(*)::int AS users FROM end_user WHERE external_id LIKE 'crowd-%'`);
  expect(row).toEqual({ users: 250 });
});

test('a click that a confirmation is waiting for is matched by a job, and only that one', async () => {
  const [waited, other] = [click(), click()];
  await db.execute(sql`
    INSERT INTO confirmation (integration_id, transaction, state, click_id, content, receipt_id, received_at)
    SELECT id, 'tx-early', 'COMPLETED', ${waited.id}, 'content', uuidv7(), ${NOON} FROM integration WHERE key = 'adv-native'`);
  await importClicks([waited, other], at);
  await importClicks([waited, other], at);
  const jobs = await db.query(sql`
    SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier = 'match-confirmations'`);
  expect(jobs).toEqual([{ payload: { clickIds: [waited.id] } }]);
});
