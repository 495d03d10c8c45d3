import { afterEach, expect, test } from 'vitest';
import {
  aCast,
  aClick,
  anOffer,
  aTicket,
  aUser,
  count,
  DAY,
  DESCRIPTION,
  emailKeys,
  HOUR,
  ticketState,
} from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { brokenPromises } from '@/lib/reports/invariants';
import { isRefusal } from '@/lib/rules/refusal';
import { openTicket } from '@/lib/tickets/open-ticket';
import { submitRegisteredTickets } from '@/lib/tickets/queue-tickets';
import { readForm } from '@/lib/tickets/read-form';

await freshDatabase();
const cast = await aCast();
afterEach(async () => expect(await brokenPromises()).toEqual([]));

const form = (click: string, more: object = {}) => ({
  click,
  tasks: [],
  email: 'jo@example.com',
  description: DESCRIPTION,
  answers: {},
  ...more,
});
const asUser = (userId: string) => ({ userId, locale: 'en', source: 'USER' as const });

/** The database's clock decides: the boundary is met to the millisecond by opening at an exact instant after the click. */
async function openAfter(ms: number) {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast), { at: new Date('2026-03-28T12:00:00.000Z') });
  const at = new Date(new Date('2026-03-28T12:00:00.000Z').getTime() + ms);
  return openTicket(form(click), asUser(userId), { at });
}

test.each([
  [DAY - 1, 'AWAITING_24H'],
  [DAY, 'AWAITING_EMAIL'],
  [60 * DAY - 1, 'AWAITING_EMAIL'],
])('a ticket opened %i ms after the first click is %s', async (ms, status) => {
  expect(await openAfter(ms)).toMatchObject({ status });
});

test('from exactly 60 days on no ticket can be opened', async () => {
  expect(await openAfter(60 * DAY)).toMatchObject({ refused: 'too-late' });
});

test('the 24 hours end by the clock of the database, whatever clock this process has', async () => {
  const userId = await aUser(cast);
  const offer = await anOffer(cast);
  const statuses = await inTransaction(async (tx) => {
    const early = await aClick(userId, offer, { at: new Date(tx.now.getTime() - DAY + 60_000) });
    return openTicket(form(early), asUser(userId));
  });
  expect(statuses).toMatchObject({ status: 'AWAITING_24H' });
});

test('the window starts with the first click on the title, not with the latest', async () => {
  const userId = await aUser(cast);
  const offer = await anOffer(cast);
  await aClick(userId, offer, { ago: 3 * DAY });
  const latest = await aClick(userId, offer, { ago: HOUR });
  expect(await openTicket(form(latest), asUser(userId))).toMatchObject({ status: 'AWAITING_EMAIL' });
});

test('a second ticket for the same title is refused and names the first', async () => {
  const userId = await aUser(cast);
  const title = 'Farm Days';
  const first = await aTicket(userId, await aClick(userId, await anOffer(cast, { title })));
  const again = await aClick(userId, await anOffer(cast, { title: ' farm  DAYS ' }));
  const refused = await openTicket(form(again), asUser(userId));
  expect(refused).toMatchObject({ refused: 'ticket-exists', details: { number: first.number } });
});

test('twenty submits at once make one ticket', async () => {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast));
  const before = await count('ticket');
  const answers = await Promise.all(Array.from({ length: 20 }, () => openTicket(form(click), asUser(userId))));
  expect(await count('ticket')).toBe(before + 1);
  const numbers = answers.map((answer) => (isRefusal(answer) ? answer.details?.number : answer.number));
  expect(new Set(numbers).size).toBe(1);
});

test('somebody else’s click is unknown', async () => {
  const click = await aClick(await aUser(cast), await anOffer(cast));
  expect(await openTicket(form(click), asUser(await aUser(cast)))).toMatchObject({ refused: 'unknown-click' });
});

