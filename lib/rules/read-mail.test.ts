/** The bounds of what is read, and headers that are nobody's because there are two of them. Whole mails: mail-corpus.test.ts. */
import { describe, expect, test } from 'vitest';
import { type IncomingMail, LARGEST_MAIL, mailFingerprint, readMail } from '@/lib/rules/read-mail';
import { isRefusal } from '@/lib/rules/refusal';

const raw = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

async function read(...lines: string[]): Promise<IncomingMail> {
  const mail = await readMail(raw(...lines));
  if (isRefusal(mail)) throw new Error(mail.message);
  return mail;
}

const parts = (count: number) =>
  raw(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Hello',
    ...Array.from({ length: count }, (_, n) => [
      '--b',
      'Content-Type: application/pdf',
      `Content-Disposition: attachment; filename=${n}.pdf`,
      '',
      'x',
    ]).flat(),
    '--b--',
  );

const nested = (depth: number) => {
  const open = Array.from({ length: depth }, (_, n) => [
    `Content-Type: multipart/mixed; boundary=b${n}`,
    '',
    `--b${n}`,
  ]);
  return raw(...open.flat(), 'Content-Type: text/plain', '', 'Deep down.');
};

describe('bounds', () => {
  test.each([
    ['as many bytes as we take', LARGEST_MAIL, false],
    ['one byte more', LARGEST_MAIL + 1, true],
  ])('%s', async (_, size, refused) => {
    const mail = Buffer.alloc(size, `${'x'.repeat(76)}\n`);
    mail.write('Subject: large\n\n');
    expect(isRefusal(await readMail(mail))).toBe(refused);
  });

  test.each([
    [200_000, false],
    [200_001, true],
  ])('%d lines, however short', async (lines, refused) => {
    expect(isRefusal(await readMail(Buffer.from('\n'.repeat(lines))))).toBe(refused);
  });

  test.each([
    [50, false],
    [51, true],
    [1000, true],
  ])('%d parts', async (count, refused) => {
    expect(isRefusal(await readMail(parts(count)))).toBe(refused);
  });

  test.each([
    [5, false],
    [500, true],
  ])('parts in parts, %d deep', async (depth, refused) => {
    expect(isRefusal(await readMail(nested(depth)))).toBe(refused);
  });

  test.each([
    [200, false],
    [300, true],
  ])('%d KB of headers', async (kilobytes, refused) => {
    const headers = Array.from({ length: kilobytes }, () => `X-Padding: ${'x'.repeat(1010)}`);
    expect(isRefusal(await readMail(raw(...headers, '', 'Hello')))).toBe(refused);
  });

  test('a line of ten megabytes is read', async () => {
    const line = `I reached${'=20'.repeat(3_000_000)}level 10.`;
    const { text } = await read('Content-Transfer-Encoding: quoted-printable', '', line);
    expect(text).toMatch(/^I reached +level 10\.\s*$/);
  });

  test('of 5,000 references the fifty nearest count, and the first five of In-Reply-To', async () => {
    const ids = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, n) => `<${prefix}${n}@a.example>`).join('\r\n ');
    const { references } = await read(`References: ${ids('r', 5000)}`, `In-Reply-To: ${ids('i', 9)}`, '', '');
    expect(references).toHaveLength(55);
    expect(references[0]).toBe('<r4950@a.example>');
    expect(references.slice(-5)).toEqual([0, 1, 2, 3, 4].map((n) => `<i${n}@a.example>`));
  });

  test('nothing at all is a mail of nobody', async () => {
    expect(await read('')).toMatchObject({ from: null, messageId: null, subject: '', recipients: [], references: [] });
  });

  test('bytes that are no mail do not throw', async () => {
    expect(isRefusal(await readMail(Buffer.from([0, 255, 254, 13, 10, 0, 128])))).toBe(false);
  });
});

describe('who wrote it', () => {
  test.each([
    [['From: Sam <sam@player.example>'], 'sam@player.example'],
    [['From: sam@PLAYER.example'], 'sam@player.example'],
    [['From: "sam@player.example" <eve@evil.example>'], 'eve@evil.example'],
    [['From: sam@player.example', 'From: eve@evil.example'], null],
    [['From: sam@player.example, eve@evil.example'], null],
    [['From: Friends: sam@player.example, eve@evil.example;'], null],
    [['From: <>'], null],
    [['From: Sam'], null],
    [['Sender: sam@player.example'], null],
  ])('%j', async (headers, from) => {
    expect((await read(...headers, '', '')).from).toBe(from);
  });

  test.each([
    [['Message-ID: <a@b.example>'], '<a@b.example>'],
    [['Message-ID: <a@b.example>', 'Message-ID: <c@d.example>'], null],
    [['Message-ID: <a@b.example> <c@d.example>'], null],
    [['Message-ID: a@b.example'], null],
  ])('%j', async (headers, messageId) => {
    expect((await read(...headers, '', '')).messageId).toBe(messageId);
  });

  test('for whom it was: what gateways write, then what people see', async () => {
    const headers = ['To: Us <A@our.example>, b@our.example', 'Cc: c@our.example', 'Delivered-To: d@our.example'];
    expect((await read(...headers, 'Bcc: e@our.example', '', '')).recipients).toEqual([
      'd@our.example',
      'a@our.example',
      'b@our.example',
      'c@our.example',
    ]);
  });
});

describe('the fingerprint', () => {
  const mail = ['Message-ID: <a@b.example>', 'From: sam@player.example', 'Subject: Hi', '', 'Hello'];
  const same = mailFingerprint(raw(...mail));

  test.each([
    ['what servers on the way wrote above', ['Received: from a', '\tby b', 'Delivered-To: us', ...mail], true],
    ['a header that is folded elsewhere', [mail[0]!, 'From:', ' sam@player.example', ...mail.slice(2)], true],
    ['another body', [...mail.slice(0, -1), 'Hello!'], false],
    ['another Message-ID', ['Message-ID: <c@b.example>', ...mail.slice(1)], false],
    ['another sender', [mail[0]!, 'From: eve@evil.example', ...mail.slice(2)], false],
  ])('%s: the same is %s', (_, lines, isSame) => {
    expect(mailFingerprint(raw(...lines)) === same).toBe(isSame);
  });
});
