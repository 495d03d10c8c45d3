import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { type Script, startScriptedSmtp } from '@/e2e/support/scripted-smtp';
import { db, inTransaction, pool, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { claimEmails, markForRetry } from '@/lib/outbox/claim-emails';
import { statusLink, validationCode, validationLink } from '@/lib/outbox/links';
import { replyAddress, replyToken, replyTokenHash } from '@/lib/outbox/mail-identity';
import { promiseEmail, promiseEmails } from '@/lib/outbox/promise-email';
import { drainEmails, sendDueEmails } from '@/lib/outbox/send-emails';

await freshDatabase();
const smtp = await startScriptedSmtp();
Object.assign(env, { SMTP_URL: smtp.url });
afterAll(() => smtp.stop());

const USER = '01890000-0000-7000-8000-000000000001';
const TICKET = '01890000-0000-7000-8000-0000000000aa';
const NUMBER = 'MG-7K3F-92QX';
const JO = 'jo@example.com';
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);

beforeEach(async () => {
  smtp.accepted.length = 0;
  smtp.obey(() => undefined);
  Object.assign(env, { SMTP_URL: smtp.url });
  await db.execute(
    sql`TRUNCATE email, suppression, reply_token, validated_email, email_validation, ticket, end_user, app, publisher, offer, advertiser CASCADE`,
  );
  await db.execute(sql`DELETE FROM graphile_worker._private_jobs`);
  await db.execute(sql`INSERT INTO publisher (key, name) VALUES ('p', 'P')`);
  await db.execute(sql`INSERT INTO app (key, publisher_id, name, currency_name, currency_per_usd, wall_secret)
    SELECT 'game', id, 'Gem Quest', 'Gems', 1000, 's' FROM publisher`);
  await db.execute(sql`INSERT INTO end_user (id, app_id, external_id) SELECT ${USER}::uuid, id, 'u1' FROM app`);
  await db.execute(sql`INSERT INTO advertiser (key, name) VALUES ('a', 'A')`);
  await db.execute(sql`INSERT INTO offer (key, advertiser_id, title, title_key, tracking_url)
    SELECT 'o', id, 'Coin Kingdom', 'coin kingdom', 'https://x.example' FROM advertiser`);
  await db.execute(sql`INSERT INTO ticket (id, number, user_id, app_id, offer_id, click_id, title_key, status, locale, address, description,
      value_micros, reward_total, opened_at, opens_at)
    SELECT ${TICKET}::uuid, ${NUMBER}, ${USER}::uuid, app.id, offer.id, 'c1', 'coin kingdom', 'OPEN', 'en', ${JO}, 'It did not come.', 1, 1, now(), now()
    FROM app, offer`);
  await validate(JO);
});

async function validate(address: string) {
  await db.execute(
    sql`INSERT INTO validated_email (user_id, address, validated_at) VALUES (${USER}::uuid, ${address}, now())`,
  );
}

const pending = (key: string, to = JO) =>
  ({
    key,
    template: 'ticket-pending',
    props: { ticketNumber: NUMBER, offerTitle: 'Coin Kingdom' },
    locale: 'en',
    to,
    ticketId: TICKET,
    userId: USER,
  }) as const;

async function promise(...keys: string[]) {
  await inTransaction((tx) =>
    promiseEmails(
      tx,
      keys.map((key) => pending(key)),
    ),
  );
}

type Row = {
  key: string;
  status: string;
  attempts: number;
  messageId: string;
  lastReason: string | null;
  nextAt: Date | null;
  smtpResponse: string | null;
};
const rows = () => db.query<Row>(sql`SELECT * FROM email ORDER BY key`);
const jobs = () =>
  db.query<{ key: string | null; runAt: Date }>(
    sql`SELECT key, run_at FROM graphile_worker.jobs WHERE task_identifier = 'send-emails'`,
  );

