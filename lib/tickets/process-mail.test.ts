/** What becomes of mail that comes in: by whom it is from, to what it answers, and where the ticket stands (R19). */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  aCast,
  aClick,
  anOffer,
  aTicket,
  aUser,
  type Cast,
  confirm,
  DAY,
  emailKeys,
  HOUR,
  ticketState,
} from '@/e2e/support/cast';
import { freshDatabase } from '@/e2e/support/database';
import { db, sql } from '@/lib/foundation/db';
import { bounceAddress, installationId, replyAddress } from '@/lib/outbox/mail-identity';
import { decideDueTickets } from '@/lib/tickets/decide-due-tickets';
import { keepMail } from '@/lib/tickets/keep-mail';
import { processMails } from '@/lib/tickets/process-mail';

await freshDatabase();

const NOW = new Date();
let cast: Cast;

type Subject = { id: string; number: string; address: string; click: string; user: string };

async function aDeniedTicket(): Promise<Subject> {
  const subject = await anOpenTicket();
  await decideDueTickets({ at: NOW });
  expect((await ticketState(subject.number)).status).toBe('DENIED');
  return subject;
}

async function anOpenTicket(): Promise<Subject> {
  cast ??= await aCast();
  const [offer, user] = [await anOffer(cast), await aUser(cast)];
  const click = await aClick(user, offer, { at: new Date(NOW.getTime() - 3 * DAY) });
  const { number } = await aTicket(user, click, { at: new Date(NOW.getTime() - HOUR) });
  const [ticket] = await db.query<{ id: string; address: string }>(
    sql`SELECT id, address FROM ticket WHERE number = ${number}`,
  );
  return { ...ticket!, number, click, user };
}

async function replies({ id }: Subject): Promise<number> {
  return (await db.query(sql`SELECT FROM message WHERE ticket_id = ${id}::uuid AND inbound_email_id IS NOT NULL`))
    .length;
}

type Written = { from?: string; to?: string; subject?: string; text?: string; headers?: string[]; id?: string };

function mail({ from, to, subject = 'Re: your ticket', text = 'I did reach it.', headers = [], id }: Written): Buffer {
  return Buffer.from(
    [
      `Message-ID: ${id ?? `<${randomUUID()}@player.example>`}`,
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      ...headers,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
    ].join('\r\n'),
  );
}

type Fate = { outcome: string; cause: string | null; class: string; ticketId: string | null; lookAt: boolean };

async function arrives(
  raw: Buffer,
  { to = [] as string[], from = 'player@player.example', at = NOW } = {},
): Promise<Fate> {
  const kept = await keepMail({ door: 'smtp', raw, envelope: { from, to } }, { at });
  if ('refused' in kept) throw new Error(kept.message);
  await processMails({ at });
  const [fate] = await db.query<Fate>(
    sql`SELECT outcome, cause, class, ticket_id, look_at FROM inbound_email WHERE id = ${kept.id}::uuid`,
  );
  return fate!;
}

function replyTo({ id, address }: Subject, written: Written = {}): Buffer {
  return mail({ from: address, to: replyAddress(id, address), ...written });
}

test('a reply to the first denial escalates the ticket and is acknowledged once', async () => {
  const ticket = await aDeniedTicket();
  const fate = await arrives(replyTo(ticket, { text: 'I have proof.\n\nOn Friday Support wrote:\n> denied' }));
  expect(fate).toMatchObject({ outcome: 'ATTACHED', ticketId: ticket.id, class: 'person', lookAt: false });
  expect(await ticketState(ticket.number)).toMatchObject({ status: 'ESCALATED', round: 2 });
  expect((await emailKeys(ticket.number)).filter((key) => key === 'escalation-received')).toHaveLength(1);
  const [message] = await db.query<{ body: string; folded: string }>(
    sql`SELECT body, folded FROM message WHERE ticket_id = ${ticket.id}::uuid AND inbound_email_id IS NOT NULL`,
  );
  expect(message).toEqual({ body: 'I have proof.', folded: 'On Friday Support wrote:\n> denied' });
});

