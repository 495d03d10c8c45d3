/** What a delivery report says of an address: gone for good, full, refused for other reasons, or only late. */
import { expect, test } from 'vitest';
import { readBounce } from '@/lib/rules/bounce';
import { readMail } from '@/lib/rules/read-mail';
import { isRefusal } from '@/lib/rules/refusal';

async function bounceOf(raw: string) {
  const mail = await readMail(Buffer.from(raw.replaceAll('\n', '\r\n')));
  if (isRefusal(mail)) throw new Error(mail.message);
  return readBounce(mail);
}

const report = (fields: string) =>
  `Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.player.example

${fields}
--b--
`;
const prose = (text: string) => `From: MAILER-DAEMON@player.example\n\n${text}\n`;

test.each([
  ['Action: failed\nStatus: 5.1.1', 'failed', true],
  ['Action: failed\nStatus: 5.1.10', 'failed', true],
  ['Action: failed\nStatus: 5.2.1', 'failed', true],
  ['Action: failed\nStatus: 5.2.2', 'failed', false],
  ['Action: failed\nStatus: 5.3.4', 'failed', false],
  ['Action: failed\nStatus: 5.4.4', 'failed', true],
  ['Action: failed\nStatus: 5.7.1', 'failed', false],
  ['Action: failed\nStatus: 5.7.26', 'failed', false],
  ['Action: failed\nStatus: 4.4.7', 'failed', false],
  ['Action: delayed\nStatus: 4.4.1', 'delayed', false],
  ['Action: Delayed\nStatus: 5.1.1', 'delayed', false],
  ['Status: 4.2.2', 'delayed', false],
  ['Status: 5.1.1', 'failed', true],
  ['Action: failed', 'failed', false],
])('%j: %s, for good: %s', async (fields, verdict, permanent) => {
  expect(await bounceOf(report(fields))).toMatchObject({ verdict, permanent });
});

test.each([
  ['550 5.1.1 no such user', 'failed', true, '5.1.1'],
  ['550 no such user', 'failed', true, '5.0.0'],
  ['452 try again later', 'delayed', false, '4.0.0'],
  ['Sorry, user unknown here.', 'failed', true, '5.1.1'],
  ['Something went wrong.', 'failed', false, null],
])('in prose, %j', async (text, verdict, permanent, status) => {
  expect(await bounceOf(prose(text))).toMatchObject({ verdict, permanent, status });
});

test('the recipient is the final one, else the original one, and only a real address', async () => {
  const named = (fields: string) => bounceOf(report(fields)).then(({ recipient }) => recipient);
  expect(await named('Original-Recipient: rfc822; a@b.example\nFinal-Recipient: rfc822; c@d.example')).toBe(
    'c@d.example',
  );
  expect(await named('Original-Recipient: rfc822;<a@b.example>')).toBe('a@b.example');
  expect(await named('Final-Recipient: rfc822; everybody')).toBeNull();
});

test('the other server’s words are one line of at most 300 characters', async () => {
  const { words } = await bounceOf(report(`Status: 5.1.1\nDiagnostic-Code: smtp; 550 ${'x'.repeat(900)}\n  folded`));
  expect(words).toHaveLength(300);
  expect(words).not.toMatch(/\n/);
});
