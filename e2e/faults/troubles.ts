/** What publishers do when they are in trouble, a game for each: to every call while it lasts, and nothing afterwards. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Manner } from './publisher-witness';

type Trouble = {
  /** How its address differs from the others'. */
  address?: (address: string) => string;
  /** Once for each reward, or until the trouble is over. */
  once?: true;
  answer: (response: ServerResponse, trap: string) => 'not-taken' | 'taken';
};

const ZEROS = gzipSync(Buffer.alloc(32 * 1024 * 1024));

export const TROUBLES: Readonly<Record<string, Trouble>> = {
  fails: { answer: (response) => end(response.writeHead(500), 'out of order') },
  hangs: { answer: () => 'not-taken' },
  drips: {
    answer: (response) => {
      const drop = setInterval(() => response.write('.'), 100);
      response.on('close', () => clearInterval(drop));
      return 'not-taken';
    },
  },
  endless: {
    answer: (response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
      return 'not-taken';
    },
  },
  compressed: { answer: (response) => end(response.writeHead(200, { 'content-encoding': 'gzip' }), ZEROS) },
  redirects: { answer: (response, trap) => end(response.writeHead(307, { location: trap })) },
  resets: {
    once: true,
    answer: (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half an ans');
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
      return 'taken';
    },
  },
  drops: {
    once: true,
    answer: (response) => {
      response.socket?.destroy();
      return 'taken';
    },
  },
  // A door without TLS where TLS is asked for.
  'no-tls': { address: (address) => address.replace('http:', 'https:'), answer: (response) => end(response) },
  // The name is the trouble (turning-names-worker.ts): every call has to ask for it again.
  turns: {
    address: (address) => address.replace('127.0.0.1', 'turns.example'),
    once: true,
    answer: (response) => end(response.writeHead(503, { connection: 'close' })),
  },
};

function end(response: ServerResponse, body: string | Buffer = ''): 'not-taken' {
  response.end(body);
  return 'not-taken';
}

/** The manner of all games at once; those that are no trouble's behave as usual. */
export function inTrouble(trap: string): Manner {
  const met = new Set<string>();
  return ({ app, eventId }, response) => {
    const trouble = TROUBLES[app];
    if (!trouble || (trouble.once && met.has(eventId))) return 'usual';
    met.add(eventId);
    return trouble.answer(response, trap);
  };
}
