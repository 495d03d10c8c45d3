import { expect, test } from 'vitest';
import { CONSOLE_HOME, consolePath } from '@/lib/rules/console-path';

test('a path of the console is kept', () => {
  for (const path of [
    '/console',
    '/console/tickets',
    '/console/tickets?queue=mine',
    '/console/tickets/MG-7K3F-92QX#decide',
  ]) {
    expect(consolePath(path)).toBe(path);
  }
});

test('anything that could lead elsewhere goes to the front page of the console', () => {
  const bad = [
    'https://evil',
    '//evil',
    '/\\evil',
    'javascript:alert(1)',
    '/console\\@evil',
    '/console/\n//evil',
    '/consoles',
    '',
    null,
  ];
  for (const path of bad) expect(consolePath(path)).toBe(CONSOLE_HOME);
});
