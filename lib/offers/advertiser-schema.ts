/** `PUT /api/v1/advertisers/{key}`: what comes in and what goes out. */
import { z } from 'zod';
import { id, line } from '@/lib/rules/api-fields';
import { readEmailAddress } from '@/lib/rules/email-address';
import { isCalendarDay } from '@/lib/rules/instant';

const calendarDay = z
  .string()
  .refine(isCalendarDay, 'Write days like "2026-12-24"')
  .meta({ format: 'date', examples: ['2026-12-24'] });

export const advertiserInput = z.strictObject({
  name: line(200),
  recheckEmail: z
    .string()
    .max(254)
    .transform((typed, context) => {
      const address = readEmailAddress(typed);
      if (address) return address;
      context.addIssue({ code: 'custom', message: 'This is not an e-mail address' });
      return z.NEVER;
    })
    .meta({ format: 'email', description: 'Where requests to re-check a ticket are sent' }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'Use a name of the IANA time zone database, like "Europe/Berlin"')
    .default('UTC')
    .meta({ description: 'In which business days are counted' }),
  holidays: z.array(calendarDay).max(1000).default([]),
});
export type AdvertiserInput = z.output<typeof advertiserInput>;

export const advertiserOutput = z.object({
  key: id,
  name: z.string(),
  recheckEmail: z.string().nullable(),
  timeZone: z.string(),
  holidays: z.array(z.string().meta({ format: 'date' })),
});
export type AdvertiserOutput = z.output<typeof advertiserOutput>;

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
