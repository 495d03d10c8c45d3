/**
 * A real IMAP server with one account, on loopback: hoodiecrow, which speaks IDLE. Mail can be put in, the server can be told
 * to break off in the middle of a mail or to turn everybody away, and it counts who signs in. State outlives a restart.
 */
import { createRequire } from 'node:module';
import type { Server, Socket } from 'node:net';

type Message = { raw: string; flags: string[]; uid?: number };
type Folder = { messages: Message[] };
type Connection = { socket: Socket };
type Command = (connection: Connection, parsed: { attributes?: unknown[] }, data: string, done: () => void) => void;
type Hoodiecrow = {
  server: Server;
  listen: (port: number, host: string, done: () => void) => void;
  getMailbox: (path: string) => Folder;
  appendMessage: (path: string, flags: string[], date: string, raw: string) => void;
  getCommandHandler: (name: string) => Command;
  setCommandHandler: (name: string, handler: Command) => void;
  connectionHandlers: ((connection: Connection) => void)[];
};

// It has no types of its own.
const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow;

export type ImapServer = {
  /** Of a folder; with `password` somebody else's. */
  url: (folder?: string, password?: string) => string;
  deliver: (raw: string, folder?: string) => void;
  /** What stands there without `\Seen`. */
  unseen: (folder?: string) => string[];
  connections: () => number;
  logins: () => number;
  /** This many fetches break off in the middle of the mail, and the line with them. */
  breakOff: (times: number) => void;
  /** Everybody who is connected is thrown out. */
  restart: () => void;
  stop: () => Promise<void>;
};

const PLUGINS = ['IDLE', 'UIDPLUS', 'UNSELECT', 'ENABLE', 'ID', 'NAMESPACE', 'SPECIAL-USE', 'LITERALPLUS'];
const FOLDER = 'Desk Mail/Größe';
/** As folder names travel: modified UTF-7. */
const FOLDER_ON_THE_WIRE = 'Desk Mail/Gr&APYA3w-e';

export async function startImapServer(): Promise<ImapServer> {
  const sockets = new Set<Socket>();
  let [connections, logins, toBreak] = [0, 0, 0];
  const storage = {
    INBOX: { messages: [] },
    '': { separator: '/', folders: { 'Desk Mail': { folders: { 'Gr&APYA3w-e': { messages: [] } } } } },
  };
  const imap = hoodiecrow({ plugins: PLUGINS, storage, users: { 'desk@mail.example': { password: 's/ecret' } } });
  imap.connectionHandlers.push(({ socket }) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  const [login, fetch] = [imap.getCommandHandler('LOGIN'), imap.getCommandHandler('UID FETCH')];
  imap.setCommandHandler('LOGIN', (...command) => {
    logins += 1;
    login(...command);
  });
  imap.setCommandHandler('UID FETCH', (connection, parsed, data, done) => {
    if (toBreak === 0) return fetch(connection, parsed, data, done);
    toBreak -= 1;
    connection.socket.write('* 1 FETCH (UID 1 BODY[] {4000}\r\nSubject: half a', () => connection.socket.destroy());
  });
  await new Promise<void>((done) => imap.listen(0, '127.0.0.1', done));
  const { port } = imap.server.address() as { port: number };
  const path = (folder: string) => (folder === FOLDER ? FOLDER_ON_THE_WIRE : folder);
  const restart = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: (folder = '', password = 's/ecret') =>
      `imap://desk%40mail.example:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(folder)}`,
    deliver: (raw, folder = 'INBOX') => imap.appendMessage(path(folder), [], '', raw),
    unseen: (folder = 'INBOX') =>
      imap
        .getMailbox(path(folder))
        .messages.filter(({ flags }) => !flags.includes('\\Seen'))
        .map(({ raw }) => raw),
    connections: () => connections,
    logins: () => logins,
    breakOff: (times) => {
      toBreak = times;
    },
    restart,
    stop: () => {
      const stopped = new Promise<void>((done) => imap.server.close(() => done()));
      restart();
      return stopped;
    },
  };
}
