import { expect, test } from 'vitest';
import { MASK, maskSecrets } from './mask-secrets';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

test('a parameter that holds a secret is covered, right or wrong, however its name is written', () => {
  const { query } = maskSecrets({ query: 'token=right&%74oken=wrong&tx=1', headers: {}, body: '' }, ['token'], []);
  expect(query).toBe(`token=${MASK}&%74oken=${MASK}&tx=1`);
});

test('in a form and in JSON too', () => {
  expect(maskSecrets({ query: '', headers: FORM, body: 'a=1&key=x%20y' }, ['key'], []).body).toBe(`a=1&key=${MASK}`);
  const body = String.raw`{"key": "x\"y", "n": {"key":7}, "other": "key"}`;
  expect(maskSecrets({ query: '', headers: JSON_TYPE, body }, ['key'], []).body).toBe(
    `{"key": "${MASK}", "n": {"key":"${MASK}"}, "other": "key"}`,
  );
});

test('a live secret is covered wherever it stands, percent-encoded as well', () => {
  const came = {
    query: 'sig=my secret/1&x=my%20secret%2F1',
    headers: { auth: 'Bearer my secret/1' },
    body: 'my secret/1',
  };
  expect(JSON.stringify(maskSecrets(came, [], ['my secret/1', null]))).not.toMatch(/my.{1,3}secret/);
});

test('an empty or tiny secret covers nothing', () => {
  expect(maskSecrets({ query: 'a=abc', headers: {}, body: '' }, [], ['', 'abc']).query).toBe('a=abc');
});
