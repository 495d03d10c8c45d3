/** What agents do with mail that was put aside: attach, reject, answer; each once, whoever else does it at the same time. */
import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { beforeAll, expect, test } from 'vitest';
import {
  aCast,
  aClick,
  anOffer,
  aTicket,
  aUser,
  type Cast,
  DAY,
  emailKeys,
  HOUR,
  ticketState,
} from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { anAgent, eventsOf } from '@/e2e/support/desk';
import { db, sql } from '@/lib/foundation/db';
import { openMailDoor } from '@/lib/outbox/mail-door';
import { replyAddress } from '@/lib/outbox/mail-identity';
import { isRefusal } from '@/lib/rules/refusal';
import { attachMail } from '@/lib/tickets/attach-mail';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { instructSender } from '@/lib/tickets/instruct-sender';
import { keepMail } from '@/lib/tickets/keep-mail';
import { listSuspended } from '@/lib/tickets/list-suspended';
import { processMails } from '@/lib/tickets/process-mail';
import { readMailForAgent } from '@/lib/tickets/read-suspended';
import { readTicketForAgent } from '@/lib/tickets/read-ticket-for-agent';
import { bringBackMail, markMailSeen, rejectMail } from '@/lib/tickets/reject-mail';

await freshDatabase();

const NOW = new Date();
let cast: Cast;
let agentId: string;
let colleagueId: string;

beforeAll(async () => {
  cast = await aCast();
  [agentId, colleagueId] = [await anAgent('Agnes'), await anAgent('Carl')];
});

type Subject = { id: string; number: string; address: string };

async function aDeniedTicket(): Promise<Subject> {
  const [offer, user] = [await anOffer(cast), await aUser(cast)];
  const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
  const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
  await decideDueTickets({ at: NOW });
  const [ticket] = await db.query<{ id: string; address: string }>(
    sql`SELECT id, address FROM ticket WHERE number = ${number}`,
  );
  return { ...ticket!, number };
}

const aStranger = () => `${randomUUID().slice(0, 8)}@else.example`;

type Written = { from?: string; subject?: string; text?: string; headers?: string[] };

/** To the ticket's reply address, from somebody it does not belong to. */
async function aSuspendedMail({ id, address }: Subject, written: Written = {}): Promise<string> {
  const { from = aStranger(), subject = 'Re: your ticket', text = 'I did reach it.', headers = [] } = written;
  const to = replyAddress(id, address);
  const head = [`Message-ID: <${randomUUID()}@else.example>`, `From: ${from}`, `To: ${to}`, `Subject: ${subject}`];
  const raw = Buffer.from([...head, ...headers, 'Content-Type: text/plain; charset=utf-8', '', text].join('\r\n'));
  const kept = await keepMail({ door: 'smtp', raw, envelope: { from: from ?? null, to: [to] } }, { at: NOW });
  if (isRefusal(kept)) throw new Error(kept.message);
  await processMails({ at: NOW });
  return kept.id;
}

type Row = { outcome: string; ticketId: string | null; handledBy: string | null; answeredAt: Date | null };

async function rowOf(id: string): Promise<Row> {
  const [row] = await db.query<Row>(sql`SELECT * FROM inbound_email WHERE id = ${id}::uuid`);
  return row!;
}

async function auditOf(id: string): Promise<string[]> {
  const rows = await db.query<{ action: string }>(
    sql`SELECT action FROM audit_entry WHERE subject = ${`mail:${id}`} ORDER BY at, id`,
  );
  return rows.map(({ action }) => action);
}

async function words({ id }: Subject): Promise<{ author: string; body: string }[]> {
  return db.query(sql`
    SELECT author, body FROM message WHERE ticket_id = ${id}::uuid AND inbound_email_id IS NOT NULL ORDER BY at, id`);
}

