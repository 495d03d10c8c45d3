import { expect, test } from 'vitest';
import { env } from '@/lib/foundation/env';
import { isOwnDoor, knockAtOwnDoor } from './own-door';

const { host, protocol } = new URL(env.PUBLIC_URL);

test('our own postback door may be knocked at', () => {
  expect(isOwnDoor(`${env.PUBLIC_URL}/api/postbacks/acme?tx=1`)).toBe(true);
});

test.each([
  `${env.PUBLIC_URL}/api/v1/clicks`,
  `${env.PUBLIC_URL}/api/postbacks/../v1/clicks`,
  `${env.PUBLIC_URL}.evil.example/api/postbacks/acme`,
  `${protocol}//user@${host}/api/postbacks/acme`,
  'http://169.254.169.254/api/postbacks/acme',
  'not an address',
])('nothing else: %s', (url) => {
  expect(isOwnDoor(url)).toBe(false);
  expect(() => knockAtOwnDoor({ method: 'GET', url })).toThrow('not the address of our own');
});
