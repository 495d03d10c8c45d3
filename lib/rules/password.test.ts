import { expect, test } from 'vitest';
import { LONGEST_PASSWORD, passwordFault } from '@/lib/rules/password';

test('eleven characters are too short, twelve are enough', () => {
  expect(passwordFault('verdigris-9')).toBe('too-short');
  expect(passwordFault('verdigris-98')).toBeNull();
});

test('256 characters are taken, 257 are not', () => {
  const long = 'correct horse battery staple '.repeat(10);
  expect(passwordFault(long.slice(0, LONGEST_PASSWORD))).toBeNull();
  expect(passwordFault(long.slice(0, LONGEST_PASSWORD + 1))).toBe('too-long');
});

test.each([
  'password1234',
  'P@ssw0rd2026!',
  'qwertyqwerty',
  'Welcome12345!',
  'aaaaaaaaaaaa',
  'abababababab',
  'abcdefghijkl',
  '123456789012',
  'contraseña123',
  'admin-admin-admin',
])('what everybody tries first is refused: %s', (password) => {
  expect(passwordFault(password)).toBe('too-common');
});

test('a long sentence may hold a common word', () => {
  expect(passwordFault('my monkey likes purple umbrellas')).toBeNull();
});

test('a password made of the own address or name is refused; a long one that holds it is not', () => {
  const known = ['ada.lovelace@example.com', 'Ada Lovelace'];
  expect(passwordFault('lovelace1815', known)).toBe('about-you');
  expect(passwordFault('lovelace-invents-the-loop', known)).toBeNull();
  expect(passwordFault('lovelace1815', ['grace@example.com'])).toBeNull();
});

test('characters are counted as people count them', () => {
  expect(passwordFault('🦊🐢🦉🐝🐙🦔')).toBe('too-short');
});