test('attached: it is a reply of the user, the ticket goes on as if the sender had been believed', async () => {
  const ticket = await aDeniedTicket();
  const id = await aSuspendedMail(ticket, { text: 'See my picture.\n\nOn Friday Support wrote:\n> denied' });
  const done = await attachMail({ id, number: ticket.number, agentId, appendOnly: false }, { at: NOW });
  expect(done).toEqual({ number: ticket.number });
  expect(await words(ticket)).toEqual([{ author: 'USER', body: 'See my picture.' }]);
  expect((await ticketState(ticket.number)).status).toBe('ESCALATED');
  expect(await rowOf(id)).toMatchObject({ outcome: 'ATTACHED', ticketId: ticket.id, handledBy: agentId });
  expect((await eventsOf(ticket.number)).map(({ kind }) => kind)).toContain('mail-attached');
  expect(await auditOf(id)).toEqual(['attach-mail']);
  const { conversation } = (await readTicketForAgent(ticket.number, { pii: true }))!;
  const said = conversation.find((entry) => entry.kind === 'message');
  expect(said).toMatchObject({ body: 'See my picture.', mail: { id, attachedBy: 'Agnes', isKept: true } });
  expect(said).toMatchObject({ mail: { otherAddress: expect.stringMatching(/@else\.example$/) } });
  expect(said).toMatchObject({ mail: { folded: expect.stringContaining('denied') } });
});

test("a machine's answer and a letter that came back are lines of the ticket's story", async () => {
  const ticket = await aDeniedTicket();
  await db.execute(sql`
    UPDATE email SET status = 'FAILED', bounced_at = ${NOW}, bounce = '5.1.1 no such user', failed_at = ${NOW}
     WHERE ticket_id = ${ticket.id}::uuid AND template = 'ticket-denied'`);
  await aSuspendedMail(ticket, { from: ticket.address, headers: ['Auto-Submitted: auto-replied'] });
  const { conversation } = (await readTicketForAgent(ticket.number, { pii: true }))!;
  expect(conversation.filter(({ kind }) => kind === 'machine')).toMatchObject([{ what: 'auto-reply', isKept: true }]);
  const letter = conversation.find((entry) => entry.kind === 'letter' && entry.template === 'ticket-denied');
  expect(letter).toMatchObject({ reason: '5.1.1 no such user', bouncedAt: NOW, mayResend: true, isSuppressed: false });
});

test('by the real door: what SMTP took from another address waits, and is attached with its words', async () => {
  const ticket = await aDeniedTicket();
  const [from, to] = [aStranger(), replyAddress(ticket.id, ticket.address)];
  const door = await openMailDoor({ port: 0, host: '127.0.0.1' }, (mail) => keepMail({ door: 'smtp', ...mail }));
  const sender = createTransport(`smtp://127.0.0.1:${door.port}`);
  try {
    const raw = `From: ${from}\r\nTo: ${to}\r\nSubject: Re: denied\r\n\r\nI am her father.`;
    await sender.sendMail({ envelope: { from, to }, raw });
  } finally {
    sender.close();
    await door.close();
  }
  await processMails();
  const { shown } = await listSuspended({ list: 'suspended', cause: 'other-sender' }, '');
  const mail = shown.find(({ fromAddress }) => fromAddress === from)!;
  expect(mail).toMatchObject({ said: 'I am her father.', ticketNumber: ticket.number });
  await attachMail({ id: mail.id, number: mail.ticketNumber!, agentId, appendOnly: false });
  expect(await words(ticket)).toEqual([{ author: 'USER', body: 'I am her father.' }]);
});

test('only added: the words are there, the ticket stays where it is and nobody is written to', async () => {
  const ticket = await aDeniedTicket();
  const before = await emailKeys(ticket.number);
  const id = await aSuspendedMail(ticket);
  await attachMail({ id, number: ticket.number, agentId, appendOnly: true }, { at: NOW });
  expect(await words(ticket)).toHaveLength(1);
  expect((await ticketState(ticket.number)).status).toBe('DENIED');
  expect(await emailKeys(ticket.number)).toEqual(before);
});

test('a number that no ticket has is refused, and the mail stays', async () => {
  const id = await aSuspendedMail(await aDeniedTicket());
  const refused = await attachMail({ id, number: 'MG-0000-0000', agentId, appendOnly: false });
  expect(refused).toMatchObject({ refused: 'malformed', fields: { number: expect.any(String) } });
  expect((await rowOf(id)).outcome).toBe('SUSPENDED');
});

test('two agents at once: one attaches or rejects, the other is told', async () => {
  const ticket = await aDeniedTicket();
  const id = await aSuspendedMail(ticket);
  const answers = await Promise.all([
    attachMail({ id, number: ticket.number, agentId, appendOnly: true }),
    attachMail({ id, number: ticket.number, agentId: colleagueId, appendOnly: true }),
    rejectMail({ id, agentId: colleagueId }),
  ]);
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
  expect(answers.filter(isRefusal).map(({ refused }) => refused)).toEqual(['conflict', 'conflict']);
  expect((await words(ticket)).length).toBeLessThanOrEqual(1);
  expect(await auditOf(id)).toHaveLength(1);
});

