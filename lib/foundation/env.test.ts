import { expect, test } from 'vitest';
import { parseEnv } from '@/lib/foundation/env';

const OIDC = { OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'makegood', OIDC_CLIENT_SECRET: 's' };

test('a wrong value stops the start with one line that names every wrong variable', () => {
  expect(() => parseEnv({ PORT: '65536', TRUSTED_PROXIES: '6' })).toThrow(
    /^Wrong configuration\. PORT: .+; TRUSTED_PROXIES: .+$/,
  );
  expect(parseEnv({ PORT: '65535', TRUSTED_PROXIES: '5' })).toMatchObject({ PORT: 65535, TRUSTED_PROXIES: 5 });
});

test('an empty variable is one that was not set', () => {
  expect(parseEnv({ AUTH_SECRET: '', OIDC_ISSUER: '' })).not.toHaveProperty('AUTH_SECRET');
});

test('a sign-in provider is set up wholly or not at all; its name may be left out', () => {
  expect(parseEnv(OIDC)).toMatchObject(OIDC);
  for (const name of Object.keys(OIDC)) {
    expect(() => parseEnv({ ...OIDC, [name]: '' }), name).toThrow(`${name}: missing beside the others`);
  }
});

test('a sign-in provider is asked over https, unless it is on this very machine', () => {
  for (const issuer of ['http://localhost:8080', 'http://127.0.0.1/realms/a', 'http://[::1]:9'])
    expect(parseEnv({ ...OIDC, OIDC_ISSUER: issuer }).OIDC_ISSUER).toBe(issuer);
  for (const issuer of [
    'http://id.example.com',
    'http://127.0.0.1.example.com',
    'id.example.com',
    'ftp://id.example.com',
  ])
    expect(() => parseEnv({ ...OIDC, OIDC_ISSUER: issuer }), issuer).toThrow('OIDC_ISSUER');
});
