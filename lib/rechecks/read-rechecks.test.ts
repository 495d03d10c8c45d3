/** What an agent reads of a ticket that is or was with its advertiser. */
import { expect, test } from 'vitest';
import { DAY } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent, versionOf } from '@/e2e/support/desk';
import { anAdvertiser, anEscalatedTicket, NOW, type Subject, weeksPass } from '@/e2e/support/recheck-scene';
import { db, sql } from '@/lib/foundation/db';
import { addRecheckMessage } from '@/lib/rechecks/add-recheck-message';
import { answerClaim } from '@/lib/rechecks/answer-claim';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { readRechecks } from '@/lib/rechecks/read-rechecks';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { withdrawClaim } from '@/lib/rechecks/withdraw-claim';

await freshDatabase();

const agentId = await anAgent('Noor');

async function read({ number, cast }: Subject, now = NOW) {
  const [ticket] = await db.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
  return readRechecks({ id: ticket!.id, advertiserId: cast.advertiserId }, { now });
}

async function ask({ number }: Subject): Promise<void> {
  const actor = { kind: 'AGENT' as const, id: agentId };
  await askAdvertiser({ numbers: [number], question: 'Do you see it?', actor }, { at: NOW });
  await walkRequests({ at: NOW });
}

test('before it was asked: by when it would have to be answered, and no clock rests', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  const { rechecks, ifAsked, resting } = await read(ticket);
  expect(rechecks).toEqual([]);
  expect(resting).toBeNull();
  expect(ifAsked.sendsAt).toEqual(NOW);
  await ask(ticket);
  expect((await read(ticket)).rechecks[0]).toMatchObject({ targetAt: ifAsked.targetAt, breachAt: ifAsked.breachAt });
});

test('asked: who asked what, both clocks, the letter, its link, and what was said', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask(ticket);
  await addRecheckMessage({ number: ticket.number, body: 'It is the Pixel.', agentId }, { at: NOW });
  const { rechecks, resting } = await read(ticket);
  expect(rechecks).toHaveLength(1);
  expect(rechecks[0]).toMatchObject({
    status: 'ASKED',
    askedBy: 'Noor',
    question: 'Do you see it?',
    day: 1,
    claims: 1,
    nextStep: 'remind-3',
    late: false,
    link: { no: 1, revokedAt: null, openedAt: null },
    letters: [{ template: 'recheck-asked' }],
    messages: [{ author: 'AGENT', name: 'Noor', body: 'It is the Pixel.' }],
  });
  expect(resting!.since).toEqual(NOW);
});

test('where the claims of a day are gathered, nothing is sent yet', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser({ gather: true }));
  await ask(ticket);
  const [recheck] = (await read(ticket)).rechecks;
  expect(recheck).toMatchObject({ sentAt: null, letters: [], nextStep: 'send' });
  expect(recheck!.startsAt.getTime()).toBeGreaterThan(NOW.getTime());
});

test('taken back and asked again: the latest first, and the day of the first stands still', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask(ticket);
  await withdrawClaim({ number: ticket.number, version: await versionOf(ticket.number), agentId }, { at: NOW });
  const later = new Date(NOW.getTime() + DAY);
  const actor = { kind: 'AGENT' as const, id: agentId };
  await askAdvertiser({ numbers: [ticket.number], question: null, actor }, { at: later });
  const { rechecks } = await read(ticket, new Date(NOW.getTime() + 30 * DAY));
  expect(rechecks.map(({ status }) => status)).toEqual(['ASKED', 'WITHDRAWN']);
  expect(rechecks[1]!.day).toBe(1);
});

test('an answer after the deadline is shown as late', async () => {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask(ticket);
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  const given = { number: ticket.number, answer: 'need-more' as const, reason: null, words: 'Which?', by: 'Ada' };
  await answerClaim({ advertiserId: ticket.cast.advertiserId }, given, { at: new Date(NOW.getTime() + 41 * DAY) });
  expect((await read(ticket)).rechecks[0]).toMatchObject({ status: 'EXPIRED', answer: 'need-more', late: true });
});
