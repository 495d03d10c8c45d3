/**
 * The definition of a custom dialect as the fields of a form, and back. The form is plain: every field a text, the parts of
 * the signature numbered in their order, so that it works without a script and fits into an address. Nothing is judged
 * here; `parseCustomDefinition` does, and `definition-field-of.ts` says which field a fault belongs to.
 */
import type { CustomDefinition, CustomPart, CustomPlace } from './custom-definition';

export type Fields = Readonly<Record<string, string>>;

/** What the list of parts offers. A sorted list comes in two ways of writing. */
export const PART_KINDS = [
  'value',
  'pair',
  'sorted-plain',
  'sorted-form',
  'query',
  'url',
  'body',
  'timestamp',
  'secret',
  'text',
] as const;
export type PartKind = (typeof PART_KINDS)[number];
export const MOST_PARTS = 32;

/** What a new one starts from: an HMAC over the whole address, which leaves nothing open. */
export const FIRST_DEFINITION: CustomDefinition = {
  reads: 'query',
  fields: { clickId: 'click_id', transaction: 'tx', task: null, status: null, payout: null, reason: null },
  states: {},
  negativeIsReversal: false,
  test: null,
  timestamp: null,
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    parts: [{ part: 'url' }],
    separator: '',
    encoding: 'hex',
    place: { in: 'query', name: 'sig' },
  },
  answer: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'OK' },
  refusal: null,
};

export function toFields(definition: CustomDefinition): Fields {
  const { fields, states, test, timestamp, signature, answer, refusal } = definition;
  const digest = 'parts' in signature ? signature : null;
  return {
    reads: definition.reads,
    ...Object.fromEntries(Object.entries(fields).map(([field, name]) => [field, name ?? ''])),
    states: Object.entries(states)
      .map(([word, state]) => `${word} = ${state}`)
      .join('\n'),
    negative: definition.negativeIsReversal ? 'on' : '',
    testName: test?.name ?? '',
    testValue: test?.value ?? '',
    ...placeFields('time', timestamp?.place ?? null),
    timeUnit: timestamp?.unit ?? 'seconds',
    timeTolerance: String(timestamp?.toleranceSeconds ?? 300),
    kind: signature.kind,
    algorithm: digest?.algorithm ?? 'sha256',
    separator: escaped(digest?.separator ?? ''),
    encoding: digest?.encoding ?? 'hex',
    ...placeFields('proof', 'place' in signature ? signature.place : null),
    ...Object.assign({}, ...(digest?.parts ?? []).map(partFields)),
    answerStatus: String(answer.status),
    answerType: answer.contentType,
    answerBody: answer.body,
    refusal: refusal ? 'own' : '',
    refusalStatus: refusal?.status ? String(refusal.status) : '',
    refusalType: refusal?.contentType ?? 'text/plain; charset=utf-8',
    refusalBody: refusal?.body ?? '{code}: {message}',
  };
}

/** As it was typed, right or wrong: for `parseCustomDefinition`. */
export function fromFields(fields: Fields): Record<string, unknown> {
  const text = (name: string) => (fields[name] ?? '').trim();
  const named = (name: string) => text(name) || null;
  return {
    reads: text('reads'),
    fields: {
      clickId: text('clickId'),
      transaction: text('transaction'),
      task: named('task'),
      status: named('status'),
      payout: named('payout'),
      reason: named('reason'),
    },
    states: readStates(fields.states ?? ''),
    negativeIsReversal: text('negative') === 'on',
    test: named('testName') && { name: text('testName'), value: named('testValue') },
    timestamp: named('timeName') && {
      place: readPlace(fields, 'time'),
      unit: text('timeUnit'),
      toleranceSeconds: toNumber(text('timeTolerance')),
    },
    signature: readSignature(fields),
    answer: { status: toNumber(text('answerStatus')), contentType: text('answerType'), body: lines(fields.answerBody) },
    refusal:
      text('refusal') === 'own'
        ? {
            status: text('refusalStatus') === '' ? null : toNumber(text('refusalStatus')),
            contentType: text('refusalType'),
            body: lines(fields.refusalBody),
          }
        : null,
  };
}

