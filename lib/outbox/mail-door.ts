/**
 * The SMTP door for mail that comes in; LMTP when a mail server delivers on the same machine. It takes mail for our own
 * addresses only, and says `250` when the message is kept for good (`receive` has returned), never before. Sender checks
 * (SPF, DKIM, DMARC) are the work of the mail server in front, which writes down what it found.
 */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { log } from '@/lib/foundation/log';
import { isOwnAddress } from '@/lib/outbox/mail-identity';
import type { Envelope } from '@/lib/rules/mail-class';
import { LARGEST_MAIL } from '@/lib/rules/read-mail';
import { isRefusal, type Refusal } from '@/lib/rules/refusal';

/** Returns when the mail is kept; throws when it could not be, and the sender comes again. */
export type Receive = (mail: { raw: Buffer; envelope: Envelope }) => Promise<{ id: string } | Refusal>;

export type MailDoor = { port: number; close: () => Promise<void> };

type Options = { port: number; host: string; lmtp?: boolean };

const MOST_RECIPIENTS = 20;

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function openMailDoor({ port, host, lmtp = false }: Options, receive: Receive): Promise<MailDoor> {
  const server = new SMTPServer({
    lmtp,
    name: 'makegood',
    banner: 'Makegood',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: LARGEST_MAIL,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo: ({ address }, session, done) => done(refusalOf(address, session)),
    onData: (stream, session, done) => {
      take(stream, session, receive).then((answer) => done(null, answer), done);
    },
  });
  // A client that hangs up in the middle is no news.
  server.on('error', (error) => log.debug({ reason: error.message }, 'mail door'));
  await new Promise<void>((listening, failed) => {
    server.server.once('error', failed);
    server.listen(port, host, listening);
  });
  return {
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function refusalOf(address: string, { envelope }: SMTPServerSession): Error | null {
  if (envelope.rcptTo.length >= MOST_RECIPIENTS) return answer(452, '4.5.3 Too many recipients');
  return isOwnAddress(address) ? null : answer(550, '5.1.1 No such address here');
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

async function take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, receive: Receive): Promise<string> {
  const raw = await readBounded(stream);
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const to = envelope.rcptTo.map(({ address }) => address);
  const kept = await receive({ raw, envelope: { from, to } }).catch((error: Error) => {
    log.error({ reason: error.message }, 'a mail could not be kept');
    throw answer(451, '4.3.0 Could not be kept now, try again');
  });
  if (isRefusal(kept)) throw answer(552, '5.3.4 Message too large');
  return `2.0.0 kept as ${kept.id}`;
}

/** One byte more than we take is enough to know; the rest flows past. */
async function readBounded(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (size <= LARGEST_MAIL) chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks);
}
