import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { mayAnswer, mayResendTo, mayWriteTo } from '@/lib/outbox/email-limits';
import { mailboxOf } from '@/lib/rules/email-address';

await freshDatabase();

beforeEach(async () => {
  await db.execute(sql`TRUNCATE email`);
});

const NOON = new Date('2026-11-20T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOON.getTime() - minutes * 60_000);

async function wrote(to: string, at: Date, template = 'validate-address') {
  await db.execute(sql`INSERT INTO email (key, template, props, locale, to_address, message_id, created_at)
    SELECT id, ${template}, '{}', 'en', ${to}, id, ${at}::timestamptz FROM (SELECT gen_random_uuid()::text AS id) AS fresh`);
}

const mayWrite = (to: string) => inTransaction((tx) => mayWriteTo(tx, to), { at: NOON });

test('three an hour', async () => {
  for (const minutes of [59, 30, 1]) {
    expect(await mayWrite('jo@example.com')).toBe(true);
    await wrote('jo@example.com', minutesAgo(minutes));
  }
  expect(await mayWrite('jo@example.com')).toBe(false);
  expect(await mayWrite('eve@example.com')).toBe(true);
});

test('an hour later again, to the minute', async () => {
  for (const minutes of [60, 30, 1]) await wrote('jo@example.com', minutesAgo(minutes));
  expect(await mayWrite('jo@example.com')).toBe(true);
});

test('ten a day', async () => {
  for (let index = 1; index <= 10; index += 1) await wrote('jo@example.com', minutesAgo(index * 120));
  expect(await mayWrite('jo@example.com')).toBe(false);
  await db.execute(
    sql`UPDATE email SET created_at = ${minutesAgo(24 * 60)}::timestamptz WHERE created_at = (SELECT min(created_at) FROM email)`,
  );
  expect(await mayWrite('jo@example.com')).toBe(true);
});

test('one mailbox, however it is spelt', async () => {
  for (const spelling of ['j.o@gmail.com', 'jo+1@googlemail.com', 'JO+two@GMAIL.com'])
    await wrote(spelling, minutesAgo(5));
  expect(await mayWrite('jo@gmail.com')).toBe(false);
  expect(await mayWrite('jo@example.com')).toBe(true);
});

test('other messages do not count', async () => {
  for (let index = 0; index < 5; index += 1) await wrote('jo@example.com', minutesAgo(1), 'ticket-pending');
  expect(await mayWrite('jo@example.com')).toBe(true);
});

test('200 requests at once, by 200 users: three are let through', async () => {
  const request = () =>
    inTransaction(async (tx) => {
      const may = await mayWriteTo(tx, 'victim@example.com');
      if (may) {
        await tx.execute(sql`INSERT INTO email (key, template, props, locale, to_address, message_id, created_at)
          SELECT id, 'validate-address', '{}', 'en', 'victim@example.com', id, ${tx.now}::timestamptz FROM (SELECT gen_random_uuid()::text AS id) AS fresh`);
      }
      return may;
    });
  const answers = [];
  for (let round = 0; round < 20; round += 1) answers.push(...(await Promise.all(Array.from({ length: 10 }, request))));
  expect(answers.filter(Boolean)).toHaveLength(3);
});

const mayAnswerJo = () =>
  inTransaction((tx) => mayAnswer(tx, { address: 'jo@example.com', template: 'reply-kept', ticketId: null }), {
    at: NOON,
  });

test.each([
  [-1, false],
  [0, true],
])('the same answer about one ticket once in a day, to the millisecond (%i ms)', async (shift, may) => {
  await wrote('jo@example.com', new Date(NOON.getTime() - 24 * 3_600_000 - shift), 'reply-kept');
  expect(await mayAnswerJo()).toBe(may);
});

test.each([
  [-1, false],
  [0, true],
])('three answers to one address within three hours, whatever they are (%i ms)', async (shift, may) => {
  const first = new Date(NOON.getTime() - 3 * 3_600_000 - shift);
  await wrote('jo@example.com', first, 'mail-instructions');
  await wrote('jo@example.com', minutesAgo(30), 'escalation-received');
  await wrote('jo@example.com', minutesAgo(1), 'escalation-received');
  expect(await mayAnswerJo()).toBe(may);
});

test('three are sent again in an hour, and an hour after the first another', async () => {
  const again = async (at: Date) => {
    await wrote('jo@example.com', at, 'ticket-denied');
    await db.execute(sql`UPDATE email SET key = key || ':resend:1' WHERE key NOT LIKE '%:resend:%'`);
  };
  const mayResend = () => inTransaction((tx) => mayResendTo(tx, 'jo@example.com'), { at: NOON });
  for (const minutes of [59, 30, 1]) await again(minutesAgo(minutes));
  expect(await mayResend()).toBe(false);
  await db.execute(sql`UPDATE email SET created_at = ${minutesAgo(60)} WHERE created_at = ${minutesAgo(59)}`);
  expect(await mayResend()).toBe(true);
});

test('the database and the rule agree on what one mailbox is', async () => {
  for (const address of [
    'Jo.E+x+y@GMail.com',
    'jo.e@googlemail.com',
    'Jo.E+x@Example.com',
    "o'neil=x~y@a-b.example",
    'a@b.co',
  ]) {
    const [row] = await db.query<{ mailbox: string }>(sql`SELECT mailbox_of(${address}) AS mailbox`);
    expect(row!.mailbox).toBe(mailboxOf(address));
  }
});

test('an index answers', async () => {
  await db.execute(sql`SET enable_seqscan = off`);
  const plan = await db.query(sql`EXPLAIN SELECT count(*) FROM email
    WHERE template = 'validate-address' AND mailbox_of(to_address) = 'jo@example.com' AND created_at > now() - interval '1 day'`);
  expect(JSON.stringify(plan)).toContain('email_validation_mails');
});
