import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMailSink, readSinkMail } from '@/lib/outbox/read-mail-sink';
import { type MailSink, startMailSink } from './mail-sink';

let folder: string;
let sink: MailSink;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  sink = await startMailSink(folder);
});

afterEach(async () => {
  await sink.stop();
  rmSync(folder, { recursive: true });
});

async function send(to: string, subject: string) {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port });
  await transport.sendMail({
    from: { name: 'Rewards Support', address: 'support@makegood.test' },
    to: { name: '', address: to },
    envelope: { from: 'bounce+x@makegood.test', to },
    subject,
    text: 'Grüße',
    html: '<p>Grüße</p>',
    messageId: `<${subject}@makegood.test>`,
    headers: { 'X-Makegood-Loop': 'abc' },
  });
}

test('keeps each message, in the order of arrival', async () => {
  await send('jo@example.com', 'one');
  await send('eve@example.com', 'two ☺');
  const mails = await readMailSink(folder);
  expect(mails.map(({ subject }) => subject)).toEqual(['one', 'two ☺']);
  expect(mails[0]).toEqual({
    id: '000000001',
    from: 'support@makegood.test',
    to: 'jo@example.com',
    subject: 'one',
    text: 'Grüße\n',
    html: '<p>Grüße</p>\n',
    messageId: '<one@makegood.test>',
    headers: expect.objectContaining({ 'x-makegood-loop': 'abc', 'message-id': '<one@makegood.test>' }),
    receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test('counts on where it stopped, and shows no half-written message', async () => {
  await send('jo@example.com', 'one');
  await sink.stop();
  sink = await startMailSink(folder);
  await send('jo@example.com', 'two');
  writeFileSync(join(folder, '.000000003.unfinished'), '{');
  expect((await readMailSink(folder)).map(({ id }) => id)).toEqual(['000000001', '000000002']);
});

test('fifty at once', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => send(`u${index}@example.com`, `m${index}`)));
  expect(await readMailSink(folder)).toHaveLength(50);
  expect(readdirSync(folder)).toHaveLength(50);
});

test('one recipient', async () => {
  await send('jo@example.com', 'one');
  await send('eve@example.com', 'two');
  expect(await readMailSink(folder, 'EVE@example.com')).toMatchObject([{ subject: 'two' }]);
  expect(await readMailSink(folder, 'nobody@example.com')).toEqual([]);
});

test('reads one by its id, and nothing outside the folder', async () => {
  await send('jo@example.com', 'one');
  expect(await readSinkMail(folder, '000000001')).toMatchObject({ subject: 'one' });
  for (const id of ['000000002', '1', '../../etc/passwd', '']) expect(await readSinkMail(folder, id)).toBeNull();
  expect(await readMailSink(join(folder, 'none'))).toEqual([]);
});
