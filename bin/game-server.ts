/**
 * The demo's pretended games: a real HTTP server that takes reward callbacks as a publisher's server would, checks their
 * signature, pays each event id once, and shows what it has paid. Written from the seed's description of ironSource
 * callbacks, not from our dialect's code.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type GameServer = {
  url: string;
  stop: () => Promise<void>;
  /** The private key that each game (by app key) shares with the wall. */
  useSecrets: (secrets: Record<string, string>) => void;
};

type Payment = { at: string; game: string; user: string; rewards: number; event: string; kind: 'reward' | 'reversal' };

const KEPT = 500;

export async function startGameServer(): Promise<GameServer> {
  const payments: Payment[] = [];
  const seen = new Set<string>();
  let secrets: Record<string, string> = {};
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://game');
    const callback = /^\/games\/([\w-]+)\/(reward|reversal)$/.exec(url.pathname);
    if (callback) return take(url.searchParams, callback[1]!, callback[2] as Payment['kind'], response);
    if (url.pathname === '/payments.json') return answer(response, 200, 'application/json', JSON.stringify(payments));
    return url.pathname === '/'
      ? answer(response, 200, 'text/html; charset=utf-8', page(payments))
      : answer(response, 404, 'text/plain', 'no such page');
  });

  function take(query: URLSearchParams, game: string, kind: Payment['kind'], response: ServerResponse): void {
    const [user, rewards, event] = [query.get('user') ?? '', query.get('rewards') ?? '', query.get('event') ?? ''];
    if (!isSigned(query, secrets[game])) {
      answer(response, 403, 'text/plain', 'wrong signature');
      return;
    }
    const key = `${kind}:${event}`;
    if (!seen.has(key)) {
      seen.add(key);
      payments.unshift({ at: new Date().toISOString(), game, user, rewards: Number(rewards), event, kind });
      payments.length = Math.min(payments.length, KEPT);
    }
    answer(response, 200, 'text/plain', `<status> ${event}:OK</status>`);
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    useSecrets: (given) => {
      secrets = given;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** "md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY])" */
function isSigned(query: URLSearchParams, secret: string | undefined): boolean {
  if (!secret) return false;
  const part = (name: string) => query.get(name) ?? '';
  const expected = createHash('md5')
    .update(part('timestamp') + part('event') + part('user') + part('rewards') + secret)
    .digest();
  const received = /^[0-9a-f]{32}$/i.test(part('signature')) ? Buffer.from(part('signature'), 'hex') : Buffer.alloc(16);
  return timingSafeEqual(expected, received);
}

function answer(response: ServerResponse<IncomingMessage>, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type }).end(body);
}

function page(payments: Payment[]): string {
  const text = (value: unknown) => String(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const rows = payments
    .map(
      ({ at, game, user, rewards, event, kind }) =>
        `<tr><td>${[at, game, user, kind === 'reversal' ? -Math.abs(rewards) : rewards, event].map(text).join('<td>')}`,
    )
    .join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Game server</title>
<style>body{font:16px/1.5 system-ui;margin:2rem;color-scheme:light dark}td,th{padding:.25rem .75rem;text-align:start;font-variant-numeric:tabular-nums}</style>
<h1>What the games have paid</h1><p>A pretended publisher. Every event id is paid once, however often it is called.</p>
<table><thead><tr><th>when<th>game<th>player<th>coins<th>event</thead><tbody>${rows || '<tr><td colspan="5">Nothing yet.'}</tbody></table></html>`;
}
