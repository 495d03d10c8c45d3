import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aUser, codeOf, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { decideTicket } from '@/lib/tickets/decide-ticket';
import { openAppeal } from '@/lib/tickets/open-appeal';
import { validateByCode } from '@/lib/tickets/validate-email';

await freshDatabase();
const cast = await aCast();
const words = () => ({
  email: `${randomUUID().slice(0, 8)}@example.com`,
  description: 'My brother plays on the same tablet.',
  locale: 'en',
});

async function aBannedUser(): Promise<string> {
  const userId = await aUser(cast);
  await aClick(userId, await anOffer(cast));
  await db.execute(
    sql`UPDATE end_user SET banned_at = now() - interval '1 day', ban_reason = 'DUPE_COOKIE' WHERE id = ${userId}::uuid`,
  );
  return userId;
}

async function anAppeal(): Promise<{ userId: string; number: string }> {
  const userId = await aBannedUser();
  const opened = await openAppeal(userId, words());
  if (isRefusal(opened)) throw new Error(opened.message);
  await validateByCode(userId, opened.number, await codeOf(opened.number));
  return { userId, number: opened.number };
}

const isBanned = async (userId: string) =>
  (
    await db.query<{ banned: boolean }>(
      sql`SELECT banned_at IS NOT NULL AS banned FROM end_user WHERE id = ${userId}::uuid`,
    )
  )[0]!.banned;

const rule = async (number: string, outcome: 'approve' | 'deny', note: string | null = null) =>
  decideTicket({
    number,
    outcome,
    reason: 'appeal',
    note,
    version: (await ticketState(number)).version,
    actor: { kind: 'API', id: 'test' },
  });

test('only a banned user can appeal, and once', async () => {
  expect(await openAppeal(await aUser(cast), words())).toMatchObject({ refused: 'not-allowed' });
  const { userId, number } = await anAppeal();
  expect(await openAppeal(userId, words())).toMatchObject({ refused: 'ticket-exists', details: { number } });
});

test('the automation never touches an appeal', async () => {
  const { number } = await anAppeal();
  expect(await decideDueTickets()).toEqual({ approved: 0, denied: 0, held: 0, left: 0 });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
});

test('an approved appeal lifts the ban and says so', async () => {
  const { userId, number } = await anAppeal();
  expect(await rule(number, 'approve')).toMatchObject({ status: 'APPROVED' });
  expect(await isBanned(userId)).toBe(false);
  expect(await emailKeys(number)).toEqual(['validate-address', 'appeal-received', 'appeal-decided']);
});

test('a denied appeal leaves the ban, with the agent’s words', async () => {
  const { userId, number } = await anAppeal();
  await rule(number, 'deny', 'Nine accounts used one device.');
  expect(await isBanned(userId)).toBe(true);
  const [letter] = await db.query<{ props: object }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND m.template = 'appeal-decided'`);
  expect(letter!.props).toMatchObject({ lifted: false, detail: 'Nine accounts used one device.' });
});
