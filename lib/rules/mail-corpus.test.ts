/** The corpus of e2e/fixtures/mail, as far as no database is needed: what kind of mail it is, from whom, and what it says. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpus } from '@/e2e/fixtures/mail/corpus';
import { type Blanks, fillMail, fillText } from '@/e2e/fixtures/mail/fill';
import { readBounce } from '@/lib/rules/bounce';
import { authenticityOf } from '@/lib/rules/mail-authenticity';
import { classifyMail } from '@/lib/rules/mail-class';
import { type IncomingMail, readMail } from '@/lib/rules/read-mail';
import { isRefusal } from '@/lib/rules/refusal';
import { extractReply } from '@/lib/rules/reply-text';

const DOMAIN = 'mail.makegood.test';
const TOKEN = 'c'.repeat(26);
const BLANKS: Blanks = {
  from: 'sam@player.example',
  reply: `support+r.${'b'.repeat(26)}@${DOMAIN}`,
  bounce: `bounce+${TOKEN}@${DOMAIN}`,
  sent: `<t.${TOKEN}@${DOMAIN}>`,
  messageId: '<mail@player.example>',
  number: 'MG-7K2Q',
  loop: 'of-this-desk',
};
const OWN = {
  loopId: BLANKS.loop,
  addresses: ['support@makegood.test', `support@${DOMAIN}`],
  messageIdDomain: DOMAIN,
};

async function read(name: string): Promise<IncomingMail> {
  const mail = await readMail(fillMail(name, BLANKS));
  if (isRefusal(mail)) throw new Error(mail.message);
  return mail;
}

test('every mail of the folder stands in the table, and there are at least sixty', () => {
  const files = readdirSync(join(import.meta.dirname, '../../e2e/fixtures/mail')).flatMap(
    (file) => /^(.+)\.eml$/.exec(file)?.[1] ?? [],
  );
  expect(Object.keys(corpus).sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThanOrEqual(60);
});

describe.each(Object.entries(corpus))('%s', (name, expected) => {
  test(`is of class ${expected.class}`, async () => {
    const mail = await read(name);
    const to = expected.to === 'bounce' ? [BLANKS.bounce] : [BLANKS.reply];
    const envelope = { from: expected.class === 'bounce' ? '' : BLANKS.from, to };
    const mayRespond = expected.class === 'person' && expected.mayRespond !== false;
    expect(classifyMail(mail, envelope, OWN)).toEqual({ class: expected.class, mayRespond });
    // A polled mailbox knows no envelope.
    expect(classifyMail(mail, { from: null, to: [] }, OWN).class).toBe(expected.class);
  });

  const { said, bounce, authenticity = 'unknown', subject } = expected;
  if (said !== null) {
    test('says what was written and folds what was quoted', async () => {
      const folded = expected.folded === null ? null : fillText(expected.folded, BLANKS);
      expect(extractReply(await read(name))).toEqual({ said: fillText(said, BLANKS), folded });
    });
  }
  if (bounce !== null) {
    test('says what became of our e-mail', async () => {
      const words = bounce.words && fillText(bounce.words, BLANKS);
      expect(readBounce(await read(name))).toMatchObject({
        verdict: expected.effect === 'delay-noted' ? 'delayed' : 'failed',
        status: bounce.status,
        words,
        originalMessageId: expected.effect === 'nothing' ? '<not-ours@spammer.example>' : BLANKS.sent,
      });
    });
  }
  test(`is ${authenticity} to our own mail server`, async () => {
    const results = (await read(name)).header('authentication-results');
    expect(authenticityOf(results, 'mx.makegood.test')).toBe(authenticity);
  });
  if (subject !== undefined) {
    test('has a subject of one line', async () => {
      expect((await read(name)).subject).toBe(fillText(subject, BLANKS));
    });
  }
});