describe('what the mail server answers', () => {
  const cases: {
    name: string;
    script: Script;
    status: string;
    reason: RegExp;
    suppressed?: boolean;
    uncounted?: boolean;
  }[] = [
    { name: '450 at RCPT', script: at('rcpt', '450 4.2.0 Try later'), status: 'PENDING', reason: /^450/ },
    { name: '451 after the message', script: at('dot', '451 4.3.0 Local error'), status: 'PENDING', reason: /^451/ },
    { name: '452 at RCPT', script: at('rcpt', '452 4.2.2 Full for now'), status: 'PENDING', reason: /^452/ },
    { name: '421 banner', script: at('greeting', '421 4.3.2 Busy'), status: 'PENDING', reason: /421/ },
    {
      name: '554 banner',
      script: at('greeting', '554 5.7.1 Go away'),
      status: 'PENDING',
      reason: /554/,
      uncounted: true,
    },
    {
      name: '550 5.1.1 at RCPT',
      script: at('rcpt', '550 5.1.1 No such user'),
      status: 'FAILED',
      reason: /^550 5\.1\.1/,
      suppressed: true,
    },
    {
      name: 'bare 550 at RCPT',
      script: at('rcpt', '550 No such user'),
      status: 'FAILED',
      reason: /^550/,
      suppressed: true,
    },
    {
      name: '553 5.1.3 at RCPT',
      script: at('rcpt', '553 5.1.3 Bad address'),
      status: 'FAILED',
      reason: /^553/,
      suppressed: true,
    },
    { name: '552 at RCPT', script: at('rcpt', '552 5.2.2 Mailbox full'), status: 'FAILED', reason: /^552/ },
    {
      name: '550 5.7.1 at RCPT, a policy',
      script: at('rcpt', '550 5.7.1 Blocked by policy'),
      status: 'FAILED',
      reason: /^550 5\.7/,
    },
    { name: '554 after the message', script: at('dot', '554 5.6.0 Not like this'), status: 'FAILED', reason: /^554/ },
    {
      name: '553 at MAIL FROM',
      script: at('mail', '553 5.7.1 Sender not yours'),
      status: 'PENDING',
      reason: /^553/,
      uncounted: true,
    },
    {
      name: '530 at RCPT',
      script: at('rcpt', '530 5.7.0 Sign in first'),
      status: 'PENDING',
      reason: /^530/,
      uncounted: true,
    },
    { name: 'a drop before the greeting', script: at('greeting', 'drop'), status: 'PENDING', reason: /./ },
    { name: 'a drop after the dot', script: at('dot', 'drop'), status: 'PENDING', reason: /./ },
  ];

  function at(stage: string, reply: string): Script {
    return (now) => (now === stage ? reply : undefined);
  }

  for (const { name, script, status, reason, suppressed = false, uncounted = false } of cases) {
    test(`${name}: ${status}${suppressed ? ', and the address is suppressed' : ''}`, async () => {
      await promise('a');
      smtp.obey(script);
      const done = await drainEmails();
      expect(done).toEqual({
        sent: 0,
        retried: status === 'PENDING' ? 1 : 0,
        failed: status === 'FAILED' ? 1 : 0,
        cancelled: 0,
      });
      const [row] = await rows();
      expect(row).toMatchObject({ status, attempts: uncounted ? 0 : 1 });
      expect(row!.lastReason).toMatch(reason);
      expect(await db.query(sql`SELECT address FROM suppression`)).toEqual(suppressed ? [{ address: JO }] : []);
      if (status === 'PENDING') expect(row!.nextAt!.getTime()).toBeGreaterThan(Date.now() + 40_000);
      else expect(row!.nextAt).toBeNull();
    });
  }

  test('535: our account is wrong; tried again, and nobody else is to blame', async () => {
    Object.assign(env, { SMTP_URL: smtp.url.replace('smtp://', 'smtp://us:secret@') });
    await promise('a');
    smtp.obey(at('auth', '535 5.7.8 Wrong password'));
    expect(await drainEmails()).toMatchObject({ retried: 1, failed: 0 });
    expect(await rows()).toMatchObject([{ status: 'PENDING', attempts: 0, lastReason: expect.stringMatching(/^535/) }]);
    expect(await db.query(sql`SELECT 1 FROM suppression`)).toEqual([]);
  });

  test('nobody at home: kept, and the rest is left for later instead of being tried one by one', async () => {
    Object.assign(env, { SMTP_URL: 'smtp://127.0.0.1:1' });
    await promise(...Array.from({ length: 30 }, (_, index) => `k${index}`));
    const { retried } = await drainEmails();
    expect(retried).toBeGreaterThanOrEqual(5);
    expect(retried).toBeLessThan(15);
    const all = await rows();
    expect(all.filter(({ attempts }) => attempts === 0)).toHaveLength(30 - retried);
    const [next] = await jobs().then((list) => list.filter(({ key }) => key === 'send-emails:next'));
    expect(next!.runAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });

  test('a drop after the dot is repeated once per wait, under the same Message-ID', async () => {
    await promise('a');
    let drops = 0;
    smtp.obey((stage) => (stage === 'dot' && drops++ === 0 ? 'drop' : undefined));
    await drainEmails();
    expect(drops).toBe(1);
    await drainEmails({ now: minutesFromNow(3) });
    expect(await rows()).toMatchObject([
      { status: 'SENT', attempts: 2, smtpResponse: '250 2.0.0 queued', nextAt: null },
    ]);
    expect(smtp.accepted.map(({ messageId }) => messageId)).toEqual([(await rows())[0]!.messageId]);
  });

  test('tried for five days, then given up and shown', async () => {
    await promise('a');
    await db.execute(sql`UPDATE email SET attempts = 123`);
    smtp.obey(at('rcpt', '450 4.2.0 Try later'));
    expect(await drainEmails()).toMatchObject({ failed: 1 });
    expect(await rows()).toMatchObject([{ status: 'FAILED', lastReason: '450 4.2.0 Try later' }]);
    expect(await db.query(sql`SELECT 1 FROM suppression`)).toEqual([]);
  });

  test('one address that is refused does not stop the others', async () => {
    await validate('eve@example.com');
    await inTransaction((tx) => promiseEmails(tx, [pending('a'), pending('b', 'eve@example.com'), pending('c')]));
    smtp.obey((stage, to) => (stage === 'rcpt' && to === 'eve@example.com' ? '550 5.1.1 No such user' : undefined));
    expect(await drainEmails()).toEqual({ sent: 2, retried: 0, failed: 1, cancelled: 0 });
  });
});

describe('each once', () => {
  const many = Array.from({ length: 200 }, (_, index) => `many-${index}`);

  test('two senders on 200 e-mails', async () => {
    await promise(...many);
    const [one, two] = await Promise.all([drainEmails(), drainEmails()]);
    expect(one.sent + two.sent).toBe(200);
    expect(new Set(smtp.accepted.map(({ messageId }) => messageId)).size).toBe(200);
    expect(smtp.accepted).toHaveLength(200);
    expect(new Set((await rows()).map(({ status }) => status))).toEqual(new Set(['SENT']));
  });

  test('a second wake-up in one process joins the first run, and nothing is left behind', async () => {
    await promise(...many.slice(0, 20));
    const first = sendDueEmails();
    await promise(...many.slice(20, 40));
    expect(await sendDueEmails()).toEqual({ sent: 0, retried: 0, failed: 0, cancelled: 0 });
    expect((await first).sent).toBe(40);
  });

  test('what a killed sender had claimed comes back after its lease, under the same Message-ID', async () => {
    await promise('a');
    const [claimed] = await claimEmails(10, null);
    expect(await drainEmails()).toMatchObject({ sent: 0 });
    expect(await drainEmails({ now: minutesFromNow(0.9) })).toMatchObject({ sent: 0 });
    expect(await drainEmails({ now: minutesFromNow(1.1) })).toMatchObject({ sent: 1 });
    expect(smtp.accepted.map(({ messageId }) => messageId)).toEqual([claimed!.messageId]);
  });

  test('a sender that was presumed dead cannot change the row any more', async () => {
    await promise('a');
    const [late] = await claimEmails(10, null);
    await drainEmails({ now: minutesFromNow(2) });
    await markForRetry(late!, new Date(), 'too late');
    expect(await rows()).toMatchObject([{ status: 'SENT', lastReason: null }]);
  });

  test('the same promise made twice is one e-mail', async () => {
    expect(await inTransaction((tx) => promiseEmail(tx, pending('a')))).toBe(true);
    expect(await inTransaction((tx) => promiseEmail(tx, pending('a')))).toBe(false);
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => inTransaction((tx) => promiseEmails(tx, [pending('b'), pending('c')]))),
    );
    expect(both.sort()).toEqual([0, 0, 0, 2]);
    expect(await drainEmails()).toMatchObject({ sent: 3 });
  });

  test('a signal to stop leaves the rest for the next run', async () => {
    await promise(...many);
    const stop = new AbortController();
    smtp.obey((stage) => {
      if (smtp.accepted.length >= 20 && stage === 'rcpt') stop.abort();
      return undefined;
    });
    const first = await drainEmails({ signal: stop.signal });
    expect(first.sent).toBeLessThan(60);
    expect((await drainEmails()).sent).toBe(200 - first.sent);
    expect((await rows()).every(({ attempts }) => attempts === 1)).toBe(true);
  });
});

