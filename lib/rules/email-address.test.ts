import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailboxOf, maskAddress, readEmailAddress, suggestAddress } from '@/lib/rules/email-address';

test.each([
  ['a@b.co', 'a@b.co'],
  [' a@b.co ', 'a@b.co'],
  ['\ta@b.co', 'a@b.co'],
  ["Mary.O'Neil+games_1-2@Mail.Example.COM", "Mary.O'Neil+games_1-2@mail.example.com"],
  ['a@xn--mnchen-3ya.de', 'a@xn--mnchen-3ya.de'],
  ['a@xn--80ak6aa92e.com', 'a@xn--80ak6aa92e.com'],
  ['1@1.co', '1@1.co'],
])('%j is the address %j', (typed, address) => {
  expect(readEmailAddress(typed)).toBe(address);
});

const refused: Record<string, string[]> = {
  'EM-003: a header smuggled in': ['a@b.co\r\nBcc: x@y.z', 'a@b.co\nBcc: x@y.z', 'a@b.co\r', 'a@b.co\n', '\na@b.co'],
  'EM-004: two addresses': [
    'victim@gmail.com,attacker@evil.com',
    'victim@gmail.com;attacker@evil.com',
    'a@b.co c@d.co',
  ],
  'more or less than one @': ['a@b@c.co', 'ab.co', '@b.co', 'a@', '@', ''],
  'EM-008: an address literal': ['a@127.0.0.1', 'a@[127.0.0.1]', 'a@[IPv6:::1]', 'a@2130706433'],
  'EM-009: stray dots before the @': ['a..b@c.co', '.a@c.co', 'a.@c.co'],
  'EM-010: a domain that is none': ['a@-c.co', 'a@c-.co', 'a@c..co', 'a@c.co.', 'a@.c.co', 'a@localhost', 'a@c_d.co'],
  'EM-012: look-alike separators': ['victim\ufe6bgmail.com@evil.com', 'a\uff20b.co', 'a@b\uff0eco'],
  'EM-014: a domain in its own letters': ['a@münchen.de'],
  'EM-015: characters that vanish or turn into dots': ['a@ex\u00adample.com', 'a@example\u3002com'],
  'EM-016: characters nobody sees': ['a\u0000@b.co', 'a\u200b@b.co', 'a@b.co\u2028', '\ufeffa@b.co', 'a@b.co\u00a0'],
  'EM-017: a Greek question mark, which becomes a semicolon': ['victim+test\u037eattacker@gmail.com'],
  'EM-018: what a shell, a printf or sendmail would read': [
    '%s%n@b.co',
    '=?utf-8?q?a?=@b.co',
    '|id@x.co',
    '-oQ/tmp@x.co',
    '-f@x.co',
    '`id`@x.co',
    '$(id)@x.co',
    'a!b@x.co',
    'a%b@x.co',
    'a/b@x.co',
    'a*@x.co',
  ],
  'EM-019: parts of a link': ['a@b.co?cc=x@y.z', 'a@b.co%0d%0aBcc:x', 'mailto:a@b.co'],
  'EM-020: a script': [
    'javascript:alert(1)@x.co',
    '<a@b.co>',
    'A <a@b.co>',
    '"a b"@c.co',
    '"a"@c.co',
    'a(x)@b.co',
    'a\\@b.co',
  ],
};

test.each(Object.entries(refused))('%s is refused', (_, addresses) => {
  for (const typed of addresses) expect(readEmailAddress(typed), JSON.stringify(typed)).toBeNull();
});

test('64 characters before the @ are taken and 65 are refused', () => {
  expect(readEmailAddress(`${'a'.repeat(64)}@b.co`)).not.toBeNull();
  expect(readEmailAddress(`${'a'.repeat(65)}@b.co`)).toBeNull();
});

test('a label of 63 characters is taken and one of 64 is refused', () => {
  expect(readEmailAddress(`a@${'b'.repeat(63)}.co`)).not.toBeNull();
  expect(readEmailAddress(`a@${'b'.repeat(64)}.co`)).toBeNull();
});

test('254 characters are taken, 255 are refused, and a megabyte is refused at once', () => {
  const long = (length: number) => `a@${'b.'.repeat(200).slice(0, length - 4)}co`;
  expect(readEmailAddress(long(254))).toHaveLength(254);
  expect(readEmailAddress(long(256))).toBeNull();
  expect(readEmailAddress(`a${'b'.repeat(244)}@${'c'.repeat(6)}.co`)).toBeNull();
  const started = performance.now();
  for (const typed of ['a'.repeat(1_000_000), `a@${'b.'.repeat(500_000)}`, ' '.repeat(1_000_000)]) {
    expect(readEmailAddress(typed)).toBeNull();
  }
  expect(performance.now() - started).toBeLessThan(500);
});

test('whatever is typed, what is read is one plain address and is read the same again', () => {
  const parts = fc.constantFrom(
    'a',
    'B',
    '1',
    '.',
    '@',
    '+',
    '-',
    '_',
    ' ',
    '\n',
    ',',
    ';',
    '%',
    '"',
    '\u200b',
    'é',
    'co',
    '.co',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 14 }), (typed) => {
      const address = readEmailAddress(typed.join(''));
      if (address === null) return;
      expect(address).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
      expect(address.split('@')).toHaveLength(2);
      expect(readEmailAddress(address)).toBe(address);
    }),
    { numRuns: 2000 },
  );
});

// EM-022
test.each([
  ['A.b+1@Gmail.com', 'ab@gmail.com'],
  ['ab+999@googlemail.com', 'ab@gmail.com'],
  ['a.b+x@Example.com', 'a.b@example.com'],
])('%s is counted as the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test.each([
  ['john.doe@example.com', 'jo•••@example.com'],
  ['ab@example.com', 'a•••@example.com'],
  ['a@example.com', 'a•••@example.com'],
])('%s is shown as %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});

test.each([
  ['a@gmial.com', 'a@gmail.com'],
  ['a@gmail.co', 'a@gmail.com'],
  ['a@hotmial.com', 'a@hotmail.com'],
  ['a@outlok.com', 'a@outlook.com'],
  ['a@web.d', 'a@web.de'],
])('%s: did you mean %s?', (typed, meant) => {
  expect(suggestAddress(typed)).toBe(meant);
});

test.each(['a@gmail.com', 'a@example.com', 'a@mail.com', 'a@ymail.com', 'a@email.com', 'a@gmx.at', 'a', ''])(
  'nobody is asked about %j',
  (typed) => {
    expect(suggestAddress(typed)).toBeNull();
  },
);
