/** The bounds of what is parsed and shown, and that nothing a person wrote is lost. Whole mails: mail-corpus.test.ts. */
import EmailReplyParser from 'email-reply-parser';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { seeded } from '@/e2e/support/seeded';
import { extractReply, LONGEST_REPLY } from '@/lib/rules/reply-text';

afterEach(() => vi.restoreAllMocks());

const reply = (text: string | null, html: string | null = null) => extractReply({ text, html });
const squeezed = (text: string | null) => (text ?? '').replace(/\s+/g, '');

describe('the parser’s patterns are quadratic, so what it is given is bounded', () => {
  test.each([
    ['a line without an end', 'On '.repeat(100_000)],
    ['a line for each letter', 'a\n'.repeat(100_000)],
    ['quotes without an end', '> On x wrote:\n'.repeat(50_000)],
    ['headers without an end', 'From: a\nSent: '.repeat(30_000)],
    ['spaces without an end', `x${' '.repeat(300_000)}x`],
  ])('%s', (_, hostile) => {
    const spy = vi.spyOn(EmailReplyParser.prototype, 'parseReply');
    reply(hostile);
    reply(null, `<div>${hostile}</div>`);
    expect(spy).toHaveBeenCalled();
    for (const [given] of spy.mock.calls) {
      expect(given.length).toBeLessThanOrEqual(20_000);
      expect(given.split('\n').length).toBeLessThanOrEqual(600);
    }
  });
});

describe('what is kept', () => {
  test.each([
    [LONGEST_REPLY, LONGEST_REPLY],
    [LONGEST_REPLY + 1, LONGEST_REPLY],
  ])('of %d characters %d are shown', (written, shown) => {
    expect(reply('x'.repeat(written)).said).toHaveLength(shown);
  });

  test('what is too long to be parsed is the writer’s own', () => {
    const { said } = reply(`${'line\n'.repeat(700)}the last word`);
    expect(said).toMatch(/the last word$/);
  });

  test('of anything that is written no word is neither shown nor folded', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('> quoted', 'On Monday Sam wrote:', '-- ', 'From: a@b.co', 'Sent from my iPhone', '', '---'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { said, folded } = reply(lines.join('\n'));
        const all = squeezed(said) + squeezed(folded);
        for (const word of lines.join('\n').split(/\s+/)) expect(all).toContain(word);
      }),
      seeded(300, 5_000),
    );
  });

  test('what cannot be read as HTML is read as text', () => {
    expect(reply('the text', '<div class="gmail_quote">only a quote</div>')).toEqual({
      said: 'the text',
      folded: null,
    });
  });

  test.each([
    [null, null],
    ['', ''],
    [' \r\n\t ', '<p> </p>'],
  ])('no words at all: %j and %j', (text, html) => {
    expect(reply(text, html)).toEqual({ said: '', folded: null });
  });

  test('ten thousand elements in each other are read without end', () => {
    const { said, folded } = reply('as text', `${'<div>'.repeat(10_000)}deep`);
    expect(said + (folded ?? '')).not.toBe('');
  });
});