test('of several steps the missing one must be named, and only those of the offer', async () => {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast, { tasks: [{ key: 'install' }, { key: 'level-10' }] }));
  expect(await openTicket(form(click), asUser(userId))).toMatchObject({
    refused: 'malformed',
    fields: { tasks: 'required' },
  });
  expect(await openTicket(form(click, { tasks: ['level-99'] }), asUser(userId))).toMatchObject({
    refused: 'malformed',
  });
  expect(await openTicket(form(click, { tasks: ['level-10'] }), asUser(userId))).toMatchObject({
    status: 'AWAITING_EMAIL',
  });
});

test('the offer’s own questions must be answered, and no others', async () => {
  const userId = await aUser(cast);
  const questions = [{ key: 'player', label: 'Player id', required: true }];
  const click = await aClick(userId, await anOffer(cast, { questions }));
  expect(await openTicket(form(click), asUser(userId))).toMatchObject({ fields: { 'answers.player': 'required' } });
  const strange = form(click, { answers: { player: 'p1', admin: 'yes' } });
  expect(await openTicket(strange, asUser(userId))).toMatchObject({ fields: { 'answers.admin': 'unknown' } });
  expect(await openTicket(form(click, { answers: { player: 'p1' } }), asUser(userId))).toHaveProperty('number');
});

test('a banned user can open no ticket', async () => {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast));
  await db.execute(sql`UPDATE end_user SET banned_at = now(), ban_reason = 'fraud' WHERE id = ${userId}::uuid`);
  expect(await openTicket(form(click), asUser(userId))).toMatchObject({ refused: 'user-banned' });
});

test('the tenth ticket of a day is opened, the eleventh is not', async () => {
  const userId = await aUser(cast);
  for (let n = 0; n < 10; n += 1)
    await aTicket(userId, await aClick(userId, await anOffer(cast)), { validated: false });
  const eleventh = await openTicket(form(await aClick(userId, await anOffer(cast))), asUser(userId));
  expect(eleventh).toMatchObject({ refused: 'too-many' });
});

test('a registered ticket submits itself at 24 hours, and waits for the address if that is not proved yet', async () => {
  const now = new Date('2026-05-01T10:00:00.000Z');
  const open = async (validated: boolean) => {
    const userId = await aUser(cast);
    const click = await aClick(userId, await anOffer(cast), { at: now });
    return aTicket(userId, click, { validated, at: new Date(now.getTime() + HOUR) });
  };
  const [proved, unproved] = [await open(true), await open(false)];
  await submitRegisteredTickets({ at: new Date(now.getTime() + DAY - 1) });
  expect(await ticketState(proved.number)).toMatchObject({ status: 'AWAITING_24H' });
  await submitRegisteredTickets({ at: new Date(now.getTime() + DAY) });
  expect(await ticketState(proved.number)).toMatchObject({ status: 'OPEN' });
  expect(await ticketState(unproved.number)).toMatchObject({ status: 'AWAITING_EMAIL' });
  expect(await emailKeys(proved.number)).toEqual(['validate-address', 'ticket-received']);
});

test('an address that this user has proved before needs no second proof', async () => {
  const userId = await aUser(cast);
  await aTicket(userId, await aClick(userId, await anOffer(cast)), { email: 'known@example.com' });
  const second = await aTicket(userId, await aClick(userId, await anOffer(cast)), {
    email: 'known@example.com',
    validated: false,
  });
  expect(second.status).toBe('OPEN');
  expect(await emailKeys(second.number)).toEqual(['ticket-received']);
});

test('the form of an offer offers the steps that no ticket has claimed, and is refused when none is left', async () => {
  const userId = await aUser(cast);
  const click = await aClick(userId, await anOffer(cast, { tasks: [{ key: 'install' }, { key: 'level-10' }] }));
  await aTicket(userId, click, { tasks: ['install'], validated: false });
  expect(await readForm(userId, click, new Date())).toMatchObject({ steps: [{ key: 'level-10' }] });
  const { number } = await aTicket(userId, click, { tasks: ['level-10'], validated: false });
  expect(await readForm(userId, click, new Date())).toMatchObject({ refused: 'ticket-exists', details: { number } });
});
