/** The whole of a re-check, by its use cases and a clock that is passed in (R21). */
import { expect, test } from 'vitest';
import { aCast, confirm, DAY, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAdvertiser, anEscalatedTicket, letters, NOW, type Subject, weeksPass } from '@/e2e/support/recheck-scene';
import { db, sql } from '@/lib/foundation/db';
import { matchWaiting } from '@/lib/postbacks/match-confirmation';
import { answerClaim, type ClaimAnswer } from '@/lib/rechecks/answer-claim';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { walkRequests } from '@/lib/rechecks/walk-requests';

await freshDatabase();

const AGENT = { kind: 'AUTO' as const, id: null };

const ask = (numbers: string[], at = NOW) => askAdvertiser({ numbers, question: null, actor: AGENT }, { at });

function answer({ number, cast }: Subject, given: Partial<ClaimAnswer> = {}, at = NOW) {
  const whole = { number, answer: 'eligible' as const, reason: null, words: null, by: 'Ada', ...given };
  return answerClaim({ advertiserId: cast.advertiserId }, whole, { at });
}

test('eligible: the claim becomes a confirmation, and the ticket is approved and paid', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  expect(await ask([ticket.number])).toEqual({ asked: [ticket.number], left: [] });
  expect((await ticketState(ticket.number)).status).toBe('WITH_ADVERTISER');
  await walkRequests({ at: NOW });
  expect(await letters(ticket)).toEqual(['recheck-asked']);
  expect(await answer(ticket)).toEqual({ outcome: 'recorded' });
  await matchWaiting();
  expect(await ticketState(ticket.number)).toMatchObject({ status: 'APPROVED', round: 2 });
  expect(await emailKeys(ticket.number)).toContain('ticket-approved');
});

test('the same answer again is a duplicate, another one is refused', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  await answer(ticket);
  expect(await answer(ticket)).toEqual({ outcome: 'duplicate' });
  expect(await answer(ticket, { answer: 'not-eligible', reason: 'fraud' })).toMatchObject({ refused: 'conflict' });
});

test('two answers at once: one counts', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  const both = await Promise.all([answer(ticket), answer(ticket, { answer: 'not-eligible', reason: 'no-install' })]);
  expect(both.filter((one) => 'outcome' in one && one.outcome === 'recorded')).toHaveLength(1);
});

test('not eligible is the final denial, in the words that can be said', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  await answer(ticket, { answer: 'not-eligible', reason: 'no-install' });
  expect(await ticketState(ticket.number)).toMatchObject({ status: 'DENIED', round: 2 });
  const [email] = await db.query<{ props: Record<string, unknown> }>(sql`
    SELECT e.props FROM email e JOIN ticket t ON t.id = e.ticket_id
     WHERE t.number = ${ticket.number} AND e.template = 'ticket-denied' ORDER BY e.created_at DESC, e.id DESC LIMIT 1`);
  expect(email!.props).toMatchObject({ reason: 'rejected', detail: 'RECHECK_NO_INSTALL' });
  expect(email!.props.contestUntil).toBeUndefined();
});

test.each([
  ['eligible', {}],
  ['not eligible', { answer: 'not-eligible' as const, reason: 'no-install' as const }],
])('%s above the limit goes back to an agent', async (_, given) => {
  const ticket = await anEscalatedTicket(await anAdvertiser(), 12_000_000n);
  await ask([ticket.number]);
  await answer(ticket, given);
  await matchWaiting();
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
});

test('need more goes back to an agent, who can ask again', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  expect(await answer(ticket, { answer: 'need-more' })).toMatchObject({ refused: 'malformed' });
  await answer(ticket, { answer: 'need-more', words: 'Which device?' });
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
  expect((await ask([ticket.number])).asked).toEqual([ticket.number]);
});

test('reminders on days 3, 7 and 10, a word above on day 12, and then an agent has it', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  expect(await letters(ticket)).toEqual([
    'recheck-asked',
    'recheck-reminder',
    'recheck-reminder',
    'recheck-reminder',
    'recheck-overdue',
  ]);
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
  expect((await emailKeys(ticket.number)).filter((name) => name === 'with-advertiser')).toHaveLength(2);
});

test('where silence counts as a yes, the deadline pays', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser({ policy: 'approve' }));
  await ask([ticket.number]);
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  await matchWaiting();
  expect((await ticketState(ticket.number)).status).toBe('APPROVED');
});

test('an answer after the deadline is kept; a yes still pays', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  expect(await answer(ticket)).toEqual({ outcome: 'late' });
  await matchWaiting();
  expect((await ticketState(ticket.number)).status).toBe('APPROVED');
});

test('a postback meanwhile settles the claim by itself, and nobody is reminded any more', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask([ticket.number]);
  await walkRequests({ at: NOW });
  await confirm(ticket.cast, ticket.click);
  expect((await ticketState(ticket.number)).status).toBe('APPROVED');
  expect(
    await db.query(sql`SELECT FROM recheck r JOIN ticket t ON t.id = r.ticket_id
    WHERE t.number = ${ticket.number} AND r.status = 'SETTLED'`),
  ).toHaveLength(1);
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  expect(await letters(ticket)).toEqual(['recheck-asked']);
});

test('a postback for a claim above the limit brings it back to an agent', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser(), 12_000_000n);
  await ask([ticket.number]);
  await confirm(ticket.cast, ticket.click);
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
});

test('claims of one order are one letter, and where they are gathered those of a day are', async () => {
  const cast = await anAdvertiser({ gather: true });
  const [one, two, three] = [
    await anEscalatedTicket(cast),
    await anEscalatedTicket(cast),
    await anEscalatedTicket(cast),
  ];
  await ask([one.number, two.number]);
  await ask([three.number], new Date(NOW.getTime() + 1_000));
  await weeksPass(new Date(NOW.getTime() + 5 * DAY));
  expect((await letters(one)).filter((name) => name === 'recheck-asked')).toHaveLength(1);
});

test('a claim that cannot be asked is left, with the reason, and stops no other', async () => {
  const [good, bare] = [await anEscalatedTicket(await anAdvertiser()), await anEscalatedTicket(await aCast())];
  const result = await ask([good.number, bare.number, 'MG-0000-0000']);
  expect(result.asked).toEqual([good.number]);
  expect(result.left.map(({ number, refusal }) => [number, refusal.refused])).toEqual([
    [bare.number, 'conflict'],
    ['MG-0000-0000', 'not-found'],
  ]);
});

test('the claims of one letter are not there for the link of another', async () => {
  const [mine, theirs] = [await anEscalatedTicket(await anAdvertiser()), await anEscalatedTicket(await anAdvertiser())];
  await ask([mine.number]);
  await ask([theirs.number]);
  const [request] = await db.query<{ id: string }>(
    sql`SELECT id FROM recheck_request WHERE advertiser_id = ${mine.cast.advertiserId}::uuid`,
  );
  const given = { number: theirs.number, answer: 'eligible' as const, reason: null, words: null, by: 'Eve' };
  expect(await answerClaim({ requestId: request!.id }, given, { at: NOW })).toMatchObject({ refused: 'not-found' });
});
