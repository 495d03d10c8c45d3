/**
 * The publishers: an HTTP server that takes reward callbacks in two dialects, writes down each one that it accepts, and
 * misbehaves when told to. What it wrote down is what the game has paid, whatever our database says.
 */
import { appendFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type AcceptedCallback = {
  app: string;
  user: string;
  eventId: string;
  amount: string;
  /** It takes a reward back. */
  reversal: boolean;
  answered: boolean;
  /** By `performance.now()`. */
  at: number;
};

/** What a publisher in trouble does to a call: nothing to it, or it is as if it had never come, or is taken without a word. */
export type Manner = (callback: Callback, response: ServerResponse) => 'usual' | 'not-taken' | 'taken';

export type PublisherWitness = {
  accepted: AcceptedCallback[];
  /** Accepts, but hangs up before it says so: for one in so many; 0 for never. */
  dropEvery: (count: number) => void;
  /** How long an answer takes. */
  delay: (ms: number) => void;
  /** `not-taken` and `taken`: the manner itself has seen to the answer. */
  behave: (manner: Manner) => void;
  port: number;
  apps: (keys: string[]) => { key: string; dialect: string; url: string }[];
  stop: () => Promise<void>;
};

export async function startPublisherWitness(log: string): Promise<PublisherWitness> {
  const accepted: AcceptedCallback[] = [];
  let everyNth = 0;
  let delayMs = 0;
  let manner: Manner = () => 'usual';
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://publisher');
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const callback = request.method === 'POST' ? fromBody(url, body) : fromQuery(url);
    await wait(delayMs);
    const done = manner(callback, response);
    if (done === 'not-taken') return;
    const answered = done === 'usual' && (everyNth === 0 || accepted.length % everyNth !== everyNth - 1);
    accepted.push({ ...callback, answered, at: performance.now() });
    appendFileSync(log, `${JSON.stringify({ at: new Date().toISOString(), ...callback, answered })}\n`);
    if (answered) response.end(`${callback.eventId}:OK`);
    else if (done === 'usual') request.socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}`;
  return {
    accepted,
    dropEvery: (count) => {
      everyNth = count;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    behave: (next) => {
      manner = next;
    },
    port,
    apps: (keys) =>
      keys.map((key, index) =>
        index % 3 === 2
          ? { key, dialect: 'standard', url: `${root}/${key}` }
          : { key, dialect: 'ironsource', url: `${root}/${key}?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]` },
      ),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

type Callback = Omit<AcceptedCallback, 'answered' | 'at'>;

function fromQuery({ pathname, searchParams }: URL): Callback {
  const part = (name: string) => searchParams.get(name) ?? '';
  const reversal = searchParams.has('reversal');
  return { app: pathname.slice(1), user: part('user'), eventId: part('event'), amount: part('rewards'), reversal };
}

function fromBody({ pathname }: URL, body: string): Callback {
  const { user, eventId, amount, type } = JSON.parse(body) as Record<'user' | 'eventId' | 'amount' | 'type', string>;
  return { app: pathname.slice(1), user, eventId, amount, reversal: type === 'reversal' };
}
