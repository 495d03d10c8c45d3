import { expect, test } from 'vitest';
import { aCast, aTicket, confirm, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, versionOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { addNote } from '@/lib/tickets/add-note';
import { correctStep } from '@/lib/tickets/correct-step';
import { linkDuplicate, unlinkDuplicate } from '@/lib/tickets/link-duplicate';
import { mergeTickets } from '@/lib/tickets/merge-tickets';
import { openTicket } from '@/lib/tickets/open-ticket';

await freshDatabase();
const cast = await aCast();
const ada = await anAgent('Ada');
const STEPS = [
  { key: 'level-5', name: 'Level 5', rewardAmount: 500n },
  { key: 'level-10', name: 'Level 10', rewardAmount: 1000n },
  { key: 'level-20', name: 'Level 20', rewardAmount: 2000n },
];

/** Two tickets of one user about two steps of one offer. */
async function twoTickets() {
  const one = await aLargeTicket(cast, { tasks: STEPS, claimed: ['level-5'] });
  const { number: other } = await aTicket(one.userId, one.click, { tasks: ['level-10'] });
  return { ...one, other };
}

async function tasksOf(number: string): Promise<string[]> {
  const tasks = await db.query<{ task: string }>(sql`
    SELECT task_key || CASE WHEN live THEN '' ELSE ' (over)' END AS task
      FROM ticket_task tt JOIN ticket t ON t.id = tt.ticket_id WHERE t.number = ${number} ORDER BY task_key`);
  return tasks.map(({ task }) => task);
}

async function worthOf(number: string) {
  const [row] = await db.query(sql`SELECT value_micros, reward_total FROM ticket WHERE number = ${number}`);
  return row;
}

const link = async (number: string, other: string) =>
  linkDuplicate({ number, version: await versionOf(number), agentId: ada, other });
const unlink = async (number: string) => unlinkDuplicate({ number, version: await versionOf(number), agentId: ada });
const merge = async (number: string, into: string) =>
  mergeTickets({ number, version: await versionOf(number), agentId: ada, into });
const correct = async (number: string, from: string, to: string) =>
  correctStep({ number, version: await versionOf(number), agentId: ada, from, to });

test('a duplicate is closed with a reference, the user is told the number that goes on, and both tell of it', async () => {
  const { number, other } = await twoTickets();
  expect(isRefusal(await link(number, other))).toBe(false);
  expect(await ticketState(number)).toMatchObject({ status: 'CLOSED', closedReason: 'duplicate' });
  expect(await tasksOf(number)).toEqual(['level-5 (over)']);
  const [letter] = await db.query<{ props: object }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id
     WHERE t.number = ${number} AND m.template = 'ticket-continued'`);
  expect(letter!.props).toMatchObject({ continuedAs: other });
  expect((await eventsOf(number)).at(-1)).toMatchObject({
    kind: 'linked-duplicate',
    data: { before: 'OPEN', after: other },
  });
  expect((await eventsOf(other)).at(-1)).toMatchObject({ kind: 'has-duplicate', data: { after: number } });
});

test('unlinked it is as it was, with a new deadline, and can be linked again', async () => {
  const { number, other } = await twoTickets();
  await link(number, other);
  expect(isRefusal(await unlink(number))).toBe(false);
  expect(await ticketState(number)).toMatchObject({ status: 'OPEN', closedReason: null });
  expect(await tasksOf(number)).toEqual(['level-5']);
  const [clock] = await db.query(sql`SELECT due_at FROM ticket WHERE number = ${number}`);
  expect(clock).toEqual({ dueAt: expect.any(Date) });
  expect(await unlink(number)).toMatchObject({ refused: 'conflict' });
  expect(isRefusal(await link(number, other))).toBe(false);
  expect((await emailKeys(number)).filter((template) => template === 'ticket-continued')).toHaveLength(2);
});

test('what the user has claimed anew meanwhile is not claimed twice by unlinking (R4)', async () => {
  const { number, other, userId, click } = await twoTickets();
  await link(number, other);
  const again = await aTicket(userId, click, { tasks: ['level-5'] });
  expect(await unlink(number)).toMatchObject({ refused: 'ticket-exists', details: { number: again.number } });
});

test('the number of somebody else’s ticket is not told', async () => {
  const [one, stranger] = [await aLargeTicket(cast), await aLargeTicket(cast)];
  expect(isRefusal(await link(one.number, stranger.number))).toBe(false);
  const [letter] = await db.query<{ props: object }>(sql`
    SELECT m.props FROM email m JOIN ticket t ON t.id = m.ticket_id
     WHERE t.number = ${one.number} AND m.template = 'ticket-continued'`);
  expect(letter!.props).not.toHaveProperty('continuedAs');
});

test('itself, nobody, another game, and what is closed itself are no tickets to go on with', async () => {
  const { number, other } = await twoTickets();
  expect(await link(number, number)).toMatchObject({ refused: 'malformed' });
  expect(await link(number, 'MG-0000-0000')).toMatchObject({ refused: 'not-found' });
  const elsewhere = await aLargeTicket(await aCast());
  expect(await link(number, elsewhere.number)).toMatchObject({ refused: 'conflict' });
  const third = await aLargeTicket(cast);
  await link(other, third.number);
  expect(await link(number, other)).toMatchObject({ refused: 'conflict' });
  expect(await link(other, number)).toMatchObject({ refused: 'conflict' });
});

test('linked to each other at once, one of the two goes on', async () => {
  const { number, other } = await twoTickets();
  const answers = await Promise.all([link(number, other), link(other, number)]);
  expect(answers.filter(isRefusal)).toHaveLength(1);
  const states = await Promise.all([ticketState(number), ticketState(other)]);
  expect(states.map(({ status }) => status).sort()).toEqual(['CLOSED', 'OPEN']);
});

test('merged, the one that goes on has the words, the pictures and the steps of both, and their worth', async () => {
  const { number, other, userId } = await twoTickets();
  await addNote({ number, body: 'Seen before. @Ada', agentId: await anAgent('Bob') });
  await db.execute(sql`
    INSERT INTO screenshot (user_id, ticket_id, storage_key, mime, width, height, bytes, pixel_hash, look_hash, name, created_at)
    SELECT ${userId}::uuid, id, ${`shot-${number}`}, 'image/webp', 100, 200, 5000, 'one', 1, 'level.webp', now()
      FROM ticket WHERE number = ${number}`);
  expect(await merge(number, other)).toMatchObject({ number: other });
  expect(await ticketState(number)).toMatchObject({ status: 'CLOSED', closedReason: 'merged' });
  expect(await tasksOf(other)).toEqual(['level-10', 'level-5']);
  expect(await tasksOf(number)).toEqual(['level-5 (over)']);
  expect(await worthOf(other)).toEqual({ valueMicros: 24_000_000n, rewardTotal: 1500n });
  const messages = await db.query<{ author: string }>(sql`
    SELECT m.author FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${other} ORDER BY m.at`);
  expect(messages.map(({ author }) => author)).toEqual(['USER', 'AGENT']);
  const shots = await db.query(sql`
    SELECT s.name FROM screenshot s JOIN ticket t ON t.id = s.ticket_id WHERE t.number = ${other}`);
  expect(shots).toEqual([{ name: 'level.webp' }]);
  expect((await eventsOf(other)).at(-1)).toMatchObject({ kind: 'merged', data: { after: number, steps: ['Level 5'] } });
  expect(await unlink(number)).toMatchObject({ refused: 'conflict' });
});

test('only tickets of one user about one offer that both wait are merged', async () => {
  const { number, other } = await twoTickets();
  const stranger = await aLargeTicket(cast, { tasks: STEPS, claimed: ['level-5'] });
  expect(await merge(number, stranger.number)).toMatchObject({ refused: 'conflict' });
  const approved = await aLargeTicket(cast, { usd: 3, confirmed: true });
  expect(await merge(approved.number, number)).toMatchObject({ refused: 'conflict' });
  await db.execute(sql`UPDATE ticket SET deciding_until = now() WHERE number = ${other}`);
  expect(await merge(number, other)).toMatchObject({ refused: 'being-decided' });
  await db.execute(sql`UPDATE ticket SET deciding_until = NULL WHERE number = ${other}`);
});

test('two who merge in both directions at once make one ticket, with each step in it once', async () => {
  const { number, other } = await twoTickets();
  const answers = await Promise.all([merge(number, other), merge(other, number)]);
  expect(answers.filter(isRefusal)).toHaveLength(1);
  const live = [...(await tasksOf(number)), ...(await tasksOf(other))].filter((task) => !task.includes('over'));
  expect(live.sort()).toEqual(['level-10', 'level-5']);
});

test('a corrected step has the worth that was promised at the click, and says what it was', async () => {
  const { number } = await aLargeTicket(cast, { tasks: STEPS, claimed: ['level-5'] });
  expect(isRefusal(await correct(number, 'level-5', 'level-20'))).toBe(false);
  expect(await tasksOf(number)).toEqual(['level-20']);
  expect(await worthOf(number)).toEqual({ valueMicros: 12_000_000n, rewardTotal: 2000n });
  expect((await eventsOf(number)).at(-1)).toMatchObject({
    kind: 'step-corrected',
    data: { before: 'Level 5', after: 'Level 20' },
  });
});

test('no step is claimed twice, none that was rewarded, none that the offer does not have (R4)', async () => {
  const { number, other, click } = await twoTickets();
  expect(await correct(number, 'level-5', 'level-10')).toMatchObject({
    refused: 'ticket-exists',
    details: { number: other },
  });
  expect(await correct(number, 'level-5', 'level-5')).toMatchObject({ refused: 'ticket-exists' });
  expect(await correct(number, 'level-5', 'no-such')).toMatchObject({ refused: 'malformed' });
  expect(await correct(number, 'level-10', 'level-20')).toMatchObject({ refused: 'malformed' });
  await confirm(cast, click, { task: 'level-20' });
  expect(await correct(number, 'level-5', 'level-20')).toMatchObject({ refused: 'already-rewarded' });
});

test('a step is corrected while the user claims it: one of the two has it', async () => {
  const { number, userId, click } = await aLargeTicket(cast, { tasks: STEPS, claimed: ['level-5'] });
  const form = {
    click,
    tasks: ['level-20'],
    email: 'a@example.com',
    description: 'I reached level 20 and nothing came.',
    answers: {},
  };
  const answers = await Promise.all([
    correct(number, 'level-5', 'level-20'),
    openTicket(form, { userId, locale: 'en', source: 'USER' }),
  ]);
  expect(answers.filter(isRefusal)).toMatchObject([{ refused: 'ticket-exists' }]);
});
