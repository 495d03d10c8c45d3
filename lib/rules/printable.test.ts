import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asItCame, printable } from './printable';

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString('latin1'));

test('whatever bytes came can be read back exactly', () => {
  fc.assert(fc.property(bytes, (came) => asItCame(printable(came)) === came));
});

test('text that looks like an escape is no escape', () => {
  const came = String.raw`\x41 \\x41 \x`;
  expect(asItCame(printable(came))).toBe(came);
});

test('what is kept is printable ASCII', () => {
  fc.assert(fc.property(bytes, (came) => /^[\x20-\x7e]*$/.test(printable(came))));
});
