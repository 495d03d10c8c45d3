/** `PUT /api/v1/integrations/{key}`: what comes in and what goes out. Secrets come in and never go out. */
import { z } from 'zod';
import { confirmDialects } from '@/lib/dialects';
import { customDefinition } from '@/lib/dialects/custom-definition';
import { isAddressRange } from '@/lib/rules/address-list';
import { id, secret, usd, usdOut } from '@/lib/rules/api-fields';

const STATES = ['PENDING', 'COMPLETED', 'RECONCILED'] as const;

const addressRange = z.string().max(49).refine(isAddressRange, 'Use an IP address or a range like "203.0.113.0/24"');

export const integrationInput = z.strictObject({
  advertiser: id.meta({ description: 'The key of an advertiser' }),
  dialect: z
    .string()
    .min(1)
    .max(64)
    .meta({
      description: `How this source confirms: ${confirmDialects()
        .map(({ name }) => name)
        .join(', ')}; or custom, with a definition of its own`,
    }),
  secret,
  requireSignature: z.boolean().default(true),
  allowedIps: z.array(addressRange).max(200).default([]).meta({ description: 'Empty: any address' }),
  statusMap: z
    .record(z.string().min(1).max(64), z.enum(STATES))
    .default({})
    .refine((map) => Object.keys(map).length <= 100, 'At most 100 words')
    .meta({ description: "What this source's own words for a state mean" }),
  eventMap: z
    .record(z.string().min(1).max(128), id)
    .default({})
    .refine((map) => Object.keys(map).length <= 200, 'At most 200 events')
    .meta({ description: "What this source's own names of events mean: keys of tasks" }),
  custom: customDefinition.nullable().default(null).meta({
    description: 'For the dialect custom: where its words stand, what they mean, how it signs, what it is answered',
  }),
  dailyBudgetUsd: usd
    .optional()
    .meta({ description: 'Up to how much a day a weakly signed source may approve without an agent' }),
});
export type IntegrationInput = z.output<typeof integrationInput>;

export const integrationOutput = z.object({
  key: id,
  advertiser: id,
  dialect: z.string(),
  requireSignature: z.boolean(),
  allowedIps: z.array(z.string()),
  statusMap: z.record(z.string(), z.enum(STATES)),
  eventMap: z.record(z.string(), z.string()),
  custom: customDefinition.nullable(),
  dailyBudgetUsd: usdOut.nullable(),
  postbackUrl: z.string().meta({ description: 'Where this source sends its postbacks' }),
});
export type IntegrationOutput = z.output<typeof integrationOutput>;
