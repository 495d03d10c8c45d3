import { afterEach, expect, test } from 'vitest';
import { env } from '@/lib/foundation/env';
import { statusLink, ticketAccessToken, validationCode, validationLink, validationToken } from '@/lib/outbox/links';
import { bounceAddress, messageIdOf, replyAddress, sender } from '@/lib/outbox/mail-identity';

const AUTH_SECRET = env.AUTH_SECRET;
const MAIL_FROM = env.MAIL_FROM;
afterEach(() => {
  Object.assign(env, { AUTH_SECRET, MAIL_FROM });
});

const ID = '01890000-0000-7000-8000-0000000000aa';

test('the same id gives the same link, another id or another secret another one', () => {
  expect(ticketAccessToken(ID)).toBe(ticketAccessToken(ID));
  expect(ticketAccessToken(ID)).toMatch(/^[\w-]{43}$/);
  const before = [ticketAccessToken(ID), validationToken(ID), messageIdOf(ID)];
  expect(new Set(before).size).toBe(3);
  Object.assign(env, { AUTH_SECRET: 'another-secret-0123456789-0123456789-abc' });
  for (const [index, made] of [ticketAccessToken(ID), validationToken(ID), messageIdOf(ID)].entries()) {
    expect(made).not.toBe(before[index]);
  }
});

test('links lead to the pages of 03', () => {
  expect(statusLink('MG-7K3F-92QX', ID)).toBe(`http://localhost:3000/t/MG-7K3F-92QX?k=${ticketAccessToken(ID)}`);
  expect(validationLink(ID)).toBe(`http://localhost:3000/verify/${validationToken(ID)}`);
});

test('codes are six digits, also with leading zeros', () => {
  const codes = Array.from({ length: 2000 }, (_, index) => validationCode(`v${index}`));
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(1990);
});

test('without a secret nothing is derived', () => {
  Object.assign(env, { AUTH_SECRET: undefined });
  expect(() => ticketAccessToken(ID)).toThrow('AUTH_SECRET is not set');
});

test('local parts stay within the 64 characters of the standard', () => {
  for (const address of [replyAddress(ID, 'jo@example.com'), bounceAddress(messageIdOf('k'))]) {
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
    expect(address).toBe(address.toLowerCase());
  }
});

for (const [given, name, address] of [
  ['Rewards Support <support@x.example>', 'Rewards Support', 'support@x.example'],
  ['"Rewards, Support" <support@x.example>', 'Rewards, Support', 'support@x.example'],
  ['support@x.example', '', 'support@x.example'],
  ['<support@x.example>', '', 'support@x.example'],
]) {
  test(`MAIL_FROM ${given}`, () => {
    Object.assign(env, { MAIL_FROM: given });
    expect(sender()).toEqual({ name, address });
  });
}
