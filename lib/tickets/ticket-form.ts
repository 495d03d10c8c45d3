/**
 * What a user must tell us (R8). The same schema checks the form in the browser and at the door, so that Submit is
 * disabled for exactly what the server would refuse. No I/O here: the page ships this file to the browser.
 */
import { z } from 'zod';
import { readEmailAddress } from '@/lib/rules/email-address';

const MAX_TASKS = 50;
const MAX_ANSWERS = 20;

/** Text as it was typed, without what no database and no reader can bear: NUL and broken surrogates. */
const text = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'characters')
  .transform((value) =>
    value
      .replace(/\r\n?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );

export const emailField = z
  .string()
  .max(300)
  .transform((typed, context) => {
    const address = readEmailAddress(typed);
    if (address) return address;
    context.addIssue({ code: 'custom', message: 'email' });
    return z.NEVER;
  });

export const descriptionField = text.pipe(z.string().min(20, 'too-short').max(4000, 'too-long'));

/** A message added later; may be empty when a picture comes with it. */
export const messageField = text.pipe(z.string().max(4000, 'too-long'));

export const ticketForm = z.strictObject({
  click: z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/),
  tasks: z
    .array(z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/))
    .max(MAX_TASKS)
    .default([]),
  email: emailField,
  description: descriptionField,
  answers: z
    .record(z.string().max(128), text.pipe(z.string().max(500, 'too-long')))
    .refine((answers) => Object.keys(answers).length <= MAX_ANSWERS, 'too-many')
    .default({}),
});

export type TicketForm = z.infer<typeof ticketForm>;

/** An offer's own proof questions (player id, level, order number). */
export const proofQuestion = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  label: z.string().min(1).max(120),
  example: z.string().max(120).optional(),
  required: z.boolean().default(true),
});
export type ProofQuestion = z.infer<typeof proofQuestion>;

/** What is wrong, by field name; the words for each code stand in the locale files. */
export function problemsOf(error: z.ZodError): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) problems[issue.path.slice(0, 2).join('.') || 'form'] ??= issue.message;
  return problems;
}
