/** E-mails that did not arrive: sent again once, under a new promise, and never to an address on the list. */

import { beforeAll, expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, type Cast, DAY, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent, eventsOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { auditedAddress } from '@/lib/outbox/erased-users';
import { addSuppression, clearSuppression, countMissed, listSuppressions } from '@/lib/outbox/suppressions';
import { isRefusal } from '@/lib/rules/refusal';
import { sendAgain, sendAgainTo } from '@/lib/tickets/send-again';

await freshDatabase();

const NOW = new Date();
let cast: Cast;
let agentId: string;

beforeAll(async () => {
  cast = await aCast();
  agentId = await anAgent('Agnes');
});

type Failed = { number: string; address: string; emailId: string };

/** A ticket whose confirmation came back. */
async function aFailedLetter(status = 'FAILED', reason = '450 4.2.2 full'): Promise<Failed> {
  const [offer, user] = [await anOffer(cast), await aUser(cast)];
  const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
  const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
  const [letter] = await db.query<{ emailId: string; address: string }>(sql`
    UPDATE email SET status = ${status}, failed_at = ${NOW}, last_reason = ${reason}, next_at = NULL
     WHERE template = 'ticket-received' AND ticket_id = (SELECT id FROM ticket WHERE number = ${number})
     RETURNING id AS email_id, to_address AS address`);
  return { number, ...letter! };
}

type Row = { key: string; status: string; props: unknown; resentAt: Date | null; messageId: string };

async function letters(number: string): Promise<Row[]> {
  return db.query(sql`
    SELECT key, status, props, resent_at, message_id FROM email
     WHERE template = 'ticket-received' AND ticket_id = (SELECT id FROM ticket WHERE number = ${number}) ORDER BY created_at`);
}

async function problems(number: string): Promise<number> {
  return (
    await db.query(
      sql`SELECT FROM delivery_problem WHERE ticket_id = (SELECT id FROM ticket WHERE number = ${number}) AND emails > 0`,
    )
  ).length;
}

test('sent again: the same content under a new promise, and the ticket is no delivery problem any more', async () => {
  const { number, emailId } = await aFailedLetter();
  expect(await problems(number)).toBe(1);
  expect(await sendAgain({ number, emailId, agentId }, { at: NOW })).toEqual({ number });
  const [first, again] = await letters(number);
  expect(again).toMatchObject({ key: `${first!.key}:resend:1`, status: 'PENDING', props: first!.props });
  expect(again!.messageId).not.toBe(first!.messageId);
  expect(first).toMatchObject({ status: 'FAILED', resentAt: NOW });
  expect(await problems(number)).toBe(0);
  expect((await eventsOf(number)).map(({ kind }) => kind)).toContain('mail-sent-again');
});

test('pressed twice at once: one goes out', async () => {
  const { number, emailId } = await aFailedLetter();
  const answers = await Promise.all([1, 2].map(() => sendAgain({ number, emailId, agentId })));
  expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(['conflict']);
  expect(await letters(number)).toHaveLength(2);
});

test('what failed again can be sent a second time, with the next number', async () => {
  const { number, emailId } = await aFailedLetter();
  await sendAgain({ number, emailId, agentId });
  const [again] = await db.query<{ id: string }>(sql`
    UPDATE email SET status = 'FAILED', failed_at = ${NOW}, next_at = NULL
     WHERE key LIKE '%:resend:1' AND ticket_id = (SELECT id FROM ticket WHERE number = ${number}) RETURNING id`);
  expect(await sendAgain({ number, emailId: again!.id, agentId })).toEqual({ number });
  expect((await letters(number)).map(({ key }) => key).at(-1)).toMatch(/:resend:2$/);
});

test.each([['SENT'], ['PENDING']])('what is %s is not sent again', async (status) => {
  const { number, emailId } = await aFailedLetter(status);
  expect(await sendAgain({ number, emailId, agentId })).toMatchObject({ refused: 'conflict' });
  expect(await letters(number)).toHaveLength(1);
});

test("another ticket's e-mail is not there", async () => {
  const [one, other] = [await aFailedLetter(), await aFailedLetter()];
  expect(await sendAgain({ number: one.number, emailId: other.emailId, agentId })).toMatchObject({
    refused: 'not-found',
  });
});

test('nothing goes to an address on the list until it is cleared; then what it missed is offered and sent', async () => {
  const { number, emailId, address } = await aFailedLetter('CANCELLED', 'suppressed');
  expect(await addSuppression({ address, reason: 'asked by phone', agentId })).toEqual({ address });
  expect(await addSuppression({ address, reason: 'again', agentId })).toMatchObject({ refused: 'conflict' });
  expect(await sendAgain({ number, emailId, agentId })).toMatchObject({ refused: 'conflict' });
  expect((await listSuppressions(address.slice(0, 8).toUpperCase(), '')).shown).toEqual([
    expect.objectContaining({ address, reason: 'asked by phone', addedBy: 'Agnes', missed: 1 }),
  ]);

  expect(await clearSuppression({ address, agentId })).toEqual({ address });
  expect(await clearSuppression({ address, agentId })).toMatchObject({ refused: 'conflict' });
  expect(await countMissed(address)).toBe(1);
  expect(await sendAgainTo({ address, agentId })).toEqual({ sent: 1, left: 0 });
  expect(await countMissed(address)).toBe(0);
  const trail = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${auditedAddress(address)} ORDER BY at, id`,
  );
  expect(trail.map(({ action }) => action)).toEqual(['suppress-address', 'clear-address']);
});

test('three in an hour to one address, the fourth an hour after the first', async () => {
  const failed = [];
  for (let n = 0; n < 4; n += 1) failed.push(await aFailedLetter());
  const address = failed[0]!.address;
  await db.execute(sql`
    UPDATE email SET to_address = ${address} WHERE id = ANY(${failed.map(({ emailId }) => emailId)}::uuid[])`);
  for (const { number, emailId } of failed.slice(0, 3)) {
    expect(await sendAgain({ number, emailId, agentId }, { at: NOW })).toEqual({ number });
  }
  const { number, emailId } = failed[3]!;
  const almost = { at: new Date(NOW.getTime() + HOUR - 1) };
  expect(await sendAgain({ number, emailId, agentId }, almost)).toMatchObject({ refused: 'too-many' });
  expect(await sendAgain({ number, emailId, agentId }, { at: new Date(NOW.getTime() + HOUR) })).toEqual({ number });
});

test.each([
  ['no-address', 'x', 'address'],
  ['jo@example.com', '  ', 'reason'],
])('the list takes %o because of %o: not without %s', async (address, reason, field) => {
  expect(await addSuppression({ address, reason, agentId })).toMatchObject({
    refused: 'malformed',
    fields: { [field]: expect.any(String) },
  });
});

test('every page of the list once', async () => {
  await db.execute(sql`
    INSERT INTO suppression (address, reason, created_at)
    SELECT 'page-' || lpad(n::text, 3, '0') || '@many.example', 'x', ${NOW} FROM generate_series(1, 120) n`);
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = await listSuppressions('@many.example', after);
    seen.push(...page.shown.map(({ address }) => address));
    after = page.next;
  }
  expect(new Set(seen).size).toBe(120);
  expect(seen).toHaveLength(120);
});
