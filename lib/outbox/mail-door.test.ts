/** Real conversations at the door: nodemailer as the client, by SMTP and by LMTP, and clients that leave in the middle. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import nodemailer from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { type MailDoor, openMailDoor, type Receive } from '@/lib/outbox/mail-door';
import { LARGEST_MAIL } from '@/lib/rules/read-mail';
import { refuse } from '@/lib/rules/refusal';

const SUPPORT = 'support@mail.makegood.test';
const reply = (n: number) => `support+r.${String.fromCharCode(97 + (n % 26)).repeat(26)}@mail.makegood.test`;

type Kept = Parameters<Receive>[0];
const open: MailDoor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.close()));
});

async function aDoor({ lmtp = false, receive }: { lmtp?: boolean; receive?: Receive } = {}) {
  const kept: Kept[] = [];
  const keep: Receive = async (mail) => {
    kept.push(mail);
    return { id: randomUUID() };
  };
  const door = await openMailDoor({ port: 0, host: '127.0.0.1', lmtp }, receive ?? keep);
  open.push(door);
  const send = (mail: { to: string | string[]; from?: string; text?: string }) =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true, lmtp } as never)
      .sendMail({ envelope: { from: mail.from ?? 'sam@player.example', to: mail.to }, text: mail.text ?? 'Hello' });
  return { door, kept, send };
}

/** By LMTP each recipient is answered for, which nodemailer does not take for an error. */
function answerTo(sending: Promise<{ response: string }>): Promise<string> {
  return sending.then(
    ({ response }) => response,
    (error: { response: string }) => error.response,
  );
}

describe.each([
  ['SMTP', false],
  ['LMTP', true],
])('by %s', (_, lmtp) => {
  test('a mail is answered with 250 when it is kept, with its envelope', async () => {
    const { kept, send } = await aDoor({ lmtp });
    const { response } = await send({ to: SUPPORT, text: 'I reached level 10.' });
    expect(response).toMatch(/^250 2\.0\.0 kept as /);
    expect(kept.map(({ envelope }) => envelope)).toEqual([{ from: 'sam@player.example', to: [SUPPORT] }]);
    expect(kept[0]!.raw.toString()).toContain('\r\n\r\nI reached level 10.\r\n');
  });

  test('the null sender of delivery reports is taken', async () => {
    const { kept, send } = await aDoor({ lmtp });
    await send({ from: '', to: `bounce+${'a'.repeat(26)}@mail.makegood.test` });
    expect(kept[0]!.envelope.from).toBe('');
  });

  test('mail for others is not taken: the door relays nothing', async () => {
    const { kept, send } = await aDoor({ lmtp });
    for (const to of [
      'victim@elsewhere.example',
      'agent@mail.makegood.test',
      'support@mail.makegood.test.evil.example',
    ]) {
      await expect(send({ to }), to).rejects.toMatchObject({ responseCode: 550 });
    }
    expect(kept).toEqual([]);
  });

  test('of two recipients the one who is ours gets it', async () => {
    const { kept, send } = await aDoor({ lmtp });
    const { rejected } = await send({ to: [SUPPORT, 'victim@elsewhere.example'] });
    expect(rejected).toEqual(['victim@elsewhere.example']);
    expect(kept.map(({ envelope }) => envelope.to)).toEqual([[SUPPORT]]);
  });

  test.each([
    [20, 0],
    [21, 1],
  ])('of %d recipients %d are asked to come again', async (recipients, turnedAway) => {
    const { kept, send } = await aDoor({ lmtp });
    const { rejected } = await send({
      to: Array.from({ length: recipients }, (_, n) => `support+${n}@mail.makegood.test`),
    });
    expect(rejected).toHaveLength(turnedAway);
    expect(kept).toHaveLength(1);
    expect(kept[0]!.envelope.to).toHaveLength(20);
  });

  test('what cannot be kept now is answered with 451, and kept when it comes again', async () => {
    let away = true;
    const { kept, send } = await aDoor({
      lmtp,
      receive: async (mail) => {
        if (away) throw new Error('the database is away');
        kept.push(mail);
        return { id: 'kept' };
      },
    });
    expect(await answerTo(send({ to: SUPPORT }))).toMatch(/^451 /);
    away = false;
    expect(await answerTo(send({ to: SUPPORT }))).toBe('250 2.0.0 kept as kept');
    expect(kept).toHaveLength(1);
  });

  test('what is refused as too large is answered with 552', async () => {
    const { send } = await aDoor({ lmtp, receive: async () => refuse('too-large', 'too large') });
    expect(await answerTo(send({ to: SUPPORT }))).toMatch(/^552 /);
  });
});

