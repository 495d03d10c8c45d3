/**
 * A dialect that an operator defines: where a source's words stand, what they mean, how they are signed, what is answered.
 * It is data and no program: names, words and a list of parts, without patterns or expressions, so that it can be shown,
 * explained, and refused with the place where it is wrong.
 */
import { z } from 'zod';
import { findFaults } from './custom-faults';

const NAME = '[A-Za-z0-9_-]{1,64}';

/** A parameter; in JSON the way to it, with dots: `data.user.id`. */
const name = z
  .string()
  .regex(
    new RegExp(`^${NAME}(\\.${NAME}){0,7}$`),
    'Use letters, digits, "_" and "-"; in JSON up to 8 names joined by dots',
  );
const headerName = z.string().regex(/^[a-z0-9-]{1,64}$/, 'Write the name of a header in small letters');
const word = z
  .string()
  .max(64)
  .regex(/^\P{Cc}*$/u, 'Leave out control characters');
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\x20-\x7e\n]*$/, 'Use printable ASCII');

const place = z.discriminatedUnion(
  'in',
  [
    z.strictObject({ in: z.literal('parameter'), name }),
    z.strictObject({ in: z.literal('query'), name }),
    z.strictObject({ in: z.literal('header'), name: headerName, prefix: text(32).default('') }),
  ],
  'Choose parameter, query or header',
);

const part = z.discriminatedUnion(
  'part',
  [
    z.strictObject({ part: z.literal('value'), of: name }).meta({ description: 'The value of a parameter, decoded' }),
    z.strictObject({ part: z.literal('pair'), of: name }).meta({ description: 'name=value, decoded' }),
    z
      .strictObject({
        part: z.literal('sorted'),
        join: z.enum(['&', ',', ';', ':', '|', '\n']).default('&'),
        written: z.enum(['plain', 'form']),
      })
      .meta({
        description: 'Every parameter but the signature as name=value in the order of their names; form: as PHP does',
      }),
    z.strictObject({ part: z.literal('query') }).meta({ description: 'The query as it came, up to the signature' }),
    z
      .strictObject({ part: z.literal('url') })
      .meta({ description: 'The whole address as it came, up to the signature' }),
    z.strictObject({ part: z.literal('body') }).meta({ description: 'The body as it came' }),
    z.strictObject({ part: z.literal('timestamp') }),
    z.strictObject({ part: z.literal('secret') }),
    z.strictObject({ part: z.literal('text'), text: text(64).min(1) }),
  ],
  'Choose value, pair, sorted, query, url, body, timestamp, secret or text',
);

const digest = {
  parts: z.array(part).min(1, 'Say what is signed').max(32),
  separator: text(8).default(''),
  encoding: z.enum(['hex', 'hex-upper', 'base64', 'base64url']).default('hex'),
  place,
};

const signature = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('token'), place }),
    z.strictObject({ kind: z.literal('hmac'), algorithm: z.enum(['sha256', 'sha1', 'sha512', 'md5']), ...digest }),
    z.strictObject({ kind: z.literal('hash'), algorithm: z.enum(['sha256', 'sha1', 'md5']), ...digest }),
  ],
  'Choose none, token, hmac or hash',
);

const contentType = z.enum(['text/plain; charset=utf-8', 'application/json']).default('text/plain; charset=utf-8');

export const customDefinition = z
  .strictObject({
    reads: z
      .enum(['query', 'form', 'json'])
      .meta({ description: 'Where parameters stand: in the query, in a form that is posted, in JSON that is posted' }),
    fields: z.strictObject({
      clickId: name,
      transaction: name,
      task: name.nullable().default(null),
      status: name.nullable().default(null),
      payout: name.nullable().default(null).meta({ description: 'In US dollars' }),
      reason: name.nullable().default(null),
    }),
    states: z
      .record(word, z.enum(['PENDING', 'COMPLETED', 'RECONCILED']))
      .default({})
      .refine((states) => Object.keys(states).length <= 100, 'At most 100 words')
      .meta({ description: 'Their words for a state; "" is for a postback without one' }),
    negativeIsReversal: z.boolean().default(false).meta({ description: 'A negative payout takes the step back' }),
    test: z
      .strictObject({ name, value: word.nullable().default(null) })
      .nullable()
      .default(null)
      .meta({ description: 'What marks a test, which never pays; without a value, anything but "", 0, false and no' }),
    timestamp: z
      .strictObject({
        place,
        unit: z.enum(['seconds', 'milliseconds']).default('seconds'),
        toleranceSeconds: z.int().min(1).max(86_400).default(300),
      })
      .nullable()
      .default(null),
    signature,
    answer: z
      .strictObject({ status: z.int().min(200).max(299).default(200), contentType, body: text(1024).default('OK') })
      .prefault({})
      .meta({ description: '{outcome}, {receipt} and {transaction} are filled in' }),
    refusal: z
      .strictObject({
        status: z
          .int()
          .min(200)
          .max(599)
          .refine((status) => status < 300 || status >= 400, 'A redirect is no answer')
          .nullable()
          .default(null)
          .meta({ description: 'Null: the status that says why' }),
        contentType,
        body: text(1024),
      })
      .nullable()
      .default(null)
      .meta({ description: '{code}, {message} and {receipt} are filled in; null: our own JSON' }),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of findFaults(definition)) {
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    }
  });

export type CustomDefinition = z.output<typeof customDefinition>;
export type CustomSignature = CustomDefinition['signature'];
export type CustomPlace = z.output<typeof place>;
export type CustomPart = z.output<typeof part>;

/** `path` is where it stands, with dots: `signature.parts.2.of`. */
export type DefinitionFault = { path: string; message: string };

/** The definition with everything that was left out filled in; or every fault in it, in plain words. Never throws. */
export function parseCustomDefinition(given: unknown): CustomDefinition | { faults: DefinitionFault[] } {
  const parsed = customDefinition.safeParse(given);
  if (parsed.success) return parsed.data;
  return { faults: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: inWords(issue) })) };
}

function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('undefined') ? 'This is missing.' : `This must be of type ${issue.expected}.`;
    case 'invalid_value':
      return `Choose one of ${issue.values.join(', ')}.`;
    case 'unrecognized_keys':
      return `This is not known here: ${issue.keys.join(', ')}.`;
    default:
      return issue.message;
  }
}
