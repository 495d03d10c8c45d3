/** What the desk does with a claim beside asking: takes it back, talks about it, replaces its link, and lets a rule ask (R21). */
import { expect, test } from 'vitest';
import { DAY, emailKeys, ticketState } from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent, eventsOf, versionOf } from '@/e2e/support/desk';
import {
  anAdvertiser,
  anEscalatedTicket,
  aScreenshot,
  letters,
  NOW,
  type Subject,
  weeksPass,
} from '@/e2e/support/recheck-scene';
import { db, sql } from '@/lib/foundation/db';
import { portalToken, portalTokenHash } from '@/lib/outbox/links';
import { addRecheckMessage, LONGEST_RECHECK_MESSAGE } from '@/lib/rechecks/add-recheck-message';
import { answerClaim } from '@/lib/rechecks/answer-claim';
import { askAdvertiser } from '@/lib/rechecks/ask-advertiser';
import { askByRule } from '@/lib/rechecks/ask-by-rule';
import { renewLink, revokeLink } from '@/lib/rechecks/replace-link';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { withdrawClaim } from '@/lib/rechecks/withdraw-claim';
import { addNote } from '@/lib/tickets/add-note';
import { notePresence } from '@/lib/tickets/presence';

await freshDatabase();

const agentId = await anAgent('Noor');
const AGENT = { kind: 'AGENT' as const, id: agentId };

async function anAskedTicket(): Promise<Subject> {
  const ticket = await anEscalatedTicket(await anAdvertiser());
  await ask(ticket.number);
  await walkRequests({ at: NOW });
  return ticket;
}

function ask(number: string, version?: number) {
  return askAdvertiser({ numbers: [number], question: null, actor: AGENT, version }, { at: NOW });
}

const withdraw = async (number: string) =>
  withdrawClaim({ number, version: await versionOf(number), agentId }, { at: NOW });

test('taken back: the ticket is ours again, nobody is reminded, and it can be asked once more', async () => {
  const ticket = await anAskedTicket();
  expect(await withdraw(ticket.number)).toEqual({ version: await versionOf(ticket.number) });
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
  await weeksPass(new Date(NOW.getTime() + 40 * DAY));
  expect(await letters(ticket)).toEqual(['recheck-asked']);
  expect((await ask(ticket.number)).asked).toEqual([ticket.number]);
});

test('what is not with the advertiser cannot be taken back', async () => {
  const { number } = await anEscalatedTicket(await anAdvertiser());
  expect(await withdraw(number)).toMatchObject({ refused: 'conflict' });
});

test('two take it back at once: one does, the other is told that it changed', async () => {
  const { number } = await anAskedTicket();
  const version = await versionOf(number);
  const both = await Promise.all([1, 2].map(() => withdrawClaim({ number, version, agentId }, { at: NOW })));
  expect(both.filter((one) => 'version' in one)).toHaveLength(1);
  expect(both).toContainEqual(expect.objectContaining({ refused: 'version-changed' }));
});

test('taken back and answered at once: either the answer counts or it is late, and the ticket moves once', async () => {
  const { number, cast } = await anAskedTicket();
  const given = { number, answer: 'need-more' as const, reason: null, words: 'Which device?', by: 'Ada' };
  const [taken, answered] = await Promise.all([
    withdraw(number),
    answerClaim({ advertiserId: cast.advertiserId }, given, { at: NOW }),
  ]);
  expect('version' in taken ? 'late' : 'recorded').toBe('outcome' in answered && answered.outcome);
  expect((await ticketState(number)).status).toBe('ESCALATED');
});

test('whoever asks with an old version is told so, and nothing is asked', async () => {
  const { number } = await anEscalatedTicket(await anAdvertiser());
  const { asked, left } = await ask(number, (await versionOf(number)) - 1);
  expect(asked).toEqual([]);
  expect(left[0]!.refusal).toMatchObject({ refused: 'version-changed', details: { status: 'ESCALATED' } });
});

test('asked again, the user is not written to again', async () => {
  const { number } = await anAskedTicket();
  await withdraw(number);
  await ask(number);
  expect((await emailKeys(number)).filter((name) => name === 'with-advertiser')).toHaveLength(1);
});

test('words to the advertiser stand with the claim and not in the conversation with the user', async () => {
  const { number } = await anAskedTicket();
  expect(await addRecheckMessage({ number, body: ' It is the Pixel.\r\n', agentId })).toHaveProperty('at');
  const said = await db.query(sql`
    SELECT m.author, m.author_name, m.body FROM recheck_message m JOIN recheck r ON r.id = m.recheck_id
      JOIN ticket t ON t.id = r.ticket_id WHERE t.number = ${number}`);
  expect(said).toEqual([{ author: 'AGENT', authorName: 'Noor', body: 'It is the Pixel.' }]);
  const toUser = sql`SELECT FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number} AND m.body LIKE '%Pixel%'`;
  expect(await db.query(toUser)).toEqual([]);
});

test.each([
  ['nothing', ' \n ', 'malformed'],
  ['one character too many', 'x'.repeat(LONGEST_RECHECK_MESSAGE + 1), 'malformed'],
])('%s is no message', async (_, body, refused) => {
  const { number } = await anAskedTicket();
  expect(await addRecheckMessage({ number, body, agentId })).toMatchObject({ refused });
});

