/** Bad input, rows EM: the e-mail address at the form's door, and validating it (all spellings: lib/rules/email-address.test.ts). */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { call, cookieHeader, form, JSON_PLEASE, OWN } from '../../support/doors';
import { api, demo, mailTo, query } from '../../support/fixtures';
import { DESCRIPTION } from '../../support/world';
import { anotherClick, aSetting, type Setting, staysUp, submit, ticketsOf } from './setting';

staysUp();

const REFUSED: Record<string, string[]> = {
  'EM-003 a header smuggled in': ['a@b.co\r\nBcc: x@y.z', 'a@b.co\nBcc: x@y.z', 'a@b.co\r'],
  'EM-004 two addresses': [
    'victim@gmail.com,attacker@evil.com',
    'victim@gmail.com;attacker@evil.com',
    '<a@b.co>',
    'A <a@b.co>',
  ],
  'EM-008 an address literal': ['a@127.0.0.1', 'a@[127.0.0.1]', 'a@[IPv6:::1]'],
  'EM-009 stray dots': ['a..b@c.co', '.a@c.co', 'a.@c.co'],
  'EM-010 a domain that is none': ['a@-c.co', 'a@c-.co', 'a@c..co', 'a@c.co.', 'a@localhost'],
  'EM-012 look-alikes of @ and of letters': ['victim﹫gmail.com@evil.com', 'a＠b.co'],
  'EM-014 a domain that is not ASCII': ['a@münchen.de'],
  'EM-015 signs that others take for none, or for a dot': ['a@ex\u00adample.com', 'a@example。com'],
  'EM-016 signs nobody sees': ['a\0@b.co', 'a\u200b@b.co', 'a@b.co\u2028'],
  'EM-017 a Greek question mark': ['victim+test\u037eattacker@gmail.com'],
  'EM-018 what a shell or a mail program would understand': [
    '%s%n@b.co',
    '=?utf-8?q?a?=@b.co',
    '|id@x.co',
    '-oQ/tmp@x.co',
    '`id`@x.co',
  ],
  'EM-019 what a mailto: would understand': ['a@b.co?cc=x@y.z', 'a@b.co%0d%0aBcc:x'],
  'EM-020 a scheme': ['javascript:alert(1)@x.co'],
  'too long': [`a@${'b'.repeat(250)}.co`, `${'a'.repeat(65)}@b.co`, `${'a'.repeat(400)}@b.co`],
  'more or less than one @': ['a@b@c.co', 'ab.co', '@b.co', 'a@', ''],
};

for (const [what, addresses] of Object.entries(REFUSED)) {
  test(what, async () => {
    const setting = await aSetting();
    for (const email of addresses) {
      const answer = await submit(setting, { email });
      expect(answer.status, JSON.stringify(email)).toBe(400);
      const byApi = await api('POST', '/tickets', { click: setting.click, email, description: DESCRIPTION });
      expect(byApi.status, JSON.stringify(email)).toBe(400);
    }
    expect(await ticketsOf(setting)).toEqual([]);
    expect(await mailsTo(setting)).toEqual([]);
  });
}

const TAKEN: [string, string, string][] = [
  ['EM-001 spaces around it are cut, once', ' a@b.example ', 'a@b.example'],
  ['EM-014 an internationalised domain in ASCII', 'a@xn--mnchen-3ya.de', 'a@xn--mnchen-3ya.de'],
  ['EM-021 a disposable address is allowed', 'user@mailinator.com', 'user@mailinator.com'],
  ['EM-022 what is sent to is what was written', 'A.b+1@Gmail.COM', 'A.b+1@gmail.com'],
];

for (const [what, email, address] of TAKEN) {
  test(what, async () => {
    const setting = await aSetting();
    expect((await submit(setting, { email })).status).toBe(201);
    expect((await ticketsOf(setting)).map((ticket) => ticket.address)).toEqual([address]);
  });
}

test('EM-022 EM-023 a mailbox gets three validation mails an hour, however it is spelt and whoever asks', async () => {
  const box = randomUUID().replaceAll('-', '').slice(0, 12);
  const settings = await Promise.all(Array.from({ length: 6 }, () => aSetting()));
  const answers = await Promise.all(settings.map((setting, n) => submit(setting, { email: `${box}+${n}@gmail.com` })));
  // Everybody is answered the same.
  expect(answers.map(({ status, json }) => [status, json.status])).toEqual(Array(6).fill([201, 'AWAITING_EMAIL']));
  const mails = await query(`SELECT FROM email WHERE to_address LIKE $1`, [`${box}+%`]);
  expect(mails).toHaveLength(3);
});

test('EM-024 a scanner that follows the link five times proves nothing', async () => {
  const { setting, token } = await anUnprovedTicket();
  const before = await setting.state();
  for (const method of ['GET', 'HEAD', 'GET', 'GET', 'HEAD']) {
    expect((await call(method, `/verify/${token}`)).status).toBe(200);
  }
  expect((await call('GET', `/api/verify/${token}`)).status).toBe(405);
  expect(await setting.state()).toBe(before);
});

