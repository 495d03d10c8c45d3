/**
 * A publisher's server that does as it is told. Written out of the description of ironSource's callbacks, not of our code:
 * it keeps what it accepted by event id, so that "paid twice" can be asked from outside.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Heard = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
};
export type Script = (heard: Heard, response: ServerResponse, nth: number) => void;

export const acknowledge: Script = ({ query }, response) =>
  response.end(`<status> ${query.get('eventId')}:OK</status>`);

export type ScriptedPublisher = {
  url: string;
  /** Every request that came, whatever became of it. */
  heard: Heard[];
  /** The most requests that were open at the same time. */
  mostAtOnce: () => number;
  obey: (script: Script) => void;
  stop: () => Promise<void>;
};

export async function startScriptedPublisher(script: Script = acknowledge): Promise<ScriptedPublisher> {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  let obeyed = script;
  let open = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://publisher');
    const one = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body };
    heard.push(one);
    obeyed(one, response, heard.length);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    mostAtOnce: () => most,
    obey: (next) => {
      obeyed = next;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
