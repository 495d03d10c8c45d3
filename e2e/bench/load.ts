/**
 * Load over raw keep-alive sockets: a client that costs a small part of the server it measures. One request at a time on each
 * connection, prepared beforehand; of an answer it reads the status and skips the body by its length.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Load = { perSecond: number; statuses: Map<number, number>; accepted: number[]; latenciesMs: number[] };

/** As fast as the server goes. `requests` are whole HTTP/1.1 requests; `accepted` are the indices answered with 2xx. */
export async function saturate(port: number, connections: number, requests: readonly Buffer[]): Promise<Load> {
  const clients = await openClients(port, connections);
  const load = newLoad();
  const started = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (next < requests.length) {
        const index = next;
        next += 1;
        await ask(client, requests, index, performance.now(), load);
      }
    }),
  );
  return finish(load, clients, started);
}

/**
 * At a steady rate, whatever the answers do; a request that finds every connection busy waits, and its waiting counts: a
 * client that slows down with its server measures nothing.
 */
export async function pace(
  port: number,
  connections: number,
  requests: readonly Buffer[],
  perSecond: number,
): Promise<Load> {
  const idle = await openClients(port, connections);
  const clients = [...idle];
  const load = newLoad();
  const started = performance.now();
  const due = (index: number) => started + (index * 1000) / perSecond;
  const underway = new Set<Promise<void>>();
  for (let next = 0; next < requests.length; ) {
    while (next < requests.length && idle.length > 0 && due(next) <= performance.now()) {
      const client = idle.pop()!;
      const asked = ask(client, requests, next, due(next), load).then(() => {
        idle.push(client);
        underway.delete(asked);
      });
      underway.add(asked);
      next += 1;
    }
    if (idle.length === 0) await Promise.race(underway);
    else await wait(1);
  }
  await Promise.all(underway);
  return finish(load, clients, started);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

type Client = { socket: Socket; answered: (status: number) => void; failed: (error: Error) => void };

function openClients(port: number, connections: number): Promise<Client[]> {
  return Promise.all(Array.from({ length: connections }, () => openClient(port)));
}

async function openClient(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const client: Client = { socket, answered: () => undefined, failed: () => undefined };
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    const end = endOfAnswer(rest);
    if (end < 0) return;
    const status = Number(rest.slice(9, 12));
    rest = rest.slice(end);
    client.answered(status);
  });
  socket.on('error', (error) => client.failed(error));
  socket.on('close', () => client.failed(new Error('the server closed the connection')));
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return client;
}

/** Behind the last byte of the first answer, or -1 while it is not there. */
function endOfAnswer(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return -1;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, head));
  if (length) return text.length >= head + 4 + Number(length[1]) ? head + 4 + Number(length[1]) : -1;
  const last = text.indexOf('0\r\n\r\n', head + 2);
  return last < 0 ? -1 : last + 5;
}

function ask(client: Client, requests: readonly Buffer[], index: number, since: number, load: Load): Promise<void> {
  return new Promise((resolve, reject) => {
    client.failed = reject;
    client.answered = (status) => {
      load.latenciesMs.push(performance.now() - since);
      load.statuses.set(status, (load.statuses.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) load.accepted.push(index);
      resolve();
    };
    client.socket.write(requests[index]!);
  });
}

function newLoad(): Load {
  return { perSecond: 0, statuses: new Map(), accepted: [], latenciesMs: [] };
}

function finish(load: Load, clients: readonly Client[], started: number): Load {
  const seconds = (performance.now() - started) / 1000;
  for (const client of clients) {
    client.failed = () => undefined;
    client.socket.destroy();
  }
  return { ...load, perSecond: load.latenciesMs.length / seconds };
}
