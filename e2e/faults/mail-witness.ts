/**
 * The mail server: says what it is told to say at each stage of the conversation, and writes down each message that it has
 * taken. `take-and-drop` after the final dot takes the message and hangs up before it says so; `hang` never answers.
 */
import { appendFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

export type Stage = 'greeting' | 'auth' | 'rcpt' | 'dot';
/** A reply like `450 4.2.0 busy`, or one of the things that are not replies; nothing for the usual yes. */
export type Script = (stage: Stage, recipient: string) => string | undefined;

export type AcceptedMail = { to: string; messageId: string; answered: boolean };

export type MailWitness = {
  url: string;
  accepted: AcceptedMail[];
  obey: (script: Script) => void;
  /** Nobody listens at the port; everybody who was connected is thrown out. */
  goDown: () => Promise<void>;
  comeUp: () => Promise<void>;
  stop: () => Promise<void>;
};

const YES: Record<Stage, string> = {
  greeting: '220 witness',
  auth: '235 2.7.0 welcome',
  rcpt: '250 2.1.5 ok',
  dot: '250 2.0.0 taken',
};

export async function startMailWitness(log: string): Promise<MailWitness> {
  const accepted: AcceptedMail[] = [];
  const sockets = new Set<Socket>();
  let script: Script = () => undefined;
  const take = (mail: AcceptedMail) => {
    accepted.push(mail);
    appendFileSync(log, `${JSON.stringify({ at: new Date().toISOString(), ...mail })}\n`);
  };
  const listen = (port: number) =>
    new Promise<Server>((done, failed) => {
      const made = createServer((socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
        converse(socket, (stage, to) => script(stage, to), take);
      }).on('error', failed);
      made.listen(port, '127.0.0.1', () => done(made));
    });
  let server: Server | null = await listen(0);
  const { port } = server.address() as { port: number };
  const goDown = async () => {
    const ending = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (ending) await new Promise((done) => ending.close(done));
  };
  return {
    url: `smtp://makegood:secret@127.0.0.1:${port}`,
    accepted,
    obey: (next) => {
      script = next;
    },
    goDown,
    comeUp: async () => {
      server ??= await listen(port);
    },
    stop: goDown,
  };
}

function converse(socket: Socket, script: Script, take: (mail: AcceptedMail) => void): void {
  let buffer = '';
  let inData = false;
  let to = '';
  const say = (stage: Stage): string => {
    const reply = script(stage, to) ?? YES[stage];
    if (reply === 'drop' || reply === 'take-and-drop') socket.destroy();
    else if (reply !== 'hang') socket.write(`${reply}\r\n`);
    return reply;
  };
  const onLine = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') socket.write('250-witness\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n');
    else if (verb === 'AUTH') say('auth');
    else if (verb === 'RCPT') {
      to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      say('rcpt');
    } else if (verb === 'DATA') {
      inData = true;
      socket.write('354 go on\r\n');
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  const onMessage = (raw: string) => {
    inData = false;
    const messageId = /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '';
    const reply = script('dot', to) ?? YES.dot;
    // Written down before anybody is told: a mail server that has said yes has the message.
    if (reply.startsWith('2') || reply === 'take-and-drop' || reply === 'take-and-hang')
      take({ to, messageId, answered: reply.startsWith('2') });
    if (reply === 'drop' || reply === 'take-and-drop') socket.destroy();
    else if (!reply.endsWith('hang')) socket.write(`${reply}\r\n`);
  };
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const end = inData ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) onMessage(text);
      else onLine(text);
    }
  });
  say('greeting');
}