describe('to whom nothing is sent', () => {
  async function fateOf(letter: Parameters<typeof promiseEmail>[1]) {
    await inTransaction((tx) => promiseEmail(tx, letter));
    await drainEmails();
    const [row] = await rows();
    return { status: row!.status, reason: row!.lastReason, accepted: smtp.accepted.length };
  }

  test('an address that was not validated by this user', async () => {
    expect(await fateOf(pending('a', 'eve@example.com'))).toEqual({
      status: 'CANCELLED',
      reason: 'not-validated',
      accepted: 0,
    });
  });

  test('a suppressed address', async () => {
    await db.execute(sql`INSERT INTO suppression VALUES (${JO}, '550', now())`);
    expect(await fateOf(pending('a'))).toEqual({ status: 'CANCELLED', reason: 'suppressed', accepted: 0 });
  });

  test('an erased user', async () => {
    await db.execute(sql`UPDATE end_user SET erased_at = now()`);
    expect(await fateOf(pending('a'))).toEqual({ status: 'CANCELLED', reason: 'erased', accepted: 0 });
  });

  test('ourselves', async () => {
    await validate('support@mail.makegood.test');
    expect(await fateOf(pending('a', 'support@mail.makegood.test'))).toEqual({
      status: 'CANCELLED',
      reason: 'own-address',
      accepted: 0,
    });
  });

  for (const bad of ['a@b', 'x@y.z, eve@example.com', '"a b"@example.com', 'a@example.com\r\nBcc: e@example.com']) {
    test(`an address that is none: ${JSON.stringify(bad)}`, async () => {
      expect(await fateOf(pending('a', bad))).toEqual({
        status: 'CANCELLED',
        reason: 'malformed-address',
        accepted: 0,
      });
    });
  }

  test('a validation that was used meanwhile', async () => {
    const validationId = await newValidation();
    await db.execute(sql`UPDATE email_validation SET used_at = now()`);
    expect(await fateOf(validation(validationId))).toEqual({
      status: 'CANCELLED',
      reason: 'validation-outdated',
      accepted: 0,
    });
  });

  test('but the validation itself goes to an address that is not validated', async () => {
    const validationId = await newValidation();
    expect(await fateOf(validation(validationId))).toEqual({ status: 'SENT', reason: null, accepted: 1 });
    const { raw } = smtp.accepted[0]!;
    expect(decoded(raw)).toContain(validationLink(validationId));
    expect(decoded(raw)).toContain(validationCode(validationId));
    expect(decoded(raw)).not.toContain('Coin Kingdom');
  });

  async function newValidation(): Promise<string> {
    const [row] = await db.query<{
      id: string;
    }>(sql`INSERT INTO email_validation (ticket_id, user_id, address, token_hash, created_at, expires_at)
      VALUES (${TICKET}::uuid, ${USER}::uuid, 'new@example.com', 'h', now(), now() + interval '1 day') RETURNING id`);
    return row!.id;
  }

  function validation(validationId: string) {
    const props = { ticketNumber: NUMBER, validationId };
    return {
      key: 'v',
      template: 'validate-address',
      props,
      locale: 'en',
      to: 'new@example.com',
      ticketId: TICKET,
      userId: USER,
    } as const;
  }
});

