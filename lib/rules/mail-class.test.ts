/** Single signs of machines, each beside what looks like it and is a person's. Whole mails: mail-corpus.test.ts. */
import { expect, test } from 'vitest';
import { classifyMail, type Envelope, type MailClass } from '@/lib/rules/mail-class';
import { readMail } from '@/lib/rules/read-mail';
import { isRefusal } from '@/lib/rules/refusal';

const OWN = { loopId: 'ours', addresses: ['support@makegood.test'], messageIdDomain: 'mail.makegood.test' };
const SOMEBODY: Envelope = { from: 'sam@player.example', to: ['support+r.x@mail.makegood.test'] };

async function classOf(headers: string[], envelope = SOMEBODY) {
  const from = headers.some((header) => header.startsWith('From:')) ? [] : ['From: sam@player.example'];
  const mail = await readMail(Buffer.from([...from, ...headers, '', 'Hello'].join('\r\n')));
  if (isRefusal(mail)) throw new Error(mail.message);
  return classifyMail(mail, envelope, OWN);
}

test.each<[string, MailClass]>([
  ['X-Makegood-Loop: ours', 'own-loop'],
  ['X-Makegood-Loop: another-desk', 'person'],
  ['From: support@makegood.test', 'own-loop'],
  ['From: support@makegood.test.evil.example', 'person'],
  ['Message-ID: <x@mail.makegood.test>', 'own-loop'],
  ['Message-ID: <x@mail.makegood.test.example>', 'person'],
  ['Content-Type: multipart/report; report-type=delivery-status; boundary=b', 'bounce'],
  ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b', 'auto-reply'],
  ['Content-Type: multipart/mixed; boundary=report', 'person'],
  ['X-Failed-Recipients: sam@player.example', 'bounce'],
  ['From: MAILER-DAEMON@player.example', 'bounce'],
  ['From: postmaster@player.example', 'bounce'],
  ['From: postmasters@player.example', 'person'],
  ['Return-Path: <>', 'bounce'],
  ['Return-Path: <sam@player.example>', 'person'],
  ['Auto-Submitted: auto-replied', 'auto-reply'],
  ['Auto-Submitted: auto-generated; owner-email=x', 'auto-reply'],
  ['Auto-Submitted: no', 'person'],
  ['Auto-Submitted: No; really', 'person'],
  ['Auto-Submitted: nothing-we-know', 'auto-reply'],
  ['X-Autoreply: yes', 'auto-reply'],
  ['Precedence: auto_reply', 'auto-reply'],
  ['Precedence: bulk', 'list'],
  ['Precedence: first-class', 'person'],
  ['X-Precedence: junk', 'list'],
  ['List-Id: <players.example>', 'list'],
  ['X-Loop: a', 'list'],
  ['Subject: Out of office until Monday', 'auto-reply'],
  ['Subject: I was out of office when it happened', 'person'],
  ['Subject: Re: Automatic reply', 'person'],
  ['Subject: Automatic replying does not work', 'person'],
  ['Subject: Abwesenheitsnotiz', 'auto-reply'],
])('%s: %s', async (header, expected) => {
  expect((await classOf([header])).class).toBe(expected);
});

test.each<[Envelope, MailClass]>([
  [{ from: '', to: ['support@mail.makegood.test'] }, 'bounce'],
  [{ from: null, to: [] }, 'person'],
  [{ from: 'a@b.example', to: ['bounce+x@mail.makegood.test'] }, 'bounce'],
  [{ from: 'a@b.example', to: ['bounce+x@mail.makegood.test', 'support+r.x@mail.makegood.test'] }, 'person'],
])('an envelope of %j: %s', async (envelope, expected) => {
  expect((await classOf([], envelope)).class).toBe(expected);
});

test('a delivery report that says it was sent automatically is a delivery report', async () => {
  const report = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
  expect((await classOf(['Auto-Submitted: auto-replied', 'Precedence: bulk', report])).class).toBe('bounce');
});

test.each([
  ['X-Auto-Response-Suppress: OOF, AutoReply', false],
  ['X-Auto-Response-Suppress: All', false],
  ['X-Auto-Response-Suppress: OOF', true],
  ['X-Auto-Response-Suppress: None', true],
  ['X-Mailer: Mail', true],
])('a person’s mail with %s may be answered by a machine: %s', async (header, mayRespond) => {
  expect(await classOf([header])).toEqual({ class: 'person', mayRespond });
});
