import { expect, test } from 'vitest';
import { readForm } from '@/app/api/wall/form-body';
import { isRefusal } from '@/lib/rules/refusal';

const post = (body: FormData | URLSearchParams | string, headers: Record<string, string> = {}) =>
  new Request('http://localhost/api/wall/tickets', { method: 'POST', body, headers });
const form = (...fields: [string, string | File][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value as string);
  return post(data);
};
const picture = (size: number) => new File([new Uint8Array(size)], 'a.png', { type: 'image/png' });
const code = async (request: Request, options = {}) => {
  const read = await readForm(request, { several: ['tasks'], files: 'screenshots', ...options });
  return isRefusal(read) ? read.refused : 'read';
};

test('texts, groups, repeated fields and files come out as they were sent', async () => {
  const read = await readForm(
    form(
      ['email', 'a@b.co'],
      ['tasks', 'one'],
      ['tasks', 'two'],
      ['answers[level]', '10'],
      ['screenshots', picture(3)],
    ),
    { several: ['tasks'], files: 'screenshots' },
  );
  if (isRefusal(read)) throw new Error(read.message);
  expect(read.text('email')).toBe('a@b.co');
  expect(read.texts('tasks')).toEqual(['one', 'two']);
  expect(read.group('answers')).toEqual({ level: '10' });
  expect(read.files.map(({ size }) => size)).toEqual([3]);
  expect(read.text('nothing')).toBe('');
});

test('an empty file field is no file', async () => {
  const read = await readForm(form(['screenshots', new File([], '')]), { files: 'screenshots' });
  expect(isRefusal(read) ? read : read.files).toEqual([]);
});

test('a field given twice is refused', async () => {
  expect(await code(form(['email', 'a@b.co'], ['email', 'c@d.co']))).toBe('malformed');
});

test('a file where a text belongs is refused, and a text where files belong', async () => {
  expect(await code(form(['email', picture(1)]))).toBe('malformed');
  expect(await code(form(['screenshots', 'text']))).toBe('malformed');
});

for (const [parts, answer] of [
  [40, 'read'],
  [41, 'malformed'],
] as const) {
  test(`a form of ${parts} parts is ${answer}`, async () => {
    const fields = Array.from({ length: parts }, (_, index): [string, string] => ['tasks', String(index)]);
    expect(await code(form(...fields))).toBe(answer);
    expect(await code(post(new URLSearchParams(fields)))).toBe(answer);
  });
}

test('a body above the limit is refused before it is parsed', async () => {
  expect(await code(form(['description', 'x'.repeat(2000)]), { limit: 1000 })).toBe('too-large');
});

test('a body that is no form is refused', async () => {
  expect(await code(post('{"email":"a@b.co"}', { 'content-type': 'text/plain' }))).toBe('unsupported-type');
  expect(await code(post('{}', { 'content-type': 'application/json' }))).toBe('unsupported-type');
});

for (const [name, body] of [
  ['without its closing boundary', '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.co'],
  ['with another boundary', '--y\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.co\r\n--y--'],
  ['with nothing in it', ''],
]) {
  test(`multipart ${name} is refused, not an error`, async () => {
    expect(await code(post(body!, { 'content-type': 'multipart/form-data; boundary=x' }))).toBe('malformed');
  });
}

test('a character that no database keeps is refused, in a name and in a value', async () => {
  expect(await code(form(['email', 'a\0b']))).toBe('malformed');
  expect(await code(form(['answers[\0]', 'a']))).toBe('malformed');
});