test('rejected and brought back', async () => {
  const id = await aSuspendedMail(await aDeniedTicket());
  expect(await rejectMail({ id, agentId })).toEqual({ rejected: 1 });
  expect(await rejectMail({ id, agentId })).toMatchObject({ refused: 'conflict' });
  expect((await listSuspended({ list: 'rejected', cause: null }, '')).shown.map((mail) => mail.id)).toContain(id);
  expect(await bringBackMail({ id, agentId })).toEqual({ broughtBack: 1 });
  expect(await bringBackMail({ id, agentId })).toMatchObject({ refused: 'conflict' });
  expect(await rowOf(id)).toMatchObject({ outcome: 'SUSPENDED', handledBy: null });
  expect(await auditOf(id)).toEqual(['reject-mail', 'bring-back-mail']);
});

test('all of a sender in one go, and all of them back; nobody else is touched', async () => {
  const [ticket, from] = [await aDeniedTicket(), aStranger()];
  const alone = await aSuspendedMail(ticket, { from });
  await rejectMail({ id: alone, agentId: colleagueId }, { at: new Date(NOW.getTime() - HOUR) });
  const theirs = [];
  for (const text of ['one', 'two', 'three']) theirs.push(await aSuspendedMail(ticket, { from, text }));
  const other = await aSuspendedMail(ticket);
  expect(await rejectMail({ id: theirs[0]!, agentId, ofSender: true })).toEqual({ rejected: 3 });
  expect((await rowOf(other)).outcome).toBe('SUSPENDED');
  expect(await bringBackMail({ id: theirs[1]!, agentId, together: true })).toEqual({ broughtBack: 3 });
  expect((await rowOf(alone)).outcome).toBe('REJECTED');
});

test('open pages are told when the number of suspended mails changes, and not by a mail that was only looked at', async () => {
  const told = async () => (await db.query(sql`SELECT FROM live_event WHERE kind = 'many'`)).length;
  const id = await aSuspendedMail(await aDeniedTicket());
  const before = await told();
  await rejectMail({ id, agentId });
  expect(await told()).toBe(before + 1);
  await readMailForAgent(id);
  await db.execute(sql`UPDATE inbound_email SET repeats = repeats + 1 WHERE id = ${id}::uuid`);
  expect(await told()).toBe(before + 1);
  await bringBackMail({ id, agentId });
  expect(await told()).toBe(before + 2);
});

test('nothing is sent to an address that nobody has proven', async () => {
  const id = await aSuspendedMail(await aDeniedTicket());
  expect(await instructSender({ id, agentId })).toMatchObject({ details: { obstacle: 'not-proven' } });
  expect((await readMailForAgent(id))?.content?.obstacle).toBe('not-proven');
  expect((await rowOf(id)).outcome).toBe('SUSPENDED');
});

async function sentTo(address: string): Promise<string[]> {
  const rows = await db.query<{ template: string }>(
    sql`SELECT template FROM email WHERE to_address = ${address} AND ticket_id IS NULL`,
  );
  return rows.map(({ template }) => template);
}

test('a proven address is told how to write to us, once in a day', async () => {
  const [theirs, other] = [await aDeniedTicket(), await aDeniedTicket()];
  const from = theirs.address;
  const id = await aSuspendedMail(other, { from });
  expect((await readMailForAgent(id))?.content?.obstacle).toBeNull();
  expect(await instructSender({ id, agentId }, { at: NOW })).toEqual({ to: from });
  expect(await rowOf(id)).toMatchObject({ outcome: 'REJECTED', answeredAt: NOW });
  expect(await sentTo(from)).toEqual(['mail-instructions']);

  const again = await aSuspendedMail(other, { from });
  const almost = { at: new Date(NOW.getTime() + DAY - 1) };
  expect(await instructSender({ id: again, agentId }, almost)).toMatchObject({ details: { obstacle: 'lately' } });
  const dayLater = { at: new Date(NOW.getTime() + DAY) };
  expect(await instructSender({ id: again, agentId }, dayLater)).toEqual({ to: from });
  expect(await sentTo(from)).toHaveLength(2);
});

