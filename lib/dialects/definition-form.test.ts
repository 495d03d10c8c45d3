import { expect, test } from 'vitest';
import { type CustomDefinition, parseCustomDefinition } from './custom-definition';
import { fieldOf } from './definition-field-of';
import { FIRST_DEFINITION, fromFields, readParts, toFields, withPartsChanged } from './definition-form';

const FULL: CustomDefinition = {
  reads: 'form',
  fields: { clickId: 'sub1', transaction: 'tx', task: 'goal', status: 'status', payout: 'usd', reason: 'why' },
  states: { '': 'COMPLETED', 'a=b': 'PENDING', '2': 'RECONCILED' },
  negativeIsReversal: true,
  test: { name: 'debug', value: '1' },
  timestamp: { place: { in: 'header', name: 'x-time', prefix: 't=' }, unit: 'milliseconds', toleranceSeconds: 60 },
  signature: {
    kind: 'hash',
    algorithm: 'md5',
    parts: [
      { part: 'value', of: 'sub1' },
      { part: 'sorted', join: '\n', written: 'form' },
      { part: 'text', text: 'a\\b ' },
      { part: 'timestamp' },
      { part: 'secret' },
    ],
    separator: ' |\n',
    encoding: 'base64',
    place: { in: 'header', name: 'x-signature', prefix: 'v1=' },
  },
  answer: { status: 201, contentType: 'application/json', body: '{"ok":\n"{receipt}"}' },
  refusal: { status: null, contentType: 'text/plain; charset=utf-8', body: '{code}' },
};

for (const [name, definition] of Object.entries({
  'the first one': FIRST_DEFINITION,
  'one with everything': FULL,
  'one that signs nothing': { ...FIRST_DEFINITION, signature: { kind: 'none' } },
  'one with a token': { ...FIRST_DEFINITION, signature: { kind: 'token', place: { in: 'query', name: 'token' } } },
} satisfies Record<string, CustomDefinition>)) {
  test(`${name} comes back from the form as it went in, and is a definition`, () => {
    expect(fromFields(toFields(definition))).toEqual(definition);
    expect(parseCustomDefinition(fromFields(toFields(definition)))).toEqual(definition);
  });
}

const kinds = (act: string) => readParts(withPartsChanged(toFields(FULL), act)).map(({ kind }) => kind);
const AS_THEY_ARE = ['value', 'sorted-form', 'text', 'timestamp', 'secret'];

test('parts are added at the end, moved by one, and removed', () => {
  expect(kinds('add')).toEqual([...AS_THEY_ARE, 'value']);
  expect(kinds('up.1')).toEqual(['sorted-form', 'value', 'text', 'timestamp', 'secret']);
  expect(kinds('down.1')).toEqual(['value', 'text', 'sorted-form', 'timestamp', 'secret']);
  expect(kinds('remove.0')).toEqual(['sorted-form', 'text', 'timestamp', 'secret']);
});

test('what a part says moves with it', () => {
  const moved = withPartsChanged(toFields(FULL), 'up.2');
  expect([moved['of.1'], moved['of.2']]).toEqual(['a\\\\b ', '\\n']);
});

test('the first cannot go up, the last cannot go down, and what is not there changes nothing', () => {
  for (const act of ['up.0', 'down.4', 'remove.5', 'remove.-1', 'remove.x', 'up', 'nonsense', ''])
    expect(kinds(act), act).toEqual(AS_THEY_ARE);
});

test('after the last one is removed none is left behind', () => {
  const fields = toFields(FIRST_DEFINITION);
  expect(readParts(withPartsChanged(fields, 'remove.0'))).toEqual([]);
  expect(withPartsChanged(fields, 'remove.0')['part.0']).toBeUndefined();
});

test('an empty form is told what it lacks, and nothing breaks', () => {
  const parsed = parseCustomDefinition(fromFields({}));
  const fields = 'faults' in parsed ? parsed.faults.map(({ path }) => fieldOf(path)) : [];
  expect(fields).toEqual(expect.arrayContaining(['reads', 'clickId', 'transaction', 'kind', 'answerStatus']));
});

for (const [path, field] of [
  ['fields.clickId', 'clickId'],
  ['states.1', 'states'],
  ['states', 'states'],
  ['signature.parts.2.of', 'of.2'],
  ['signature.parts.2', 'part.2'],
  ['signature.parts', 'parts'],
  ['signature.place.name', 'proofName'],
  ['signature.place', 'proofName'],
  ['signature.algorithm', 'algorithm'],
  ['timestamp', 'timeName'],
  ['timestamp.place.name', 'timeName'],
  ['test.name', 'testName'],
  ['answer.body', 'answerBody'],
  ['refusal.status', 'refusalStatus'],
  ['signature', 'kind'],
] as const) {
  test(`a fault at ${path} is shown at ${field}`, () => {
    expect(fieldOf(path)).toBe(field);
  });
}
