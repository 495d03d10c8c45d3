/**
 * What happens to mail on its way in, to a few tickets each: the line is lost after the final dot, deliveries are repeated, the
 * mailbox breaks off in the middle of a mail, poison arrives first, another desk answers every mail, and bounces pour in.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import nodemailer, { type Transporter } from 'nodemailer';
import { type Blanks, fillMail } from '../fixtures/mail/fill';
import type { ImapServer } from '../support/imap-server';
import { atOnce } from './at-once';

export const TROUBLES = ['dropped', 'repeated', 'restarted', 'poisoned', 'looping', 'bounced'] as const;
export type Trouble = (typeof TROUBLES)[number];
export type Ticket = Blanks & { id: string };
export type Tickets = Record<Trouble, Ticket[]>;

/** A desk under test: the product, or what stands in for it. */
export type Desk = {
  port: number;
  imap: ImapServer;
  /** Message-IDs of what it has sent to this address. */
  sentTo: (address: string) => string[];
  settled: () => Promise<boolean>;
};

export async function afflict(desk: Desk, tickets: Tickets, bounces: number, patienceMs: number): Promise<void> {
  const client = nodemailer.createTransport({
    host: '127.0.0.1',
    port: desk.port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 8,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  for (const { reply } of tickets.poisoned) await deliver(client, reply, poison(reply));
  desk.imap.breakOff(1);
  for (const ticket of tickets.restarted) desk.imap.deliver(fillMail('gmail-web', ticket).toString('latin1'));
  await atOnce(4, tickets.dropped, (ticket) => twiceAfterTheDot(desk.port, client, ticket));
  await atOnce(4, tickets.repeated, async (ticket) => {
    const raw = fillMail('gmail-web', ticket);
    await Promise.all([1, 2, 3].map((hop) => deliver(client, ticket.reply, onceMore(raw, hop))));
  });
  for (const ticket of tickets.poisoned) await deliver(client, ticket.reply, fillMail('gmail-web', ticket));
  await otherDesks(desk, client, tickets.looping, patienceMs);
  const numbers = Array.from({ length: bounces }, (_, index) => tickets.bounced[index % tickets.bounced.length]!);
  await atOnce(16, numbers, (ticket) =>
    deliver(client, ticket.bounce, fillMail('dsn-postfix', { ...ticket, messageId: anId() }), ''),
  );
  await untilSettled(desk, patienceMs);
  client.close();
}

/** Or until patience has ended; what is still not done then is for the judge. */
export async function untilSettled(desk: Desk, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await desk.settled()) && performance.now() < end) await wait(100);
}

/** Whoever is turned away for now is not at fault; the next delivery is the sender's second try. */
async function deliver(client: Transporter, to: string, raw: Buffer, from = 'player@players.example'): Promise<void> {
  await client.sendMail({ envelope: { from, to: [to] }, raw }).catch(() => undefined);
}

function onceMore(raw: Buffer, hop: number): Buffer {
  return Buffer.concat([Buffer.from(`Received: from hop-${hop}.example\r\n`), raw]);
}

/** The whole message, and nobody there to hear that it was taken; then the sender comes again. */
async function twiceAfterTheDot(port: number, client: Transporter, ticket: Ticket): Promise<void> {
  const raw = fillMail('gmail-web', ticket);
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => undefined);
  const heard = async (code: string) => {
    for (let text = ''; !new RegExp(`^${code} `, 'm').test(text); ) text += (await once(socket, 'data'))[0];
  };
  await heard('220');
  for (const [line, code] of [
    ['EHLO sender', '250'],
    ['MAIL FROM:<player@players.example>', '250'],
    [`RCPT TO:<${ticket.reply}>`, '250'],
    ['DATA', '354'],
  ] as const) {
    socket.write(`${line}\r\n`);
    await heard(code);
  }
  socket.end(Buffer.concat([raw, Buffer.from('.\r\n')]));
  await once(socket.resume(), 'close');
  await deliver(client, ticket.reply, raw);
}

/** A thousand parts. */
function poison(to: string): Buffer {
  const part = '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n';
  const head = `Message-ID: ${anId()}\r\nTo: ${to}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n`;
  return Buffer.from(`${head}${part.repeat(1000)}--b--\r\n`);
}

const MOST_ROUNDS = 20;

/** They answer every mail, and do not say that they are machines. */
async function otherDesks(desk: Desk, client: Transporter, tickets: Ticket[], patienceMs: number): Promise<void> {
  for (const ticket of tickets) await deliver(client, ticket.reply, fillMail('one-word', ticket));
  const answered = new Set(tickets.map(({ sent }) => sent));
  const end = performance.now() + patienceMs;
  for (let over = false; !over && answered.size <= MOST_ROUNDS * tickets.length && performance.now() < end; ) {
    await wait(100);
    over = await desk.settled();
    for (const ticket of tickets)
      for (const sent of desk.sentTo(ticket.from).filter((id) => !answered.has(id))) {
        answered.add(sent);
        over = false;
        await deliver(client, ticket.reply, fillMail('one-word', { ...ticket, sent, messageId: anId() }));
      }
  }
}

function anId(): string {
  return `<${randomUUID()}@player.example>`;
}
