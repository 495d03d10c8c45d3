/** Only the topmost result of our own mail server counts, and only what stands outside of comments. */
import { expect, test } from 'vitest';
import { authenticityOf } from '@/lib/rules/mail-authenticity';

const OURS = 'mx.makegood.test';

test.each([
  ['pass', [`${OURS}; spf=pass; dmarc=pass header.from=player.example`]],
  ['pass', [`${OURS} 1; DMARC = Pass`]],
  ['pass', [`${OURS.toUpperCase()}; dmarc=pass`]],
  ['fail', [`${OURS}; dmarc=fail (p=NONE)`]],
  ['fail', [`${OURS}; dmarc=fail`, `${OURS}; dmarc=pass`]],
  ['pass', ['mx.evil.example; dmarc=fail', `${OURS}; dmarc=pass`]],
  ['unknown', ['mx.evil.example; dmarc=pass']],
  ['unknown', [`evil.${OURS}; dmarc=pass`]],
  ['unknown', [`${OURS}; spf=pass; dkim=pass`]],
  ['unknown', [`${OURS}; dmarc=none`]],
  ['unknown', [`${OURS}; dmarc=temperror`]],
  ['unknown', [`${OURS}; x-dmarc=pass`]],
  ['unknown', [`(${OURS}) mx.evil.example; dmarc=pass`]],
  ['fail', [`${OURS} (a (b; dmarc=pass) c; dmarc=pass); dmarc=fail`]],
  ['unknown', []],
  ['unknown', ['']],
])('%s: %j', (expected, results) => {
  expect(authenticityOf(results, OURS)).toBe(expected);
});

test('without a name for our own server nobody’s word counts', () => {
  expect(authenticityOf([`${OURS}; dmarc=fail`], null)).toBe('unknown');
});

test('four thousand opened comments are read once and closed by nobody', () => {
  expect(authenticityOf([`${OURS}; ${'('.repeat(4000)} dmarc=pass`], OURS)).toBe('unknown');
});
