/** Names that mean another address the next time they are asked for. */
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callOut } from './http';

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }));

const answersWith = (...addresses: string[]) =>
  vi.mocked(lookup).mockResolvedValueOnce(addresses.map((address) => ({ address, family: 4 })) as never);
let calls: (string | undefined)[];
let url: string;
let close: () => void;

beforeEach(async () => {
  vi.mocked(lookup).mockReset();
  calls = [];
  const server = createServer((request, response) => {
    calls.push(request.headers.host);
    response.setHeader('Connection', 'close').end('OK');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://game.example:${(server.address() as AddressInfo).port}/`;
  close = () => server.close();
});
afterEach(() => close());

const get = (allowPrivate: boolean) => callOut({ method: 'GET', url }, { timeoutMs: 2000, allowPrivate });

test('a name is asked for once per connection, and the call goes to the address that was checked', async () => {
  answersWith('127.0.0.1');
  expect(await get(true)).toMatchObject({ status: 200 });
  expect(lookup).toHaveBeenCalledTimes(1);
  expect(calls).toEqual([new URL(url).host]);
});

test('a name that was harmless and turns to our own network is refused the next time', async () => {
  answersWith('127.0.0.1');
  expect(await get(true)).toMatchObject({ status: 200 });
  answersWith('169.254.169.254');
  expect(await get(true)).toMatchObject({
    failed: 'refused-address',
    detail: expect.stringContaining('169.254.169.254'),
  });
  answersWith('127.0.0.1');
  expect(await get(false)).toMatchObject({ failed: 'refused-address' });
  expect(calls).toHaveLength(1);
});

test('one private address among public ones refuses them all', async () => {
  answersWith('93.184.216.34', '127.0.0.1');
  expect(await get(false)).toMatchObject({ failed: 'refused-address' });
  expect(calls).toEqual([]);
});