test('as long as may be is a message, but only about what the advertiser was asked', async () => {
  const [{ number }, never] = [await anAskedTicket(), await anEscalatedTicket(await anAdvertiser())];
  const body = 'x'.repeat(LONGEST_RECHECK_MESSAGE);
  expect(await addRecheckMessage({ number, body, agentId })).toHaveProperty('at');
  expect(await addRecheckMessage({ number: never.number, body, agentId })).toMatchObject({ refused: 'conflict' });
  expect(await addRecheckMessage({ number: 'MG-0000-0000', body, agentId })).toMatchObject({ refused: 'not-found' });
});

async function letterOf({ cast }: Subject) {
  const [row] = await db.query<{ id: string; tokenHash: string; revokedAt: Date | null }>(
    sql`SELECT id, token_hash, revoked_at FROM recheck_request WHERE advertiser_id = ${cast.advertiserId}::uuid`,
  );
  return row!;
}

test('a revoked link is not sent again by the reminders', async () => {
  const ticket = await anAskedTicket();
  expect(await revokeLink({ number: ticket.number, agentId }, { at: NOW })).toEqual({ linkNo: 1 });
  expect(await revokeLink({ number: ticket.number, agentId })).toMatchObject({ refused: 'conflict' });
  await weeksPass(new Date(NOW.getTime() + 5 * DAY));
  expect(await letters(ticket)).toEqual(['recheck-asked']);
});

test('a new link opens the same letter, the old one nothing, and it is sent', async () => {
  const ticket = await anAskedTicket();
  const before = await letterOf(ticket);
  await revokeLink({ number: ticket.number, agentId }, { at: NOW });
  expect(await renewLink({ number: ticket.number, agentId }, { at: NOW })).toEqual({ linkNo: 2 });
  const after = await letterOf(ticket);
  expect(before.tokenHash).toBe(portalTokenHash(portalToken(before.id)));
  expect(after).toEqual({ id: before.id, revokedAt: null, tokenHash: portalTokenHash(portalToken(before.id, 2)) });
  expect(await letters(ticket)).toEqual(['recheck-asked', 'recheck-asked']);
});

test('a letter that still gathers has no link to renew', async () => {
  const { number } = await anEscalatedTicket(await anAdvertiser());
  await ask(number);
  expect(await renewLink({ number, agentId })).toMatchObject({ refused: 'conflict' });
});

async function aContestedTicket(rule = 'with-proof'): Promise<Subject> {
  const ticket = await anEscalatedTicket(await anAdvertiser({ rule }));
  await aScreenshot(ticket);
  return ticket;
}

const statusByRule = async ({ number }: Subject, at = NOW) => {
  await askByRule({ at });
  return (await ticketState(number)).status;
};

test('by rule, what a user contests with a picture is sent by itself, and the story says by which rule', async () => {
  const ticket = await aContestedTicket();
  expect(await statusByRule(ticket)).toBe('WITH_ADVERTISER');
  const asked = (await eventsOf(ticket.number)).find(({ kind }) => kind === 'recheck-asked');
  expect(asked!.data).toMatchObject({ rule: 'with-proof' });
});

test('two runs at once send it once', async () => {
  await aContestedTicket();
  const sent = await Promise.all([askByRule({ at: NOW }), askByRule({ at: NOW })]);
  expect(sent.sort()).toEqual([0, 1]);
});

test('without the rule, or without a picture, it waits for an agent', async () => {
  expect(await statusByRule(await aContestedTicket('by-agent'))).toBe('ESCALATED');
  expect(await statusByRule(await anEscalatedTicket(await anAdvertiser({ rule: 'with-proof' })))).toBe('ESCALATED');
});

const set = (column: 'assignee_id' | 'lead_at', value: string) => (number: string) =>
  db.execute(
    column === 'lead_at'
      ? sql`UPDATE ticket SET lead_at = ${value}::timestamptz WHERE number = ${number}`
      : sql`UPDATE ticket SET assignee_id = ${value}::uuid WHERE number = ${number}`,
  );

test.each<[string, (number: string) => Promise<unknown>]>([
  ['an agent has it', set('assignee_id', agentId)],
  ['it is before a lead', set('lead_at', NOW.toISOString())],
  ['an agent has written a note', (number) => addNote({ number, body: 'I am on it.', agentId }, { at: NOW })],
  ['an agent looks at it', (number) => notePresence({ number, agentId, replying: false }, { at: NOW })],
])('by rule nothing is sent when %s', async (_, busy) => {
  const ticket = await aContestedTicket();
  await busy(ticket.number);
  expect(await statusByRule(ticket)).toBe('ESCALATED');
});

test('whoever has gone away is not there any more after 40 seconds', async () => {
  const ticket = await aContestedTicket();
  await notePresence({ number: ticket.number, agentId, replying: false }, { at: NOW });
  expect(await statusByRule(ticket, new Date(NOW.getTime() + 39_999))).toBe('ESCALATED');
  expect(await statusByRule(ticket, new Date(NOW.getTime() + 40_000))).toBe('WITH_ADVERTISER');
});

test('what was taken back is not sent by rule again', async () => {
  const ticket = await aContestedTicket();
  await askByRule({ at: NOW });
  await withdraw(ticket.number);
  expect(await statusByRule(ticket)).toBe('ESCALATED');
});
