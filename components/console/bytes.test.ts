import { expect, test } from 'vitest';
import { visible } from './bytes';

test.each([
  ['a b', 'a␣b'],
  ['a\r\nb', 'a\\x0d↵\nb'],
  ['\u0000\t\u007f', '\\x00\\x09\\x7f'],
  ['a\u200bb\u00a0', 'a\\u{200b}b\\xa0'],
  ['a␣↵', 'a\\u{2423}\\u{21b5}'],
  ['ä=é&ü', 'ä=é&ü'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
