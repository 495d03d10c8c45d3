import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { AGENT_COOKIE, authSecret, cookieOptions, csrfTokenOf } from '@/app/api/auth/agent-cookies';

const token = 'a'.repeat(64);
const digest = createHash('sha256').update(`${token}${authSecret()}`).digest('hex');

test('the form token is taken from a cookie that we made', () => {
  expect(csrfTokenOf(`${token}|${digest}`)).toBe(token);
});

test('a cookie that we did not make gives no token', () => {
  const forged = createHash('sha256').update(`${token}another secret`).digest('hex');
  for (const cookie of [undefined, '', token, `${token}|`, `${token}|${forged}`, `b${token}|${digest}`, `|${digest}`]) {
    expect(csrfTokenOf(cookie)).toBeNull();
  }
});

test('over plain http the session cookie has a plain name; it is never readable by scripts', () => {
  expect(AGENT_COOKIE).toBe('agent');
  expect(cookieOptions).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: false });
});
