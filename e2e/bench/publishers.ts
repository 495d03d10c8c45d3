/**
 * Fifty publishers in one process of their own: each an address that acknowledges at once, except those that are told to be
 * slow, to fail or to hang. Says every half second what each has acknowledged so far, and when the last one was.
 */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type Habit = 'prompt' | 'slow' | 'failing' | 'hanging';
export type Tally = Record<string, { acknowledged: number; firstAt: number; lastAt: number }>;

/** How each behaves, and how slow a slow one is. */
export type Told = { run: number; habits: Record<string, Habit>; slowMs: number };
export type Report = { run: number; tally: Tally };

let told: Told = { run: 0, habits: {}, slowMs: 0 };
let tally: Tally = {};

const server = createServer(async (request, response) => {
  const app = request.url!.slice(1);
  for await (const _ of request);
  switch (told.habits[app] ?? 'prompt') {
    case 'hanging':
      return;
    case 'failing':
      return response.writeHead(500).end();
    case 'slow':
      await wait(told.slowMs);
  }
  const now = performance.timeOrigin + performance.now();
  tally[app] ??= { acknowledged: 0, firstAt: now, lastAt: now };
  tally[app].acknowledged += 1;
  tally[app].lastAt = now;
  response.end('{}');
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  process.send!({ port });
});

process.on('message', (next: Told) => {
  told = next;
  tally = {};
});
setInterval(() => process.send!({ run: told.run, tally } satisfies Report), 500);