/** The parts of the signature in the order in which they are signed. */
export function readParts(fields: Fields): { kind: string; of: string }[] {
  const parts: { kind: string; of: string }[] = [];
  for (let at = 0; at <= MOST_PARTS && fields[`part.${at}`] !== undefined; at += 1)
    parts.push({ kind: fields[`part.${at}`]!, of: fields[`of.${at}`] ?? '' });
  return parts;
}

/** What a button of the list does: `add`, `up.2`, `down.2`, `remove.2`. Any other word changes nothing. */
export function withPartsChanged(fields: Fields, act: string): Fields {
  const parts = readParts(fields);
  const [verb, number] = act.split('.');
  const at = Number(number);
  if (verb === 'add') parts.push({ kind: 'value', of: '' });
  else if (!Number.isInteger(at) || !parts[at]) return fields;
  else if (verb === 'remove') parts.splice(at, 1);
  else if (verb === 'up' && at > 0) parts.splice(at - 1, 2, parts[at]!, parts[at - 1]!);
  else if (verb === 'down' && at < parts.length - 1) parts.splice(at, 2, parts[at + 1]!, parts[at]!);
  const others = Object.entries(fields).filter(([name]) => !/^(part|of)\.\d+$/.test(name));
  return Object.assign(Object.fromEntries(others), ...parts.map(({ kind, of }, index) => partField(index, kind, of)));
}

// ── pieces ──────────────────────────────────────────────────────────────────

function readSignature(fields: Fields): unknown {
  const kind = (fields.kind ?? '').trim();
  const place = readPlace(fields, 'proof');
  if (kind === 'none') return { kind };
  if (kind === 'token') return { kind, place };
  return {
    kind,
    algorithm: fields.algorithm,
    parts: readParts(fields).map(readPart),
    separator: unescaped(fields.separator ?? ''),
    encoding: fields.encoding,
    place,
  };
}

function readPart({ kind, of }: { kind: string; of: string }): unknown {
  switch (kind) {
    case 'value':
    case 'pair':
      return { part: kind, of: of.trim() };
    case 'sorted-plain':
    case 'sorted-form':
      return { part: 'sorted', join: of === '' ? '&' : unescaped(of), written: kind.slice('sorted-'.length) };
    case 'text':
      return { part: kind, text: unescaped(of) };
    default:
      return { part: kind };
  }
}

function partFields(part: CustomPart, at: number): Fields {
  switch (part.part) {
    case 'value':
    case 'pair':
      return partField(at, part.part, part.of);
    case 'sorted':
      return partField(at, `sorted-${part.written}`, escaped(part.join));
    case 'text':
      return partField(at, 'text', escaped(part.text));
    default:
      return partField(at, part.part, '');
  }
}

function partField(at: number, kind: string, of: string): Fields {
  return { [`part.${at}`]: kind, [`of.${at}`]: of };
}

function readPlace(fields: Fields, prefix: 'time' | 'proof'): unknown {
  const place = { in: fields[`${prefix}In`], name: (fields[`${prefix}Name`] ?? '').trim() };
  return place.in === 'header'
    ? { in: 'header', name: place.name.toLowerCase(), prefix: fields[`${prefix}Prefix`] ?? '' }
    : place;
}

function placeFields(prefix: 'time' | 'proof', place: CustomPlace | null): Fields {
  return {
    [`${prefix}In`]: place?.in ?? 'query',
    [`${prefix}Name`]: place?.name ?? '',
    [`${prefix}Prefix`]: place?.in === 'header' ? place.prefix : '',
  };
}

/** The last `=` divides; a line that begins with it is for a postback without the word. */
function readStates(text: string): Record<string, string> {
  const entries = lines(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const at = line.lastIndexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return Object.fromEntries(entries);
}

function toNumber(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** Forms send line breaks as CR LF. */
function lines(text: string | undefined): string {
  return (text ?? '').replace(/\r\n?/g, '\n');
}

/** One-line fields cannot hold a line break: it is written `\n`, and a backslash `\\`. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function unescaped(text: string): string {
  return text.replace(/\\([n\\])/g, (_, letter) => (letter === 'n' ? '\n' : '\\'));
}