function decoded(raw: string): string {
  return raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

test('a publisher is told without a ticket, and nobody can reply to one', async () => {
  const facts = {
    gameName: 'Gem Quest',
    host: 'p.example',
    since: '2026-11-20T14:05:00.000Z',
    waiting: 3,
    reason: null,
  };
  const letter = { key: 'callbacks-paused:x', template: 'callbacks-paused', props: facts } as const;
  await inTransaction((tx) => promiseEmail(tx, { ...letter, locale: 'es', to: 'owner@p.example' }));
  expect(await sendDueEmails()).toMatchObject({ sent: 1 });
  const [mail] = smtp.accepted;
  expect(mail!.to).toContain('owner@p.example');
  expect(mail!.raw).not.toMatch(/^Reply-To:/im);
  expect(await db.query(sql`SELECT FROM reply_token`)).toHaveLength(0);
});

describe('the message', () => {
  const header = (raw: string, name: string) =>
    new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(raw)?.[1]?.replace(/\r\n[ \t]/g, ' ');

  test('carries our headers, and none that a list or a bulk mailer would', async () => {
    await promise('a');
    await drainEmails();
    const { raw, from, to, messageId } = smtp.accepted[0]!;
    expect(to).toBe(JO);
    expect(from).toBe(`bounce+${messageId.slice(3, 29)}@mail.makegood.test`);
    expect(messageId).toMatch(/^<t\.[a-z2-7]{26}@mail\.makegood\.test>$/);
    expect(header(raw, 'From')).toBe('Rewards Support <support@makegood.test>');
    expect(header(raw, 'To')).toBe(JO);
    expect(header(raw, 'Reply-To')).toBe(replyAddress(TICKET, JO));
    expect(header(raw, 'Subject')).toBe('[#MG-7K3F-92QX] The advertiser is still checking Coin Kingdom');
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'X-Auto-Response-Suppress')).toBe('OOF, AutoReply');
    expect(header(raw, 'X-Makegood-Loop')).toMatch(/^[0-9a-f]{16}$/);
    for (const none of [
      'Precedence',
      'List-Id',
      'List-Unsubscribe',
      'Feedback-ID',
      'X-Entity-Ref-ID',
      'In-Reply-To',
      'Bcc',
      'Sender',
    ]) {
      expect(header(raw, none)).toBeUndefined();
    }
    expect(raw).toContain('text/plain');
    expect(raw).toContain('text/html');
    expect(decoded(raw)).toContain(statusLink(NUMBER, TICKET));
  });

  test('keeps neither link nor code nor reply token in the database', async () => {
    await promise('a');
    const stored = JSON.stringify(await db.query(sql`SELECT * FROM email, reply_token`));
    expect(stored).not.toContain('?k=');
    expect(stored).not.toContain(replyToken(TICKET, JO));
    expect(stored).toContain(replyTokenHash(replyToken(TICKET, JO)));
    expect(replyToken(TICKET, JO)).toMatch(/^[a-z2-7]{26}$/);
  });

  test('belongs to the thread of its ticket: the first and the last ten before it', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 14; index += 1) {
      await promise(`m${String(index).padStart(2, '0')}`);
      await drainEmails();
      ids.push(smtp.accepted.at(-1)!.messageId);
    }
    const { raw } = smtp.accepted.at(-1)!;
    expect(header(raw, 'In-Reply-To')).toBe(ids[12]);
    expect(header(raw, 'References')).toBe([ids[0], ...ids.slice(3, 13)].join(' '));
  });

  test('a hostile offer title adds no header and no recipient', async () => {
    const offerTitle = `Eve\r\nBcc: evil@example.com\r\n\r\n<script>\u2028${'x'.repeat(1000)}`;
    await inTransaction((tx) => promiseEmail(tx, { ...pending('a'), props: { ticketNumber: NUMBER, offerTitle } }));
    await drainEmails();
    const { raw, to } = smtp.accepted[0]!;
    expect(to).toBe(JO);
    expect(header(raw, 'Bcc')).toBeUndefined();
    expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^bcc/im);
    expect(raw.slice(raw.indexOf('text/html'))).not.toContain('<script>');
  });

  test('a row that cannot be composed waits, and the others go', async () => {
    await promise('a', 'b');
    await db.execute(sql`UPDATE email SET template = 'no-such-template' WHERE key = 'a'`);
    expect(await drainEmails()).toMatchObject({ sent: 1, retried: 1 });
  });

  test('a validation that nobody can find is not sent, and the others are', async () => {
    await promise('a', 'b');
    await db.execute(
      sql`UPDATE email SET template = 'validate-address', props = '{"validationId": "of nobody"}' WHERE key = 'a'`,
    );
    expect(await drainEmails()).toMatchObject({ sent: 1, cancelled: 1 });
  });
});

