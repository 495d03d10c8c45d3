/**
 * Bad input, rows TK: the ticket form at its door. Ours is a plain form without server actions. Where the catalogue asks for
 * something else: a step that was rewarded already warns and does not refuse (R9; the reward is still given once), there is no
 * honeypot, and bytes that are no UTF-8 are read as U+FFFD, as every form reader does (ids are ASCII, so none collide).
 */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { aVisitor, call, form, JSON_PLEASE, multipart, OWN } from '../../support/doors';
import { aClick, anOffer, api, demo, mailTo, postback, query } from '../../support/fixtures';
import { aWorld, DESCRIPTION } from '../../support/world';
import { anotherClick, aSetting, grantsOf, postTicket, staysUp, submit, ticketsOf } from './setting';

staysUp();

test('TK-001 twenty submits at once: one ticket, and everybody is told its number', async () => {
  const setting = await aSetting();
  const fields = { email: `${randomUUID()}@example.com` };
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(setting, fields)));
  const numbers = answers.map(({ status, json }) => (status === 201 ? json.number : json.error.number));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  expect((await ticketsOf(setting)).map(({ number }) => number)).toEqual([...new Set(numbers)]);
  // Without a script the second press leads to the ticket of the first.
  const fromPage = form(
    { click: setting.click, ...fields, description: DESCRIPTION },
    { ...OWN, Cookie: setting.visitor.cookie },
  );
  expect((await call('POST', '/api/wall/tickets', fromPage)).headers.location).toBe(`/wall/support/${numbers[0]}`);
  const mails = await query(`SELECT FROM email WHERE to_address = $1 AND template = 'validate-address'`, [
    fields.email,
  ]);
  expect(mails).toHaveLength(1);
});

test('TK-001 through both doors at once: still one', async () => {
  const setting = await aSetting();
  const byApi = () => api('POST', '/tickets', { click: setting.click, email: 'a@b.co', description: DESCRIPTION });
  const answers = await Promise.all([submit(setting), byApi(), submit(setting), byApi()]);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await ticketsOf(setting)).toHaveLength(1);
});

test.describe('is refused with 400, and no ticket is made', () => {
  const long = 'x'.repeat(4001);
  const fields = (change: Record<string, string>) => (click: string) =>
    form({ click, email: 'a@b.co', description: DESCRIPTION, ...change });
  const part = (name: string, value: string, filename?: string) => ({ name, value, ...(filename && { filename }) });
  const parts =
    (...more: ReturnType<typeof part>[]) =>
    (click: string) =>
      multipart([part('click', click), part('email', 'a@b.co'), part('description', DESCRIPTION), ...more]);

  const ROWS: [string, (click: string) => ReturnType<typeof form>][] = [
    ['TK-002 an address twice', (click) => form([...texts(click), ['email', 'a@b.co']])],
    ['TK-002 a description twice, as parts', parts(part('description', DESCRIPTION))],
    ['TK-002 a click twice', (click) => form([...texts(click), ['click', 'other']])],
    [
      'TK-003 an address sent as a file',
      (click) => multipart([part('click', click), part('email', 'a@b.co', 'x.txt'), part('description', DESCRIPTION)]),
    ],
    ['TK-003 an unknown file', parts(part('other', 'x', 'x.txt'))],
    ['TK-003 a text where pictures belong', parts(part('screenshots', 'not a file'))],
    ['TK-005 a description of ten megabytes', fields({ description: 'x'.repeat(10_000_000) })],
    ['TK-010 U+0000', fields({ description: `${DESCRIPTION}\0` })],
    ['TK-010 U+0000 in the click', fields({ click: 'a\0b' })],
    ['TK-010 U+0000 in the name of a field', fields({ 'answers[\0]': 'x' })],
    ['TK-013 five thousand combining marks', fields({ description: `${DESCRIPTION}${'\u0301'.repeat(5000)}` })],
    ['a description of 19 characters', fields({ description: 'x'.repeat(19) })],
    ['a description of spaces', fields({ description: ' \n'.repeat(50) })],
    ['a description of 4,001 characters', fields({ description: long })],
    ['no address', fields({ email: '' })],
    ['a task that this offer does not have', fields({ tasks: 'other-task' })],
    ['tasks that are no keys', fields({ tasks: '[object Object]' })],
    ['an answer nobody asked for', fields({ 'answers[level]': '10' })],
    ['__proto__ among the answers', fields({ 'answers[__proto__]': 'x', 'answers[constructor]': 'x' })],
    [
      'forty-one fields',
      (click) => form([...texts(click), ...Array.from({ length: 38 }, (_, n): [string, string] => [`x${n}`, ''])]),
    ],
    ['a click that is no id', fields({ click: "' OR 1=1 --" })],
    ['no click', fields({ click: '' })],
  ];

  function texts(click: string): [string, string][] {
    return Object.entries({ click, email: 'a@b.co', description: DESCRIPTION });
  }

  for (const [what, make] of ROWS) {
    test(what, async () => {
      const setting = await aSetting();
      const answer = await postTicket(setting.visitor, make(setting.click));
      expect(answer.status).toBe(400);
      expect(answer.json.error.code).toBe('malformed');
      expect(await ticketsOf(setting)).toEqual([]);
      expect(
        await query('SELECT FROM email e JOIN end_user u ON u.id = e.user_id WHERE u.external_id = $1', [
          setting.visitor.user,
        ]),
      ).toEqual([]);
    });
  }
});