test('two mails in one connection are two mails', async () => {
  const { door, kept } = await aDoor();
  const client = nodemailer.createTransport({
    host: '127.0.0.1',
    port: door.port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 1,
  });
  for (const n of [1, 2])
    await client.sendMail({ envelope: { from: 'sam@player.example', to: reply(n) }, text: `No. ${n}` });
  client.close();
  expect(kept.map(({ envelope }) => envelope.to)).toEqual([[reply(1)], [reply(2)]]);
});

test('a size that is announced too large is refused before a byte of it is sent', async () => {
  const { door, kept } = await aDoor();
  const talk = await conversation(door.port);
  await talk.say('EHLO client', /250 /);
  expect(await talk.say(`MAIL FROM:<sam@player.example> SIZE=${LARGEST_MAIL + 1}`, /^\d{3} /m)).toMatch(/^552/);
  expect(await talk.say(`MAIL FROM:<sam@player.example> SIZE=${LARGEST_MAIL}`, /^\d{3} /m)).toMatch(/^250/);
  talk.hangUp();
  expect(kept).toEqual([]);
});

test('of a mail that never ends no more is held than one byte too many', async () => {
  const { door, kept } = await aDoor();
  const talk = await conversation(door.port);
  await upToData(talk);
  await talk.pour(`${'x'.repeat(998)}\r\n`.repeat(1000), 12);
  await talk.say('.', /^\d{3} /m);
  expect(kept[0]!.raw.length).toBeGreaterThan(LARGEST_MAIL);
  expect(kept[0]!.raw.length).toBeLessThan(LARGEST_MAIL + 256 * 1024);
  talk.hangUp();
});

test.each([
  ['before the message', ''],
  ['in the middle of it', 'Subject: half\r\n\r\nI reached'],
  ['behind a dot that is none', 'Subject: half\r\n\r\nI reached\r\n.x'],
  ['between the dot and the end of its line', 'Subject: half\r\n\r\nI reached\r\n.'],
])('who hangs up %s leaves nothing, and the next is served', async (_, part) => {
  const { door, kept, send } = await aDoor();
  const talk = await conversation(door.port);
  await upToData(talk);
  talk.socket.write(part);
  talk.hangUp();
  await once(talk.socket, 'close');
  await send({ to: SUPPORT, text: 'whole' });
  expect(kept.map(({ raw }) => raw.toString())).toEqual([expect.stringContaining('whole')]);
});

test('a line end that is none does not end a message, and nothing is smuggled in behind it', async () => {
  const { door, kept } = await aDoor();
  const talk = await conversation(door.port);
  await upToData(talk);
  const smuggled = 'MAIL FROM:<support@makegood.test>\r\nRCPT TO:<support@mail.makegood.test>\r\nDATA\r\nsmuggled';
  await talk.say(`Subject: one\r\n\r\nfirst\n.\n${smuggled}\r\n.`, /^\d{3} /m);
  talk.hangUp();
  expect(kept.map(({ envelope }) => envelope.from)).toEqual(['sam@player.example']);
});

// ── a client that does as it is told ────────────────────────────────────────

type Conversation = {
  socket: Socket;
  say: (line: string, until: RegExp) => Promise<string>;
  pour: (text: string, times: number) => Promise<void>;
  hangUp: () => void;
};

async function conversation(port: number): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.on('error', () => undefined);
  const until = async (pattern: RegExp) => {
    while (!pattern.test(heard)) await once(socket, 'data');
    return heard;
  };
  await until(/^220 /);
  return {
    socket,
    say: (line, pattern) => {
      heard = '';
      socket.write(`${line}\r\n`);
      return until(pattern);
    },
    pour: async (text, times) => {
      for (let n = 0; n < times; n += 1) if (!socket.write(text)) await once(socket, 'drain');
    },
    hangUp: () => socket.destroy(),
  };
}

async function upToData(talk: Conversation): Promise<void> {
  await talk.say('EHLO client', /250 /);
  await talk.say('MAIL FROM:<sam@player.example>', /250 /);
  await talk.say(`RCPT TO:<${SUPPORT}>`, /250 /);
  await talk.say('DATA', /354 /);
}
