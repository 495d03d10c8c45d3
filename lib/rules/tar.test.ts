import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { TAR_END, tarHeader, tarPadding } from './tar';

const AT = new Date('2026-11-21T12:00:00Z');

function archive(files: [string, Buffer][]): Buffer {
  const parts = files.flatMap(([name, bytes]) => [tarHeader(name, bytes.length, AT), bytes, tarPadding(bytes.length)]);
  return Buffer.concat([...parts, TAR_END]);
}

test('tar reads what was written, also an empty file and one that fills its block', () => {
  const files: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['full', Buffer.alloc(512, 'x')],
    ['pictures/one.webp', Buffer.from('odd')],
  ];
  const input = archive(files);
  expect(input.length % 512).toBe(0);
  expect(execFileSync('tar', ['-tf', '-'], { input }).toString()).toBe('empty\nfull\npictures/one.webp\n');
  for (const [name, bytes] of files) expect(execFileSync('tar', ['-xOf', '-', name], { input })).toEqual(bytes);
});

test('a block more only where the last one is full', () => {
  expect([511, 512, 513].map((size) => tarPadding(size).length)).toEqual([1, 0, 511]);
});
