/** A mailbox on a real IMAP server: what is unseen is kept and then marked, whatever breaks in between. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ImapServer, startImapServer } from '@/e2e/support/imap-server';
import type { Receive } from '@/lib/outbox/mail-door';
import { type Mailbox, readMailboxUrl, watchMailbox } from '@/lib/outbox/mailbox';

const mail = (n: number) => `Message-ID: <${n}@player.example>\r\nSubject: No. ${n}\r\n\r\nMail ${n}.\r\n`;

let server: ImapServer;
let watched: Mailbox | undefined;
let kept: string[];

beforeEach(async () => {
  server = await startImapServer();
  kept = [];
});
afterEach(async () => {
  await watched?.close();
  await server.stop();
});

const keep: Receive = async ({ raw }) => {
  kept.push(raw.toString());
  return { id: 'kept' };
};

const eventually = (what: () => unknown) => vi.waitFor(what, { timeout: 15_000, interval: 5 });

test('what was waiting is kept in its order and marked as seen', async () => {
  for (const n of [1, 2, 3]) server.deliver(mail(n));
  watched = watchMailbox(server.url(), keep);
  await eventually(() => expect(server.unseen()).toEqual([]));
  expect(kept).toEqual([mail(1), mail(2), mail(3)]);
});

test('what comes later wakes it, without a second connection', async () => {
  server.deliver(mail(1));
  watched = watchMailbox(server.url(), keep);
  await eventually(() => expect(server.unseen()).toEqual([]));
  server.deliver(mail(2));
  await eventually(() => expect(server.unseen()).toEqual([]));
  expect(kept).toEqual([mail(1), mail(2)]);
  expect(server.connections()).toBe(1);
});

test('it is marked only after it is kept', async () => {
  server.deliver(mail(1));
  const unseenWhileKeeping: string[][] = [];
  watched = watchMailbox(server.url(), async (received) => {
    unseenWhileKeeping.push(server.unseen());
    return keep(received);
  });
  await eventually(() => expect(server.unseen()).toEqual([]));
  expect(unseenWhileKeeping).toEqual([[mail(1)]]);
});

test('when the server breaks off in the middle of a mail, the whole one is kept once it is back', async () => {
  server.deliver(mail(1));
  server.breakOff(1);
  watched = watchMailbox(server.url(), keep);
  await eventually(() => expect(server.unseen()).toEqual([]));
  expect(kept).toEqual([mail(1)]);
  expect(server.connections()).toBe(2);
});

test('when the server restarts between keeping and marking, the mail comes again, and the next one too', async () => {
  for (const n of [1, 2]) server.deliver(mail(n));
  let restarted = false;
  watched = watchMailbox(server.url(), async (received) => {
    if (!restarted) server.restart();
    restarted = true;
    return keep(received);
  });
  await eventually(() => expect(server.unseen()).toEqual([]));
  expect(kept).toEqual([mail(1), mail(1), mail(2)]);
});

test('a mail that cannot be kept stays unseen, and the others are kept', async () => {
  for (const n of [1, 2]) server.deliver(mail(n));
  watched = watchMailbox(server.url(), async (received) => {
    if (received.raw.toString() === mail(1)) throw new Error('cannot be kept');
    return keep(received);
  });
  await eventually(() => expect(server.unseen()).toEqual([mail(1)]));
  expect(kept).toEqual([mail(2)]);
});

test('while nothing can be kept, a mailbox of hundreds is not fetched through again and again', async () => {
  for (let n = 1; n <= 50; n += 1) server.deliver(mail(n));
  let tried = 0;
  watched = watchMailbox(server.url(), async () => {
    tried += 1;
    throw new Error('the database is away');
  });
  await eventually(() => expect(server.connections()).toBe(2));
  expect(server.unseen()).toHaveLength(50);
  expect(tried).toBeLessThanOrEqual(6);
});

test('another folder than the inbox, whatever its name', async () => {
  server.deliver(mail(1));
  server.deliver(mail(2), 'Desk Mail/Größe');
  watched = watchMailbox(server.url('Desk Mail/Größe'), keep);
  await eventually(() => expect(server.unseen('Desk Mail/Größe')).toEqual([]));
  expect(kept).toEqual([mail(2)]);
  expect(server.unseen()).toEqual([mail(1)]);
});

describe('with a wrong password', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  test('it waits a second, then two, then four', async () => {
    watched = watchMailbox(server.url('', 'wrong'), keep);
    await untilTurnedAway(1);
    for (const [turn, seconds] of [1, 2, 4].entries()) {
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      await aMoment();
      expect(server.logins()).toBe(turn + 1);
      await vi.advanceTimersByTimeAsync(1);
      await untilTurnedAway(turn + 2);
    }
  });

  /** The connection is closed as well: only then the wait begins. */
  async function untilTurnedAway(times: number): Promise<void> {
    while (server.logins() < times) await aMoment();
    for (let n = 0; n < 20; n += 1) await aMoment();
  }

  function aMoment(): Promise<void> {
    return new Promise((done) => setImmediate(done));
  }
});

test('closing does not wait for the next try', async () => {
  await server.stop();
  watched = watchMailbox(server.url(), keep);
  const closed = watched.close();
  watched = undefined;
  await closed;
  server = await startImapServer();
  expect(kept).toEqual([]);
});

test.each([
  ['imaps://desk%40mail.example:p%3A%2F@host.example', { host: 'host.example', port: 993, secure: true }, 'INBOX'],
  ['imap://u:p@host.example', { host: 'host.example', port: 143, secure: false }, 'INBOX'],
  ['imap://u:p@host.example:1143/Desk%20Mail', { host: 'host.example', port: 1143, secure: false }, 'Desk Mail'],
])('%s', (url, options, folder) => {
  const read = readMailboxUrl(url);
  expect(read.folder).toBe(folder);
  expect(read.options).toMatchObject(options);
  if (url.includes('%3A')) expect(read.options.auth).toEqual({ user: 'desk@mail.example', pass: 'p:/' });
});
