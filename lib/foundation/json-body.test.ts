import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseStrictJson, readJson } from '@/lib/foundation/json-body';
import { isRefusal } from '@/lib/rules/refusal';

const anything = z.unknown();

function post(body: BodyInit, type = 'application/json', headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers: { 'Content-Type': type, ...headers } });
}

async function codeOf(request: Request, schema: z.ZodType = anything, limit?: number): Promise<string | null> {
  const read = await readJson(request, schema, limit);
  return isRefusal(read) ? read.refused : null;
}

test('JSON in UTF-8 is read', async () => {
  expect(await readJson(post('{"a":[1,"é",{"b":null}]}', 'application/json; charset=UTF-8'), anything)).toEqual({
    a: [1, 'é', { b: null }],
  });
});

// HT-003
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"a":1}', 'utf16le')]);
for (const [name, body] of [
  ['a lone surrogate', '{"a":"\\ud800"}'],
  ['a lone surrogate in a key', '{"\\udfff":1}'],
  ['U+0000', '{"a":"\\u0000"}'],
  ['a byte order mark', '\uFEFF{"a":1}'],
  ['UTF-16', utf16],
  ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le')],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['a trailing comma', '{"a":1,}'],
  ['NaN', '{"a":NaN}'],
  ['a comment', '{"a":1/* one */}'],
  ['single quotes', "{'a':1}"],
  ['nothing', ''],
  ['two values', '{} {}'],
  ['a key given twice', '{"a":1,"a":2}'],
  ['a key given twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['an unfinished text of many quotes', `"${'\\"'.repeat(30_000)}`],
] as const) {
  test(`${name} is malformed`, async () => {
    expect(await codeOf(post(body))).toBe('malformed');
  });
}

test('the same key in two objects, brackets and colons inside texts are nobody’s business', () => {
  expect(parseStrictJson(Buffer.from('[{"a":"}:[{\\""},{"a":{"a":"\\\\"}}]'))).toEqual([
    { a: '}:[{"' },
    { a: { a: '\\' } },
  ]);
});

// HT-001
test('32 levels are read, 33 are not, and neither are 200,000', async () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(await codeOf(post(nested(32)))).toBeNull();
  expect(await codeOf(post(nested(33)))).toBe('malformed');
  expect(await codeOf(post(nested(200_000)), anything, 1024 * 1024)).toBe('malformed');
  expect(await codeOf(post(nested(200_000)))).toBe('too-large');
});

test('64 KiB are read, a byte more is not', async () => {
  const text = (size: number) => `"${'x'.repeat(size - 2)}"`;
  expect(await codeOf(post(text(65_536)))).toBeNull();
  expect(await codeOf(post(text(65_537)))).toBe('too-large');
});

for (const type of [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/jsonp',
  '',
]) {
  test(`${type || 'no content type'} is not taken for JSON`, async () => {
    expect(await codeOf(post('{}', type))).toBe('unsupported-type');
  });
}

test('a compressed body is not taken', async () => {
  expect(await codeOf(post('{}', 'application/json', { 'Content-Encoding': 'gzip' }))).toBe('unsupported-type');
});

test('what is wrong is named by its path, and so are unknown keys', async () => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ name: z.string() })) });
  const read = await readJson(post('{"list":[{"name":1,"nmae":"x"}],"extra":1}'), schema);
  expect(isRefusal(read) && Object.keys(read.fields ?? {}).sort()).toEqual(['extra', 'list.0.name', 'list.0.nmae']);
});
