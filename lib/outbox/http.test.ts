/** One call, against real servers on loopback. */
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { callOut } from './http';

const HERE = { timeoutMs: 1000, allowPrivate: true };
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serve(handler: RequestListener): Promise<string> {
  return listen(createServer(handler));
}

function get(url: string, limits = HERE) {
  return callOut({ method: 'GET', url }, limits);
}

test('an answer comes back with status, text and time', async () => {
  const url = await serve((_, response) => response.writeHead(201, { 'Retry-After': '7' }).end('e1:OK'));
  expect(await get(url)).toEqual({ status: 201, body: 'e1:OK', retryAfter: '7', durationMs: expect.any(Number) });
});

test('method, headers and body arrive, and nothing asks for compression', async () => {
  const heard: unknown[] = [];
  const url = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push([request.method, request.headers['webhook-id'], request.headers['accept-encoding'], body]);
    response.end();
  });
  await callOut({ method: 'POST', url, headers: { 'webhook-id': 'e1' }, body: '{"a":1}' }, HERE);
  expect(heard).toEqual([['POST', 'e1', 'identity', '{"a":1}']]);
});

test('a name is resolved and called', async () => {
  const url = await serve((request, response) => response.end(request.headers.host));
  const named = url.replace('127.0.0.1', 'localhost');
  expect(await get(named)).toMatchObject({ status: 200, body: named.replace('http://', '') });
});

test('a redirect is an answer and is not followed', async () => {
  let calls = 0;
  const url = await serve((_, response) => {
    calls += 1;
    response.writeHead(307, { Location: '/elsewhere' }).end();
  });
  expect(await get(url)).toMatchObject({ status: 307 });
  expect(calls).toBe(1);
});

test('private addresses are refused unless they are allowed, as literals and as names', async () => {
  let calls = 0;
  const url = await serve((_, response) => {
    calls += 1;
    response.end();
  });
  for (const address of [url, url.replace('127.0.0.1', 'localhost'), url.replace('127.0.0.1', '127.0.0.1.')]) {
    expect(await get(address, { ...HERE, allowPrivate: false })).toMatchObject({ failed: 'refused-address' });
  }
  expect(calls).toBe(0);
});

test('an endless body is cut, and the connection with it', async () => {
  let closed = false;
  const url = await serve((_, response) => {
    const more = setInterval(() => response.write('x'.repeat(16_384)), 1);
    response.on('close', () => {
      closed = true;
      clearInterval(more);
    });
  });
  expect(await get(url)).toMatchObject({ failed: 'too-large' });
  await expect.poll(() => closed).toBe(true);
});

test('64 KiB are read, one byte more is too large', async () => {
  const url = await serve((request, response) => response.end('x'.repeat(Number(request.url!.slice(1)))));
  expect(await get(`${url}/65536`)).toMatchObject({ status: 200, body: 'x'.repeat(65_536) });
  expect(await get(`${url}/65537`)).toMatchObject({ failed: 'too-large' });
});

test('what is compressed all the same is not inflated', async () => {
  const url = await serve((_, response) =>
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('e1:OK')),
  );
  const answer = await get(url);
  expect('failed' in answer ? answer.failed : answer.body).not.toContain('e1:OK');
});

test('a small answer that would be endless when inflated stays small', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const url = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
  const answer = await get(url);
  expect(answer).toMatchObject({ status: 200 });
  expect('body' in answer && answer.body.length).toBeLessThanOrEqual(bomb.length);
});

test('headers that drip end with the time allowed', async () => {
  const url = await listen(
    createTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('x: y\r\n'), 50);
      socket.on('close', () => clearInterval(drip));
    }),
  );
  const failed = await get(url, { ...HERE, timeoutMs: 300 });
  expect(failed).toMatchObject({ failed: 'timeout' });
  expect(failed.durationMs).toBeLessThan(900);
});

test('a body that drips ends with the time allowed', async () => {
  const url = await serve((_, response) => {
    const drip = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(drip));
  });
  const failed = await get(url, { ...HERE, timeoutMs: 300 });
  expect(failed).toMatchObject({ failed: 'timeout' });
  expect(failed.durationMs).toBeLessThan(900);
});

test('a server that accepts and says nothing times out', async () => {
  const url = await listen(createTcpServer());
  expect(await get(url, { ...HERE, timeoutMs: 200 })).toMatchObject({ failed: 'timeout' });
});

test('how a call failed is told: nobody there, hung up, no such name, no TLS, no HTTP', async () => {
  const gone = await serve((_, response) => response.end());
  for (const close of open.splice(0)) close();
  const hangsUp = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
  const babbles = await listen(createTcpServer((socket) => socket.once('data', () => socket.end('what?\r\n\r\n'))));
  expect(await get(gone)).toMatchObject({ failed: 'connect' });
  expect(await get(hangsUp)).toMatchObject({ failed: 'reset' });
  expect(await get('http://no-such-name.invalid/', { ...HERE, timeoutMs: 5000 })).toMatchObject({ failed: 'dns' });
  expect(await get(babbles.replace('http:', 'https:'))).toMatchObject({ failed: 'tls' });
  expect(await get(babbles)).toMatchObject({ failed: 'unreadable' });
});

test('headers without end are too large', async () => {
  const url = await listen(
    createTcpServer((socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}`)),
    ),
  );
  expect(await get(url)).toMatchObject({ failed: 'too-large' });
});