test('TK-005 fifty megabytes are not read to their end', async () => {
  const setting = await aSetting();
  const answer = await postTicket(setting.visitor, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `click=${setting.click}&description=${'x'.repeat(50_000_000)}`,
  }).catch(() => null);
  if (answer) expect(answer.status).toBe(413);
  expect(await ticketsOf(setting)).toEqual([]);
});

test('TK-006 fields nobody asked for are never assigned', async () => {
  const setting = await aSetting();
  const { json } = await submit(setting, {
    status: 'APPROVED',
    rewardTotal: '999',
    user_id: '2',
    version: '9',
    round: '3',
  });
  expect(json.status).toBe('AWAITING_EMAIL');
  const [ticket] = await query('SELECT version, round, reward_total FROM ticket WHERE number = $1', [json.number]);
  expect(ticket).toEqual({ version: 1, round: 1, reward_total: '3500' });
  const click = await anotherClick(setting);
  const byApi = await api('POST', '/tickets', { click, email: 'a@b.co', description: DESCRIPTION, status: 'APPROVED' });
  expect([byApi.status, byApi.body.error.fields.status !== undefined]).toEqual([400, true]);
});

test('TK-010 a lone surrogate', async () => {
  const setting = await aSetting();
  const json = `{"click":"${setting.click}","email":"a@b.co","description":"${DESCRIPTION} \\ud800"}`;
  const byApi = await call('POST', '/api/v1/tickets', {
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${demo.apiKey}` },
    body: json,
  });
  expect(byApi.status).toBe(400);
  expect(await ticketsOf(setting)).toEqual([]);
  const body = `click=${setting.click}&email=a%40b.co&description=${encodeURIComponent(DESCRIPTION)}+%ED%A0%80`;
  const { status } = await postTicket(setting.visitor, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
  });
  expect(status).toBe(201);
  expect((await ticketsOf(setting))[0]!.description).toBe(`${DESCRIPTION} \ufffd\ufffd\ufffd`);
});

test.describe('is kept as it was written, and shown as text', () => {
  const ROWS: [string, string][] = [
    ['TK-011 a script', '<script>alert(1)</script><img src=x onerror=alert(1)> & more of it'],
    ['TK-012 links', '[click](javascript:alert(1)) https://evil.example and so on'],
    ['TK-013 bidi controls', 'left \u202e right \u2066 isolated \u2069 and back again'],
    ['TK-014 templates', `\${7*7} {{7*7}} <%= 7*7 %> #{7*7} and so on`],
    ['TK-015 formulas', "=cmd|' /C calc'!A0 @SUM(1) +1 -1 and so on"],
    ['SQL', '\'; DROP TABLE ticket; -- \\ " and so on'],
  ];

  for (const [what, description] of ROWS) {
    test(what, async () => {
      const setting = await aSetting();
      const { agent } = await aWorld();
      const { json } = await submit(setting, { description });
      expect((await ticketsOf(setting)).map((ticket) => ticket.description)).toEqual([description]);
      const pages = [
        await call('GET', `/wall/support/${json.number}`, { headers: { Cookie: setting.visitor.cookie } }),
        await call('GET', `/console/tickets/${json.number}`, { headers: { Cookie: agent.cookie } }),
      ];
      for (const { status, text } of pages) {
        expect(status).toBe(200);
        const html = text.replace(/<script nonce=[^>]*>.*?<\/script>/gs, '');
        expect(html).toContain(escaped(description.slice(0, 12)));
        expect(html).not.toMatch(/<script>alert|<img src=x|href="(?:javascript:|https:\/\/evil)/);
        expect(html).not.toContain('49 49');
      }
      expect((await api('GET', `/tickets/${json.number}`)).body.description).toBe(description);
    });
  }

  function escaped(text: string): string {
    return text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;');
  }
});

test('TK-011 in e-mails as well: nothing a user or an operator named becomes markup', async () => {
  const email = `${randomUUID()}@example.com`;
  const setting = await aSetting();
  const offer = await anOffer(setting.network, { title: '<img src=x onerror=alert(1)> Kingdom' });
  const click = await aClick(setting.game, offer, setting.visitor.user);
  await submit({ ...setting, click }, { email });
  const mail = await mailTo(email, /verify/);
  expect(mail.html).not.toContain('<img src=x');
});

test('TK-013 ten thousand line breaks are two', async () => {
  const setting = await aSetting();
  expect((await submit(setting, { description: `Above${'\r\n'.repeat(10_000)}below, and so on` })).status).toBe(201);
  expect((await ticketsOf(setting))[0]!.description).toBe('Above\n\nbelow, and so on');
});

test('TK-017 a reward that came already is not given twice', async () => {
  const setting = await aSetting();
  expect((await postback(setting.network, { click_id: setting.click })).status).toBe(200);
  await expect.poll(() => grantsOf(setting)).toBe(1);
  const { status, json } = await submit(setting);
  expect([201, 409]).toContain(status);
  await postback(setting.network, { click_id: setting.click });
  await expect
    .poll(
      async () =>
        (await query('SELECT FROM confirmation WHERE click_id = $1 AND matched_at IS NOT NULL', [setting.click]))
          .length,
    )
    .toBe(2);
  expect(await grantsOf(setting)).toBe(1);
  expect(JSON.stringify(json)).not.toContain('APPROVED');
});

test('TK-022 JSON sent as plain text, or as JSON, is no form', async () => {
  const setting = await aSetting();
  const body = JSON.stringify({ click: setting.click, email: 'a@b.co', description: DESCRIPTION });
  for (const type of ['text/plain', 'application/json', 'text/plain; boundary=x', 'multipart/mixed; boundary=x', 'x']) {
    expect((await postTicket(setting.visitor, { headers: { 'Content-Type': type }, body })).status, type).toBe(415);
  }
  expect(await ticketsOf(setting)).toEqual([]);
});

test('TK-023 headers of twenty kilobytes', async () => {
  const { visitor } = await aSetting();
  for (const name of ['Accept-Language', 'User-Agent', 'X-Anything']) {
    const answer = await call('GET', '/wall/offers', {
      headers: { Cookie: visitor.cookie, [name]: 'x'.repeat(20_000) },
    }).catch(() => null);
    if (answer) expect(answer.status).toBe(431);
  }
});

test('TK-024 the address of a click is the socket’s, whatever the client wrote', async () => {
  const { game, network, visitor } = await aSetting();
  const offer = await anOffer(network);
  const claims = {
    'X-Forwarded-For': '127.0.0.9, 198.51.100.4',
    'X-Real-IP': '198.51.100.4',
    Forwarded: 'for=198.51.100.4',
    'CF-IPCountry': 'DE',
  };
  const answer = await call('GET', `/click/${offer.key}`, {
    headers: { Cookie: visitor.cookie, ...claims, 'User-Agent': 'x'.repeat(5000) },
  });
  expect(answer.status).toBe(302);
  const rows = await query<{ ip: string; country: string | null; device: { userAgent: string } }>(
    'SELECT c.ip, c.country, c.device FROM click c JOIN offer o ON o.id = c.offer_id WHERE o.key = $1',
    [offer.key],
  );
  expect(rows).toEqual([{ ip: '127.0.0.1', country: null, device: { userAgent: 'x'.repeat(256) } }]);
  expect(game.key).toBeTruthy();
});

test('TK-026 numbers are drawn, not counted, and a wrong one is caught', async () => {
  const setting = await aSetting();
  const first = (await submit(setting)).json.number as string;
  const second = (await submit({ ...setting, click: await anotherClick(setting) })).json.number as string;
  for (const number of [first, second]) expect(number).toMatch(/^MG-[0-9A-HJKMNP-TV-Y]{4}-[0-9A-HJKMNP-TV-Y]{4}$/);
  expect(first.slice(0, 6)).not.toBe(second.slice(0, 6));
  const headers = { Cookie: setting.visitor.cookie };
  for (const wrong of [
    'MG-0000-0001',
    first.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    'MG-000001',
    'x',
    '%25',
  ]) {
    expect((await call('GET', `/wall/support/${wrong}`, { headers })).headers.location, wrong).toBe('/nothing-here');
  }
});

test('who is banned opens no ticket and adds nothing', async () => {
  const setting = await aSetting();
  const { json } = await submit(setting);
  const click = await anotherClick(setting);
  await query('UPDATE end_user SET banned_at = now() WHERE external_id = $1', [setting.visitor.user]);
  const before = await setting.state();
  expect((await submit({ ...setting, click })).json.error.code).toBe('user-banned');
  const byApi = await api('POST', '/tickets', { click, email: 'a@b.co', description: DESCRIPTION });
  expect([byApi.status, byApi.body.error.code]).toEqual([403, 'user-banned']);
  const page = await call('GET', `/wall/support/new?click=${click}`, { headers: { Cookie: setting.visitor.cookie } });
  expect(page.headers.location).toBe('/wall/support/appeal');
  expect(json.number).toBeTruthy();
  expect(await setting.state()).toBe(before);
});

test('the eleventh ticket of a day', async () => {
  const setting = await aSetting();
  const clicks = [setting.click];
  for (let made = 1; made < 11; made += 1) clicks.push(await anotherClick(setting));
  const codes: number[] = [];
  for (const click of clicks) codes.push((await submit({ ...setting, click })).status);
  expect(codes).toEqual([...Array(10).fill(201), 429]);
  expect(await ticketsOf(setting)).toHaveLength(10);
});

test('a draft keeps what was typed, cut to what the form holds, and only for a click of one’s own', async () => {
  const setting = await aSetting();
  const headers = { ...OWN, ...JSON_PLEASE, Cookie: setting.visitor.cookie };
  const save = (fields: Record<string, string>) =>
    call('POST', '/api/wall/drafts', form({ click: setting.click, ...fields }, headers));
  expect((await save({ description: 'x'.repeat(20_000), email: '<not yet' })).status).toBe(200);
  expect((await save({ description: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await save({ click: 'a\0b' })).status).toBe(400);
  const stranger = await aVisitor(setting.game);
  const theirs = form({ click: setting.click, description: 'x' }, { ...headers, Cookie: stranger.cookie });
  expect((await call('POST', '/api/wall/drafts', theirs)).status).toBe(404);
  const [draft] = await query<{ length: number }>(
    `SELECT length(fields->>'description') FROM ticket_draft d JOIN end_user u ON u.id = d.user_id WHERE u.external_id = $1`,
    [setting.visitor.user],
  );
  expect(draft).toEqual({ length: 8000 });
});
