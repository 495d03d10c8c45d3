/** A mail server that does as it is told: answers any code at any stage, or hangs up. What it accepted is kept. */
import { createServer, type Socket } from 'node:net';

export type Stage = 'greeting' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';

/** The reply for this stage (`550 5.1.1 No such user`), `drop` to hang up, nothing for the usual yes. */
export type Script = (stage: Stage, recipient: string) => string | undefined;

export type Accepted = { from: string; to: string; raw: string; messageId: string };

export type ScriptedSmtp = {
  url: string;
  accepted: Accepted[];
  connections: () => number;
  obey: (script: Script) => void;
  stop: () => Promise<void>;
};

const YES: Record<Stage, string> = {
  greeting: '220 test',
  auth: '235 welcome',
  mail: '250 ok',
  rcpt: '250 ok',
  data: '354 go on',
  dot: '250 2.0.0 queued',
};

export async function startScriptedSmtp(first: Script = () => undefined): Promise<ScriptedSmtp> {
  let script = first;
  let connections = 0;
  const accepted: Accepted[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, (stage, recipient) => script(stage, recipient), accepted);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    connections: () => connections,
    obey: (next) => {
      script = next;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function converse(socket: Socket, script: Script, accepted: Accepted[]): void {
  let buffer = '';
  let inData = false;
  let from = '';
  let to = '';
  const say = (stage: Stage): boolean => {
    const reply = script(stage, to) ?? YES[stage];
    if (reply === 'drop') socket.destroy();
    else socket.write(`${reply}\r\n`);
    return /^[23]/.test(reply);
  };
  const onLine = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') socket.write('250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n');
    else if (verb === 'AUTH') say('auth');
    else if (verb === 'MAIL') {
      from = bracketed(line);
      say('mail');
    } else if (verb === 'RCPT') {
      to = bracketed(line);
      say('rcpt');
    } else if (verb === 'DATA') inData = say('data');
    else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  const onMessage = (raw: string) => {
    inData = false;
    const messageId = /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '';
    if (say('dot')) accepted.push({ from, to, raw, messageId });
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

function bracketed(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