test('the same mail delivered twice is one message', async () => {
  const ticket = await aDeniedTicket();
  const raw = replyTo(ticket);
  await arrives(raw);
  await arrives(Buffer.concat([Buffer.from('Received: from another.hop\r\n'), raw]));
  expect(await replies(ticket)).toBe(1);
});

test('the same Message-ID with another body is another message, and says so', async () => {
  const ticket = await aDeniedTicket();
  const id = `<${randomUUID()}@player.example>`;
  expect(await arrives(replyTo(ticket, { id, text: 'One.' }))).toMatchObject({ outcome: 'ATTACHED', cause: null });
  expect(await arrives(replyTo(ticket, { id, text: 'Two.' }))).toMatchObject({
    outcome: 'ATTACHED',
    cause: 'same-message-id',
  });
  expect(await replies(ticket)).toBe(2);
});

test('a second reply is appended to the escalated ticket and sends no mail', async () => {
  const ticket = await aDeniedTicket();
  await arrives(replyTo(ticket));
  const before = await emailKeys(ticket.number);
  expect(await arrives(replyTo(ticket, { text: 'One more thing.' }))).toMatchObject({ outcome: 'ATTACHED' });
  expect(await ticketState(ticket.number)).toMatchObject({ status: 'ESCALATED', round: 2 });
  expect(await emailKeys(ticket.number)).toEqual(before);
});

test.each([
  ['just before 14 days', -1, 'ESCALATED', 0],
  ['at 14 days', 0, 'DENIED', 1],
])('a reply %s', async (_, shift, status, explained) => {
  const ticket = await aDeniedTicket();
  const at = new Date(NOW.getTime() + 14 * DAY + shift);
  await arrives(replyTo(ticket), { at });
  await arrives(replyTo(ticket, { text: 'Hello?' }), { at: new Date(at.getTime() + 1) });
  expect((await ticketState(ticket.number)).status).toBe(status);
  expect((await emailKeys(ticket.number)).filter((key) => key === 'reply-kept')).toHaveLength(explained);
});

test('a reply to an approved ticket is kept, and somebody is to look at it', async () => {
  const ticket = await anOpenTicket();
  await confirm(cast, ticket.click);
  await decideDueTickets({ at: NOW });
  expect(await arrives(replyTo(ticket, { text: 'Nothing came.' }))).toMatchObject({
    outcome: 'ATTACHED',
    lookAt: true,
  });
  expect((await ticketState(ticket.number)).status).toBe('APPROVED');
});

test('the right reply address and another sender: suspended, and the ticket does not move', async () => {
  const ticket = await aDeniedTicket();
  const raw = mail({ from: 'someone@else.example', to: replyAddress(ticket.id, ticket.address) });
  expect(await arrives(raw)).toMatchObject({ outcome: 'SUSPENDED', cause: 'other-sender', ticketId: null });
  expect((await ticketState(ticket.number)).status).toBe('DENIED');
});

test('the right sender and only the number in the subject: suspended', async () => {
  const ticket = await aDeniedTicket();
  const raw = mail({ from: ticket.address, to: 'support@mail.makegood.example', subject: `Re: [${ticket.number}]` });
  expect(await arrives(raw)).toMatchObject({ outcome: 'SUSPENDED', cause: 'no-ticket' });
  expect((await ticketState(ticket.number)).status).toBe('DENIED');
});

test('an answer to a message of ours is known without the reply address', async () => {
  const ticket = await aDeniedTicket();
  const [{ messageId }] = (await db.query<{ messageId: string }>(
    sql`SELECT message_id FROM email WHERE ticket_id = ${ticket.id}::uuid AND key LIKE 'decision:%'`,
  )) as [{ messageId: string }];
  const raw = mail({
    from: ticket.address,
    to: 'support@mail.makegood.example',
    headers: [`In-Reply-To: ${messageId}`],
  });
  expect(await arrives(raw)).toMatchObject({ outcome: 'ATTACHED', ticketId: ticket.id });
});

