/** A ticket with its advertiser as others see it: its user, an operator, and the agents' queues. */
import { expect, test } from 'vitest';
import { aClick, anOffer, aTicket, aUser, DAY, HOUR } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent, eventsOf, versionOf } from '@/e2e/support/desk';
import { anAdvertiser, anEscalatedTicket, NOW, type Subject, weeksPass } from '@/e2e/support/recheck-scene';
import { answerClaim } from '@/lib/rechecks/answer-claim';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { withdrawClaim } from '@/lib/rechecks/withdraw-claim';
import { addBusinessDays } from '@/lib/rules/business-days';
import type { Queue } from '@/lib/rules/queues';
import { isRefusal } from '@/lib/rules/refusal';
import { advertiserDay } from '@/lib/tickets/advertiser-wait';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { escalateTicket } from '@/lib/tickets/escalate-ticket';
import { listQueue } from '@/lib/tickets/list-queue';
import { readTicketForUser } from '@/lib/tickets/read-ticket';
import { readTicketForApi } from '@/lib/tickets/read-ticket-for-api';

await freshDatabase();

const agentId = await anAgent('Noor');
const UTC = { timeZone: 'UTC', holidays: [] };

async function anAskedTicket(): Promise<Subject> {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await askAdvertiser({ numbers: [ticket.number], question: null, actor: { kind: 'AGENT', id: agentId } }, { at: NOW });
  await walkRequests({ at: NOW });
  return ticket;
}

async function rowIn(queue: Queue, { number }: Subject, now = NOW) {
  const page = await listQueue({ queue, agentId, limit: 100 }, now);
  if (isRefusal(page)) throw new Error(page.message);
  return page.rows.find((row) => row.number === number);
}

test('its user sees the day, the date and what happens then', async () => {
  const ticket = await anAskedTicket();
  const fourth = addBusinessDays(NOW, 3, UTC);
  const [before, after] = await Promise.all(
    [new Date(fourth.getTime() - 1), fourth].map((now) => readTicketForUser(ticket.user, ticket.number, now)),
  );
  expect(before!.withAdvertiser).toMatchObject({ day: 3, of: 10, policy: 'stay-with-agent' });
  expect(after!.withAdvertiser).toMatchObject({ day: 4, targetAt: addBusinessDays(NOW, 10, UTC) });
  expect(after!.history.map(({ kind }) => kind)).toContain('recheck-asked');
});

test('what agent and advertiser say to each other is nothing the user can read', async () => {
  const ticket = await anAskedTicket();
  const given = {
    number: ticket.number,
    answer: 'need-more' as const,
    reason: null,
    words: 'Looks odd to us.',
    by: 'Ada',
  };
  await answerClaim({ advertiserId: ticket.cast.advertiserId }, given, { at: NOW });
  const seen = JSON.stringify((await readTicketForUser(ticket.user, ticket.number, NOW))!.messages);
  expect(seen).not.toContain('Looks odd');
});

test('an operator reads it too, and nothing when nobody is asked', async () => {
  const ticket = await anAskedTicket();
  expect(await readTicketForApi(ticket.number)).toMatchObject({
    status: 'WITH_ADVERTISER',
    withAdvertiser: { of: 10, askedAt: NOW.toISOString(), atDeadline: 'stay-with-agent' },
  });
  await withdrawClaim({ number: ticket.number, version: await versionOf(ticket.number), agentId }, { at: NOW });
  expect(await readTicketForApi(ticket.number)).toMatchObject({ status: 'ESCALATED', withAdvertiser: null });
});

test('the queue of what is with the advertiser fills, says how far it is, and empties into what was answered', async () => {
  const ticket = await anAskedTicket();
  const row = await rowIn('with-advertiser', ticket);
  expect(advertiserDay(row!.asked!, addBusinessDays(NOW, 3, UTC))).toBe(4);
  expect(await rowIn('answered', ticket)).toBeUndefined();
  const given = {
    number: ticket.number,
    answer: 'need-more' as const,
    reason: null,
    words: 'Which device?',
    by: 'Ada',
  };
  await answerClaim({ advertiserId: ticket.cast.advertiserId }, given, { at: NOW });
  expect(await rowIn('with-advertiser', ticket)).toBeUndefined();
  expect((await rowIn('answered', ticket))!.asked).toBeNull();
  const actor = { kind: 'AGENT' as const, id: agentId };
  await askAdvertiser({ numbers: [ticket.number], question: 'The Pixel.', actor }, { at: NOW });
  expect(await rowIn('answered', ticket)).toBeUndefined();
  expect(await rowIn('with-advertiser', ticket)).toBeDefined();
});

test('what nobody answered by the deadline leaves the queue, and a lead has it', async () => {
  const ticket = await anAskedTicket();
  const end = new Date(NOW.getTime() + 40 * DAY);
  await weeksPass(end);
  expect(await rowIn('with-advertiser', ticket, end)).toBeUndefined();
  expect(await rowIn('escalated', ticket, end)).toBeDefined();
});

test('why a denial is contested is kept with its event', async () => {
  const cast = await anAdvertiser();
  const user = await aUser(cast);
  const click = await aClick(user, await anOffer(cast), { at: new Date(NOW.getTime() - 3 * DAY) });
  const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
  await decideDueTickets({ at: NOW });
  await escalateTicket(user, number, { description: 'It was all in time.', reason: 'in-time' }, { at: NOW });
  const escalated = (await eventsOf(number)).find(({ kind }) => kind === 'escalated');
  expect(escalated!.data).toEqual({ reason: 'in-time' });
});
