import { expect, test } from 'vitest';
import { aCast, aClick, anOffer, aTicket, aUser, codeOf, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { validationToken } from '@/lib/outbox/links';
import { resendValidation, validateByCode, validateByToken } from '@/lib/tickets/validate-email';

await freshDatabase();
const cast = await aCast();

async function unproved() {
  const userId = await aUser(cast);
  const { number } = await aTicket(userId, await aClick(userId, await anOffer(cast)), { validated: false });
  return { userId, number };
}

async function tokenOf(number: string): Promise<string> {
  const [row] = await db.query<{ id: string }>(sql`
    SELECT v.id FROM email_validation v JOIN ticket t ON t.id = v.ticket_id WHERE t.number = ${number} ORDER BY v.created_at DESC LIMIT 1`);
  return validationToken(row!.id);
}

const wrong = (code: string) => (code === '123456' ? '654321' : '123456');
const later = (ms: number) => ({ at: new Date(Date.now() + ms) });

test('the code opens the ticket, and the clock starts', async () => {
  const { userId, number } = await unproved();
  expect(await validateByCode(userId, number, ` ${await codeOf(number)} `)).toMatchObject({ number, already: false });
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN' });
  expect(await emailKeys(number)).toEqual(['validate-address', 'ticket-received']);
});

test('four wrong codes are forgiven, after the fifth even the right one is refused', async () => {
  const [patient, hasty] = [await unproved(), await unproved()];
  const guess = async ({ userId, number }: typeof patient) =>
    validateByCode(userId, number, wrong(await codeOf(number)));
  for (const triesLeft of [4, 3, 2, 1])
    expect(await guess(patient)).toMatchObject({ refused: 'malformed', details: { triesLeft } });
  expect(await validateByCode(patient.userId, patient.number, await codeOf(patient.number))).toMatchObject({
    already: false,
  });
  for (let n = 0; n < 5; n += 1) await guess(hasty);
  expect(await validateByCode(hasty.userId, hasty.number, await codeOf(hasty.number))).toMatchObject({
    refused: 'too-many',
  });
});

test('five tries are five, also when they come at once', async () => {
  const { userId, number } = await unproved();
  const code = wrong(await codeOf(number));
  const answers = await Promise.all(Array.from({ length: 12 }, () => validateByCode(userId, number, code)));
  expect(answers.filter((answer) => 'refused' in answer && answer.refused === 'malformed')).toHaveLength(5);
});

test('the link works once and says so when it is pressed again', async () => {
  const { number } = await unproved();
  const token = await tokenOf(number);
  expect(await validateByToken(token)).toMatchObject({ number, already: false });
  expect(await validateByToken(token)).toMatchObject({ number, already: true });
});

test('the link lives 24 hours', async () => {
  const [inTime, late] = [await unproved(), await unproved()];
  expect(await validateByToken(await tokenOf(inTime.number), later(24 * 3600_000 - 60_000))).toHaveProperty('number');
  expect(await validateByToken(await tokenOf(late.number), later(24 * 3600_000 + 1))).toMatchObject({
    refused: 'link-not-valid',
  });
});

test('resending waits a minute, and the newest link wins', async () => {
  const { userId, number } = await unproved();
  const old = await tokenOf(number);
  expect(await resendValidation(userId, number, later(30_000))).toMatchObject({ refused: 'too-many' });
  expect(await resendValidation(userId, number, later(61_000))).toBeNull();
  expect(await validateByToken(old)).toMatchObject({ refused: 'link-not-valid' });
  expect(await validateByToken(await tokenOf(number))).toMatchObject({ number });
});

test('an unknown token and a ticket of somebody else are refused alike', async () => {
  const { number } = await unproved();
  expect(await validateByToken('x'.repeat(43))).toMatchObject({ refused: 'link-not-valid' });
  expect(await validateByCode(await aUser(cast), number, '000000')).toMatchObject({ refused: 'link-not-valid' });
});
