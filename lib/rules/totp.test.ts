import { generateSync } from 'otplib';
import { expect, test } from 'vitest';
import { matchingStep, newTotpSecret, totpUri } from '@/lib/rules/totp';

/** RFC 6238, appendix B: "12345678901234567890" in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);

test('the codes are those of RFC 6238', () => {
  expect(matchingStep(SECRET, '287082', at(59))).toBe(1);
  expect(matchingStep(SECRET, '081804', at(1_111_111_109))).toBe(37_037_036);
  expect(matchingStep(SECRET, '279037', at(2_000_000_000))).toBe(66_666_666);
});

test('a code is good in the half minutes beside its own, and not one further', () => {
  const code = generateSync({ secret: SECRET, epoch: 3_000 });
  expect([2_969, 2_970, 3_000, 3_059, 3_060].map((second) => matchingStep(SECRET, code, at(second)))).toEqual([
    null,
    100,
    100,
    100,
    null,
  ]);
});

test('a code may be typed with a gap in the middle; anything else is no code', () => {
  expect(matchingStep(SECRET, '287 082', at(59))).toBe(1);
  for (const code of ['', '28708', '2870820', '28708x', '２８７０８２']) {
    expect(matchingStep(SECRET, code, at(59)), code).toBeNull();
  }
});

test('each secret is another one, of 160 bits', () => {
  const secrets = Array.from({ length: 20 }, newTotpSecret);
  expect(new Set(secrets).size).toBe(20);
  expect(secrets.every((secret) => /^[A-Z2-7]{32}$/.test(secret))).toBe(true);
});

test('what is scanned names the house, the account and the secret', () => {
  const uri = new URL(totpUri(SECRET, 'ada@example.com'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('Makegood:ada@example.com');
  expect(uri.searchParams.get('secret')).toBe(SECRET);
});