test.each([
  ['out of office', ['Auto-Submitted: auto-replied']],
  ['a mailing list', ['List-Id: <news.example>']],
])('%s is recorded and moves nothing', async (_, headers) => {
  const ticket = await aDeniedTicket();
  expect(await arrives(replyTo(ticket, { headers }))).toMatchObject({ outcome: 'RECORDED', ticketId: ticket.id });
  expect((await ticketState(ticket.number)).status).toBe('DENIED');
  expect(await replies(ticket)).toBe(0);
});

test('our own mail that comes back is dropped', async () => {
  const ticket = await aDeniedTicket();
  const headers = [`X-Makegood-Loop: ${installationId()}`];
  expect(await arrives(replyTo(ticket, { headers }))).toMatchObject({ outcome: 'DROPPED', cause: 'own-loop' });
});

test('a bounce marks the e-mail and the address, and is no message', async () => {
  const ticket = await aDeniedTicket();
  const [email] = await db.query<{ id: string; messageId: string }>(
    sql`SELECT id, message_id FROM email WHERE ticket_id = ${ticket.id}::uuid AND key LIKE 'decision:%'`,
  );
  const to = bounceAddress(email!.messageId);
  const raw = mail({
    from: 'MAILER-DAEMON@relay.example',
    to,
    subject: 'Undelivered Mail Returned to Sender',
    text: '550 5.1.1 no such user',
  });
  expect(await arrives(raw, { to: [to], from: '' })).toMatchObject({ outcome: 'RECORDED', class: 'bounce' });
  const [marked] = await db.query<{ status: string; bounce: string }>(
    sql`SELECT status, bounce FROM email WHERE id = ${email!.id}::uuid`,
  );
  expect(marked!.status).toBe('FAILED');
  expect(marked!.bounce).toContain('5.1.1');
  expect(await db.query(sql`SELECT FROM suppression WHERE address = ${ticket.address}`)).toHaveLength(1);
  expect(await replies(ticket)).toBe(0);
});

test('the twenty-first mail of an hour waits for a person', async () => {
  const ticket = await anOpenTicket();
  const fates: string[] = [];
  for (let n = 0; n < 21; n += 1) fates.push((await arrives(replyTo(ticket, { text: `No. ${n}` }))).outcome);
  expect(fates).toEqual([...Array<string>(20).fill('ATTACHED'), 'SUSPENDED']);
});

/** A reader has it since so many seconds, for the third time. */
async function isBeingRead(subject: Subject, seconds: number): Promise<string> {
  const kept = await keepMail(
    { door: 'smtp', raw: replyTo(subject), envelope: { from: 'player@player.example', to: [] } },
    { at: NOW },
  );
  if ('refused' in kept) throw new Error(kept.message);
  await db.execute(sql`
    UPDATE inbound_email SET tries = 3, lease_until = now() + make_interval(secs => ${60 - seconds})
     WHERE id = ${kept.id}::uuid`);
  await processMails({ at: NOW });
  const [fate] = await db.query<Fate>(sql`SELECT outcome FROM inbound_email WHERE id = ${kept.id}::uuid`);
  return fate!.outcome;
}

test('a mail that somebody reads for the third time is left to them for a minute, then it is put aside', async () => {
  const subject = await aDeniedTicket();
  expect(await isBeingRead(subject, 59)).toBe('RECEIVED');
  expect(await isBeingRead(subject, 61)).toBe('SUSPENDED');
});

test('thirty replies at once and eight readers: each is a message of its ticket', async () => {
  const subjects = [await aDeniedTicket(), await aDeniedTicket(), await aDeniedTicket()];
  const mails = subjects.flatMap((subject) => Array.from({ length: 10 }, () => replyTo(subject)));
  const envelope = { from: 'player@player.example', to: [] };
  await Promise.all(mails.map((raw) => keepMail({ door: 'smtp', raw, envelope }, { at: NOW })));
  await Promise.all(Array.from({ length: 8 }, () => processMails({ at: NOW })));
  for (const subject of subjects) expect(await replies(subject)).toBe(10);
});
