import { expect, test } from 'vitest';
import { aCast, count, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { aLargeTicket, anAgent, eventsOf, setting, versionOf } from '@/e2e/support/desk';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { addNote } from '@/lib/tickets/add-note';
import { addProof } from '@/lib/tickets/add-proof';
import { askUser, LONGEST_QUESTION } from '@/lib/tickets/ask-user';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { escalateToLead, giveBackFromLead } from '@/lib/tickets/escalate-to-lead';
import { holdTicket } from '@/lib/tickets/hold-ticket';
import { readChangesSince } from '@/lib/tickets/last-change';
import { countForYou, readMyMentions, seeMentions } from '@/lib/tickets/mentions';
import { snoozeTicket, wakeSnoozed } from '@/lib/tickets/snooze-ticket';
import { tagTicket } from '@/lib/tickets/tag-ticket';
import { undoIntent } from '@/lib/tickets/undo-intent';

await freshDatabase();
const cast = await aCast();
const [ada, bob, lea] = [await anAgent('Ada Agent'), await anAgent('Bob Agent'), await anAgent('Lea Lead', 'lead')];

async function desk(number: string) {
  const [row] = await db.query<Record<string, unknown>>(sql`
    SELECT snoozed_until, lead_at, held_reason, asked_user_at, user_replied_at, tags, touched_at FROM ticket WHERE number = ${number}`);
  return row!;
}

test('a question goes out when it can no longer be taken back, once, and the answer brings the ticket back', async () => {
  const { number, userId } = await aLargeTicket(cast);
  const asked = await askUser({
    number,
    version: await versionOf(number),
    agentId: ada,
    body: ' Which level?\r\nA picture? ',
  });
  if (isRefusal(asked)) throw new Error(asked.message);
  expect(await emailKeys(number)).not.toContain('agent-asks');
  expect(await carryOutIntent(asked.intent, { at: asked.undoUntil })).toBe('done');
  expect(await carryOutIntent(asked.intent, { at: asked.undoUntil })).toBe('nothing');
  const [message] = await db.query(sql`
    SELECT m.body, m.visibility, m.author FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number}`);
  expect(message).toEqual({ body: 'Which level?\nA picture?', visibility: 'public', author: 'AGENT' });
  expect((await emailKeys(number)).filter((template) => template === 'agent-asks')).toHaveLength(1);
  expect((await desk(number)).askedUserAt).not.toBeNull();
  await snoozeTicket({ number, version: await versionOf(number), agentId: ada, snooze: 'reply' });
  await addProof(userId, number, { text: 'Level 10.' });
  expect(await desk(number)).toMatchObject({ askedUserAt: null, snoozedUntil: null, userRepliedAt: expect.any(Date) });
});

test('a question that is taken back was never asked', async () => {
  const { number } = await aLargeTicket(cast);
  const asked = await askUser({ number, version: await versionOf(number), agentId: ada, body: 'Hm?' });
  if (isRefusal(asked)) throw new Error(asked.message);
  await undoIntent({ number, intent: asked.intent, agentId: ada, mayUndoOthers: false });
  expect(await carryOutIntent(asked.intent, { at: asked.undoUntil })).toBe('nothing');
  expect(await emailKeys(number)).not.toContain('agent-asks');
});

test('only a validated address is asked, with words that are neither none nor too many', async () => {
  const { number } = await aLargeTicket(cast, { validated: false });
  const ask = async (body: string) => askUser({ number, version: await versionOf(number), agentId: ada, body });
  expect(await ask('Which level?')).toMatchObject({ refused: 'conflict' });
  for (const body of ['', '  ', 'a\u0000b', 'x'.repeat(LONGEST_QUESTION + 1)])
    expect(await ask(body)).toMatchObject({ refused: 'malformed' });
});

test('the review clock rests while the user is asked, where the policy says so', async () => {
  await setting('reviewClock', { pauseForUser: true });
  const { number, userId } = await aLargeTicket(cast);
  const due = async () =>
    (await db.query<{ dueAt: Date | null }>(sql`SELECT due_at FROM ticket WHERE number = ${number}`))[0]!.dueAt;
  expect(await due()).not.toBeNull();
  const asked = await askUser({ number, version: await versionOf(number), agentId: ada, body: 'Which level?' });
  if (isRefusal(asked)) throw new Error(asked.message);
  await carryOutIntent(asked.intent, { at: asked.undoUntil });
  expect(await due()).toBeNull();
  await addProof(userId, number, { text: 'Level 10.' });
  expect(await due()).not.toBeNull();
  await db.execute(sql`DELETE FROM setting WHERE key = 'reviewClock'`);
});

test('who is named in a note is told once, until they have looked; nobody is told of their own words', async () => {
  const { number } = await aLargeTicket(cast);
  await addNote({ number, body: '@Bob Agent, and @bob agent: please look. @Ada Agent', agentId: ada });
  expect(await readMyMentions(bob)).toMatchObject([{ number, by: 'Ada Agent', seen: false }]);
  expect([await countForYou(bob), await countForYou(ada)]).toEqual([1, 0]);
  expect(await seeMentions(bob, 'MG-0000-0000', new Date())).toBe(0);
  expect(await seeMentions(bob, number, new Date())).toBe(1);
  expect(await countForYou(bob)).toBe(0);
  expect(await readMyMentions(bob)).toMatchObject([{ seen: true }]);
});

test('tags are of the list, or of those who may keep the list', async () => {
  await db.execute(sql`INSERT INTO tag (name) VALUES ('fraud'), ('slow') ON CONFLICT DO NOTHING`);
  const { number } = await aLargeTicket(cast);
  const tag = async (add: string[], remove: string[] = [], mayInvent = false) =>
    tagTicket({ number, version: await versionOf(number), agentId: ada, add, remove, mayInvent });
  expect(await tag(['Fraud'])).toMatchObject({ tags: ['fraud'] });
  const version = await versionOf(number);
  expect(await tag(['fraud'])).toEqual({ version, tags: ['fraud'] });
  expect(await tag(['my-own'])).toMatchObject({ refused: 'malformed', fields: { tag: 'unknown' } });
  expect(await tag(['my-own'], [], true)).toMatchObject({ tags: ['fraud', 'my-own'] });
  expect(await tag(['no spaces'], [], true)).toMatchObject({ refused: 'malformed' });
  expect(await tag(['slow'], ['fraud'])).toMatchObject({ tags: ['my-own', 'slow'] });
  expect((await eventsOf(number)).at(-1)).toMatchObject({
    kind: 'tagged',
    data: { before: ['fraud', 'my-own'], after: ['my-own', 'slow'] },
  });
});

test('of two who tag at once one is told; twenty tags are the most', async () => {
  const { number } = await aLargeTicket(cast);
  const version = await versionOf(number);
  const tag = (name: string) => tagTicket({ number, version, agentId: ada, add: [name], remove: [], mayInvent: true });
  const answers = await Promise.all([tag('one'), tag('other')]);
  expect(answers.filter(isRefusal)).toMatchObject([{ refused: 'version-changed', details: { version: version + 1 } }]);
  const many = Array.from({ length: 19 }, (_, index) => `tag-${index}`);
  const more = { number, agentId: ada, remove: [], mayInvent: true };
  expect(await tagTicket({ ...more, version: version + 1, add: many })).toMatchObject({ version: version + 2 });
  expect(await tagTicket({ ...more, version: version + 2, add: ['tag-19'] })).toMatchObject({ refused: 'malformed' });
});

test.each([
  [-1, 0],
  [0, 1],
])('%s ms after its morning a sleeping ticket is woken: %s', async (late, woken) => {
  const { number } = await aLargeTicket(cast);
  const asleep = await snoozeTicket({ number, version: await versionOf(number), agentId: ada, snooze: 'tomorrow' });
  if (isRefusal(asleep) || !asleep.snoozedUntil) throw new Error('not asleep');
  const at = new Date(asleep.snoozedUntil.getTime() + late);
  expect(await inTransaction(wakeSnoozed, { at })).toBe(woken);
  expect((await desk(number)).snoozedUntil).toEqual(woken === 1 ? null : asleep.snoozedUntil);
  if (woken === 0) await snoozeTicket({ number, version: await versionOf(number), agentId: ada, snooze: null });
  expect((await eventsOf(number)).at(-1)).toMatchObject({ kind: 'woken' });
});

test('the leads are told why a ticket is theirs, and give it back', async () => {
  const { number } = await aLargeTicket(cast);
  const hand = async (reason: string) =>
    escalateToLead({ number, version: await versionOf(number), agentId: ada, reason });
  expect(await hand(' ')).toMatchObject({ refused: 'malformed', fields: { reason: expect.any(String) } });
  expect(isRefusal(await hand('The sums do not add up.'))).toBe(false);
  expect((await desk(number)).leadAt).not.toBeNull();
  expect(await readMyMentions(lea)).toMatchObject([{ number, body: 'The sums do not add up.' }]);
  await giveBackFromLead({ number, version: await versionOf(number), agentId: lea });
  expect((await desk(number)).leadAt).toBeNull();
});

test('on hold it says why, and let go it is as before', async () => {
  const { number } = await aLargeTicket(cast);
  const hold = async (reason: string | null) =>
    holdTicket({ number, version: await versionOf(number), agentId: ada, reason });
  expect(await hold('x'.repeat(201))).toMatchObject({ refused: 'malformed' });
  await hold('The network is down.');
  expect(await desk(number)).toMatchObject({ heldReason: 'The network is down.' });
  await hold(null);
  expect(await desk(number)).toMatchObject({ heldReason: null });
  expect((await eventsOf(number)).map(({ kind }) => kind).slice(-2)).toEqual(['held', 'let-go']);
});

test('whoever looked before is told everything that has happened since, and nothing before', async () => {
  const { number } = await aLargeTicket(cast);
  const seen = await versionOf(number);
  await holdTicket({ number, version: seen, agentId: ada, reason: 'Outage' });
  await addNote({ number, body: 'Only a note.', agentId: ada });
  await snoozeTicket({ number, version: seen + 1, agentId: bob, snooze: 'tomorrow' });
  const told = async (version: number) => (await readChangesSince(number, version)).map(({ event, by }) => [event, by]);
  expect(await told(seen)).toEqual([
    ['held', 'Ada Agent'],
    ['snoozed', 'Bob Agent'],
  ]);
  expect(await told(seen + 1)).toEqual([['snoozed', 'Bob Agent']]);
  expect(await told(0)).toEqual([['snoozed', 'Bob Agent']]);
});

test('what is decided already cannot be put to sleep, held or handed over', async () => {
  const { number } = await aLargeTicket(cast, { usd: 3, confirmed: true });
  expect(await ticketState(number)).toMatchObject({ status: 'APPROVED' });
  const change = { number, version: await versionOf(number), agentId: ada };
  const answers = [
    await snoozeTicket({ ...change, snooze: 'reply' }),
    await holdTicket({ ...change, reason: 'Why' }),
    await escalateToLead({ ...change, reason: 'Why' }),
    await askUser({ ...change, body: 'Why' }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ refused: 'conflict', details: { status: 'APPROVED' } });
  expect(await count('decision')).toBe(1);
});