test.each([
  ['asks not to be answered', ['X-Auto-Response-Suppress: All'], 'silence'],
  ['has two senders', ['From: other@else.example'], 'no-sender'],
])('a mail that %s is not answered', async (_, headers, obstacle) => {
  const [theirs, other] = [await aDeniedTicket(), await aDeniedTicket()];
  const id = await aSuspendedMail(other, { from: theirs.address, headers });
  expect(await instructSender({ id, agentId })).toMatchObject({ details: { obstacle } });
  expect(await sentTo(theirs.address)).toEqual([]);
});

test('an address that mail came back from is not answered', async () => {
  const [theirs, other] = [await aDeniedTicket(), await aDeniedTicket()];
  await db.execute(
    sql`INSERT INTO suppression (address, reason, created_at) VALUES (${theirs.address}, '5.1.1', ${NOW})`,
  );
  const id = await aSuspendedMail(other, { from: theirs.address });
  expect(await instructSender({ id, agentId })).toMatchObject({ details: { obstacle: 'suppressed' } });
});

test('the list is narrowed by cause, says how many a sender has, and names the ticket it may belong to', async () => {
  const [ticket, from] = [await aDeniedTicket(), aStranger()];
  const id = await aSuspendedMail(ticket, { from, text: 'x'.repeat(500) });
  await aSuspendedMail(ticket, { from, text: 'second' });
  const { shown } = await listSuspended({ list: 'suspended', cause: 'other-sender' }, '');
  expect(shown.find((mail) => mail.id === id)).toMatchObject({
    ofSender: 2,
    ticketNumber: ticket.number,
    said: 'x'.repeat(160),
  });
  const none = await listSuspended({ list: 'suspended', cause: 'too-large' }, '');
  expect(none.shown.filter((mail) => mail.id === id)).toEqual([]);
});

test('what an agent reads is text, whatever the mail brings', async () => {
  const ticket = await aDeniedTicket();
  const headers = ['Reply-To: <script@else.example>'];
  const id = await aSuspendedMail(ticket, { text: '<img src="https://spy.example/x.png">Hello', headers });
  const mail = await readMailForAgent(id);
  expect(mail?.content?.said).toBe('<img src="https://spy.example/x.png">Hello');
  expect(mail?.content?.headers.map(({ name }) => name)).toEqual([
    'From',
    'Reply-To',
    'To',
    'Message-ID',
    'MAIL FROM',
    'RCPT TO',
  ]);
  expect(mail?.ticket).toMatchObject({ number: ticket.number, status: 'DENIED' });
});

test('a reply to look at is seen once', async () => {
  const ticket = await aDeniedTicket();
  await db.execute(sql`UPDATE ticket SET round = 2 WHERE id = ${ticket.id}::uuid`);
  const id = await aSuspendedMail(ticket, { from: ticket.address });
  expect((await listSuspended({ list: 'look-at', cause: null }, '')).shown.map((mail) => mail.id)).toContain(id);
  expect(await markMailSeen({ id, agentId })).toEqual({ seen: true });
  expect(await markMailSeen({ id, agentId: colleagueId })).toMatchObject({ refused: 'conflict' });
  expect((await listSuspended({ list: 'look-at', cause: null }, '')).shown.map((mail) => mail.id)).not.toContain(id);
});

test('every page once, by key', async () => {
  await db.execute(sql`
    INSERT INTO inbound_email (received_at, door, raw_hash, size, class, outcome, cause, from_address)
    SELECT ${NOW}, 'smtp', 'page-' || n, 1, 'person', 'SUSPENDED', 'unreadable', 'many@else.example'
      FROM generate_series(1, 120) n`);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await listSuspended({ list: 'suspended', cause: 'unreadable' }, cursor);
    seen.push(...page.shown.map(({ id }) => id));
    expect(page.shown.every(({ ofSender }) => ofSender === 100)).toBe(true);
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
});

test('nothing of this breaks what must always be true', async () => {
  const broken = await db.query<{ name: string }>(sql`SELECT name FROM invariant_violations WHERE count > 0`);
  // Nobody sends e-mails here.
  expect(broken.filter(({ name }) => name !== 'no e-mail due for more than 5 minutes')).toEqual([]);
});
