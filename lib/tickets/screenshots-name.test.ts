import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayName } from '@/lib/tickets/screenshots-name';

test.each([
  ['level 10.png', 'level 10.webp'],
  ['../../etc/passwd', 'passwd.webp'],
  ['..\\..\\x.png', 'x.webp'],
  ['C:\\a.png', 'a.webp'],
  ['/abs.png', 'abs.webp'],
  ['a\r\nX: y.png', 'aX y.webp'],
  ['a%0d%0aX.png', 'a0d0aX.webp'],
  ['a.png\u0000.html', 'a.png.webp'],
  ['a.png\u200b', 'a.webp'],
  ['.\u200bhtaccess', 'screenshot.webp'],
  ['evil\u202egnp.exe', 'evilgnp.webp'],
  ['con.png', '_con.webp'],
  ['LPT1.png', '_LPT1.webp'],
  ['-rf.png', 'rf.webp'],
  ['<img onerror=alert(1)>.png', 'img onerroralert1.webp'],
  ['"; filename="x.exe', 'filenamex.webp'],
  ['スクリーンショット.png', 'screenshot.webp'],
  ['', 'screenshot.webp'],
  ['...', 'screenshot.webp'],
  ['x'.repeat(5000), `${'x'.repeat(95)}.webp`],
])('%j is shown as %j', (given, shown) => {
  expect(displayName(given, 'webp')).toBe(shown);
});

test('whatever the name, what is shown is short, plain and says what the picture is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      const shown = displayName(given, 'jpg');
      expect(shown).toMatch(/^\w[\w .-]*\.jpg$/);
      expect(shown.length).toBeLessThanOrEqual(100);
    }),
  );
});
