/**
 * The built-in mail server of the demo and the tests: takes everything, delivers nothing. Each message becomes a file in the
 * folder, in the order of arrival; lib/outbox/read-mail-sink.ts reads them, /dev/mailbox and /api/dev/mailbox show them.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SinkMail } from '../lib/outbox/read-mail-sink';

export type MailSink = { port: number; stop: () => Promise<void> };

const LARGEST = 10 * 1024 * 1024;

/** Listens on 127.0.0.1; port 0 takes a free one. What is in the folder already stays there. */
export async function startMailSink(folder: string, port = 0): Promise<MailSink> {
  mkdirSync(folder, { recursive: true });
  let arrived = latestIn(folder);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: LARGEST,
    closeTimeout: 1000,
    onData: (stream, session, done) => {
      take(stream, session)
        .then((mail) => {
          arrived += 1;
          return store(folder, { ...mail, id: String(arrived).padStart(9, '0') });
        })
        .then(() => done(), done);
    },
  });
  // A client that hangs up in the middle is no reason to end the demo.
  server.on('error', () => undefined);
  await new Promise<void>((listening, failed) => {
    server.server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    port: (server.server.address() as { port: number }).port,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}

function latestIn(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map((name) => Number.parseInt(name, 10) || 0));
}

async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Omit<SinkMail, 'id'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('Message too large'), { responseCode: 552 });
  const parsed = await PostalMime.parse(Buffer.concat(chunks));
  return {
    from: parsed.from?.address ?? '',
    to: session.envelope.rcptTo.map(({ address }) => address).join(', '),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    messageId: parsed.messageId ?? '',
    headers: headersOf(parsed),
    receivedAt: new Date().toISOString(),
  };
}

/** Names in lower case; a header that stands there twice is joined. */
function headersOf({ headers }: Email): Record<string, string> {
  const joined = new Map<string, string>();
  for (const { key, value } of headers) joined.set(key, joined.has(key) ? `${joined.get(key)}, ${value}` : value);
  return Object.fromEntries(joined);
}

/** Renamed into place: a reader never sees half a message. */
async function store(folder: string, mail: SinkMail): Promise<void> {
  const unfinished = join(folder, `.${mail.id}.unfinished`);
  await writeFile(unfinished, JSON.stringify(mail, null, 2));
  await rename(unfinished, join(folder, `${mail.id}.json`));
}