test('EM-025 the second press is answered like the first', async () => {
  const { setting, token, number } = await anUnprovedTicket();
  const [one, other] = [await press(token), await press(token)];
  expect(one.headers.location).toMatch(new RegExp(`^/t/${number}\\?k=[\\w-]+&done=confirmed$`));
  expect(other.headers.location).toBe(one.headers.location);
  expect((await ticketsOf(setting)).map(({ status }) => status)).toEqual(['OPEN']);
});

test('EM-025 after a day, or after a newer one, a link is over', async () => {
  for (const ended of [`expires_at = now()`, `replaced_at = now()`]) {
    const { setting, token, number } = await anUnprovedTicket();
    await query(`UPDATE email_validation SET ${ended} WHERE ticket_id = (SELECT id FROM ticket WHERE number = $1)`, [
      number,
    ]);
    expect((await press(token)).headers.location, ended).toBe(`/verify/${token}?over=1`);
    expect((await ticketsOf(setting)).map(({ status }) => status)).toEqual(['AWAITING_EMAIL']);
  }
});

test('EM-025 a token that was tampered with, or is none', async () => {
  const { setting, token } = await anUnprovedTicket();
  for (const wrong of [
    token.slice(0, -1),
    `${token}x`,
    token.toUpperCase(),
    'x',
    'a'.repeat(4000),
    '%20',
    '..%2f',
    "'--",
  ]) {
    const answer = await press(wrong);
    expect([303, 400, 404, 431], wrong).toContain(answer.status);
    if (answer.status === 303) expect(answer.headers.location).toMatch(/\?over=1$/);
  }
  expect((await ticketsOf(setting)).map(({ status }) => status)).toEqual(['AWAITING_EMAIL']);
});

test('EM-025 five wrong codes, and the right one comes too late', async () => {
  const { setting, number, code } = await anUnprovedTicket();
  const enter = (typed: string) =>
    call(
      'POST',
      `/api/wall/tickets/${number}/code`,
      form({ code: typed }, { ...OWN, ...JSON_PLEASE, Cookie: setting.visitor.cookie }),
    );
  const wrong = code === '111111' ? '222222' : '111111';
  const left: number[] = [];
  for (const typed of [wrong, '', `${wrong}\0`, 'abcdef', '1'.repeat(500), wrong]) {
    const { status, json } = await enter(typed);
    expect(status, typed).toBe(400);
    if (json.error.triesLeft !== undefined) left.push(json.error.triesLeft);
  }
  expect(left).toEqual([4, 3, 2, 1, 0]);
  expect((await enter(code)).status).toBe(429);
  expect((await ticketsOf(setting)).map(({ status }) => status)).toEqual(['AWAITING_EMAIL']);
});

test('EM-025 twenty guesses at once count like twenty', async () => {
  const { setting, number, code } = await anUnprovedTicket();
  const headers = { ...OWN, ...JSON_PLEASE, Cookie: setting.visitor.cookie };
  const guesses = Array.from({ length: 20 }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'));
  const answers = await Promise.all(
    guesses.map((guess) => call('POST', `/api/wall/tickets/${number}/code`, form({ code: guess }, headers))),
  );
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
});

test('EM-028 links lead to our own address, whatever Host the request claimed', async () => {
  const setting = await aSetting();
  const email = `${randomUUID()}@example.com`;
  const claimed = {
    Host: 'evil.example',
    Origin: demo.url,
    'X-Forwarded-Host': 'evil.example',
    'Sec-Fetch-Site': 'same-origin',
  };
  const sent = form(
    { click: setting.click, email, description: DESCRIPTION },
    { ...claimed, ...JSON_PLEASE, Cookie: setting.visitor.cookie },
  );
  expect((await call('POST', '/api/wall/tickets', sent)).status).toBe(201);
  const { text, html } = await mailTo(email, /verify/);
  expect(text).toContain(`${demo.url}/verify/`);
  for (const body of [text, html]) expect(body).not.toContain('evil.example');
});

test('an address that was proved is the proof of this user alone', async () => {
  const { setting, token } = await anUnprovedTicket();
  await press(token);
  const again = await submit(
    { ...setting, click: await anotherClick(setting) },
    { email: (await ticketsOf(setting))[0]!.address },
  );
  expect(again.json.status).toBe('OPEN');
  const other = await aSetting();
  const theirs = await submit(other, { email: (await ticketsOf(setting))[0]!.address });
  expect(theirs.json.status).toBe('AWAITING_EMAIL');
});

async function anUnprovedTicket(): Promise<{ setting: Setting; number: string; token: string; code: string }> {
  const setting = await aSetting();
  const email = `${randomUUID()}@example.com`;
  const { json } = await submit(setting, { email });
  const { text } = await mailTo(email, /verify/);
  const token = /\/verify\/([\w-]+)/.exec(text)![1]!;
  const code = /\b\d{3}\s?\d{3}\b/.exec(text)![0].replace(/\s/g, '');
  return { setting, number: json.number, token, code };
}

function press(token: string) {
  return call('POST', `/api/verify/${token}`, form({}, { ...OWN, Cookie: cookieHeader([]) }));
}

function mailsTo({ visitor }: Setting) {
  return query('SELECT to_address FROM email e JOIN end_user u ON u.id = e.user_id WHERE u.external_id = $1', [
    visitor.user,
  ]);
}
