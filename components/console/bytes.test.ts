import { expect, test } from 'vitest';
import { visible } from './bytes';

test.each([
  ['a b', 'a␠b'],
  ['a\r\nb', 'a␍␊\nb'],
  ['\u0000\t\u007f', '␀␉␡'],
  ['a\u200bb\u00a0', 'a\\u{200b}b\\u{a0}'],
  ['ä=é&ü', 'ä=é&ü'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