describe('wake-ups', () => {
  test('a promise wakes the sender, once per connection however many promises', async () => {
    await inTransaction(async (tx) => {
      await promiseEmail(tx, pending('a'));
      await promiseEmail(tx, pending('b'));
    });
    expect(await jobs()).toHaveLength(1);
  });

  test('a sender that is at work does not swallow the wake-up', async () => {
    await inTransaction((tx) => promiseEmail(tx, pending('a')));
    await db.execute(sql`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker-1'`);
    for (let index = 0; index < 12; index += 1) await promise(`more-${index}`);
    const waiting = await db.query(sql`SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NULL`);
    expect(waiting.length).toBeGreaterThan(0);
  });

  test('nor does one that takes the job in the very instant', async () => {
    await promise('a');
    const worker = await pool().connect();
    await inTransaction(async (tx) => {
      const [own] = await tx.query<{ key: string }>(sql`SELECT 'send-emails:' || pg_backend_pid() AS key`);
      await worker.query(`UPDATE graphile_worker._private_jobs SET key = $1`, [own!.key]);
      await worker.query('BEGIN');
      await worker.query(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w'`);
      const promised = promiseEmail(tx, pending('b'));
      await new Promise((done) => setTimeout(done, 200));
      await worker.query('COMMIT');
      await promised;
    });
    worker.release();
    const waiting = await db.query(sql`SELECT 1 FROM graphile_worker._private_jobs WHERE locked_at IS NULL`);
    expect(waiting).toHaveLength(1);
  });

  test('two transactions that promise do not wait for each other', async () => {
    await inTransaction(async (tx) => {
      await promiseEmail(tx, pending('a'));
      await inTransaction((other) => promiseEmail(other, pending('b', 'eve@example.com')));
    });
    expect(await rows()).toHaveLength(2);
  });

  test('a promise for later is not sent before, and wakes the sender then', async () => {
    const at = minutesFromNow(30);
    await inTransaction((tx) => promiseEmail(tx, { ...pending('a'), at }));
    expect((await jobs())[0]!.runAt.getTime()).toBe(at.getTime());
    expect(await drainEmails()).toMatchObject({ sent: 0 });
    expect(await drainEmails({ now: at })).toMatchObject({ sent: 1 });
  });

  test('a promise that is rolled back was never made', async () => {
    await inTransaction(async (tx) => {
      await promiseEmail(tx, pending('a'));
      throw new Error('no');
    }).catch(() => undefined);
    expect(await rows()).toEqual([]);
    expect(await jobs()).toEqual([]);
  });

  test('after a run the next one is booked for when the next row falls due', async () => {
    await promise('a');
    smtp.obey((stage) => (stage === 'rcpt' ? '450 4.2.0 Try later' : undefined));
    await drainEmails();
    const [row] = await rows();
    const next = (await jobs()).find(({ key }) => key === 'send-emails:next');
    expect(next!.runAt.getTime()).toBe(row!.nextAt!.getTime());
  });
});

test('how to write to us goes to a proven address alone, and says itself that a machine answers', async () => {
  const instructions = (to: string) =>
    ({ key: `instructed:${to}`, template: 'mail-instructions', props: {}, locale: 'en', to, userId: USER }) as const;
  await inTransaction((tx) => promiseEmails(tx, [instructions(JO), instructions('eve@example.com')]));
  expect(await drainEmails()).toMatchObject({ sent: 1, cancelled: 1 });
  expect(smtp.accepted.map(({ to, from }) => ({ to, from }))).toEqual([{ to: JO, from: '' }]);
  expect(smtp.accepted[0]!.raw).toMatch(/^Auto-Submitted: auto-replied\r?$/m);
  expect(await db.query(sql`SELECT last_reason FROM email WHERE status = 'CANCELLED'`)).toEqual([
    { lastReason: 'not-validated' },
  ]);
});
