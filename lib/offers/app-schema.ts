/** `PUT /api/v1/apps/{key}`: what comes in and what goes out. Secrets come in; only one that we made up goes out, once. */
import { z } from 'zod';
import { id, line, secret } from '@/lib/rules/api-fields';
import { readEmailAddress } from '@/lib/rules/email-address';

const STATES = ['PENDING', 'COMPLETED', 'RECONCILED'] as const;

/** How much of the game's currency a dollar is worth: a rate, hence exact as well. Whole numbers may be JSON numbers. */
const perUsd = z
  .union([z.string(), z.int()])
  .transform((rate, context) => {
    const text = String(rate);
    if (/^(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(text) && !/^0(\.0+)?$/.test(text)) return text;
    context.addIssue({ code: 'custom', message: 'Use a decimal above 0 with at most six places, like "1000"' });
    return z.NEVER;
  })
  .meta({ examples: ['1000'] });

const template = z
  .string()
  .max(2048)
  .regex(/^https?:\/\/[\x21-\x7e]+$/, 'Use an http(s) address in plain characters; macros may stand in it')
  .meta({ description: "An address with the dialect's macros" });

export const callbackOptions = z.strictObject({
  stateful: z.boolean().optional(),
  zeroRewards: z.boolean().optional(),
  activities: z.array(z.enum(STATES)).max(3).optional(),
  custom: z
    .record(z.string().regex(/^[A-Za-z0-9_]{1,64}$/), z.string().max(256))
    .refine((custom) => Object.keys(custom).length <= 16, 'At most 16 custom parameters')
    .optional(),
  holdMinutes: z
    .int()
    .min(0)
    .max(90 * 24 * 60)
    .optional(),
});

const callbackInput = z.strictObject({
  dialect: z.string().min(1).max(64).meta({ description: 'How the game wants to be told, for example "ironsource"' }),
  urlTemplate: template,
  secret,
  reversalUrlTemplate: template.optional(),
  options: callbackOptions.default({}),
  enabled: z.boolean().default(true).meta({ description: 'On unless false: the operator vouches for it' }),
});
export type CallbackInput = z.output<typeof callbackInput>;

/** Who is told when the game does not answer, and in which language. One per publisher, whichever of its apps names it. */
const contactInput = z.strictObject({
  email: z
    .string()
    .refine((address) => readEmailAddress(address) === address, 'Use one plain e-mail address')
    .meta({ format: 'email' }),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'Use a language tag like "en" or "es-MX"')
    .max(35)
    .default('en'),
});

export const appInput = z.strictObject({
  name: line(200),
  publisher: line(128).meta({ description: 'The key or name of a publisher; made if there is none' }),
  contact: contactInput
    .optional()
    .meta({ description: "The publisher's, told when its server does not answer; left out: kept" }),
  currency: z.strictObject({ name: line(60), perUsd }),
  wallSecret: secret.optional().meta({ description: 'Left out: kept, or made up for a new app and told once' }),
  callback: callbackInput.optional().meta({ description: 'Left out: kept as it is' }),
});
export type AppInput = z.output<typeof appInput>;

export const appOutput = z.object({
  key: id,
  name: z.string(),
  publisher: z.string(),
  contact: z.object({ email: z.string(), locale: z.string() }).nullable(),
  currency: z.object({ name: z.string(), perUsd: z.string() }),
  callback: z
    .object({
      dialect: z.string(),
      urlTemplate: z.string(),
      reversalUrlTemplate: z.string().nullable(),
      options: callbackOptions,
      enabled: z.boolean(),
    })
    .nullable(),
  wallSecret: z.string().optional().meta({ description: 'Only in the answer that made it up' }),
});
export type AppOutput = z.output<typeof appOutput>;
