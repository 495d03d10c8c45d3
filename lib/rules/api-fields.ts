/**
 * The kinds of fields that the operator's API is made of. Each use case builds its own schema from them; the OpenAPI
 * document is generated from those same schemas, so that what is written down is what is checked.
 */
import { z } from 'zod';
import { readCursor } from '@/lib/rules/cursor';
import { parseInstant, RFC_3339 } from '@/lib/rules/instant';
import { parseUsd } from '@/lib/rules/money';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { isUserId } from '@/lib/rules/user-id';

export const ID_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/;
/** Of rows, as the database writes them. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keys and ids of others are opaque: never trimmed, never folded. */
export const id = z.string().regex(ID_PATTERN, 'Use 1 to 128 of the characters A-Z a-z 0-9 . _ : -');

/** A player as the game names them, the same as in wall links. */
export const userId = z
  .string()
  .min(1)
  .max(128)
  .refine(isUserId, 'This is not the id of a user: the game must put its own where the placeholder stands');

/** A line of text for people: no control characters, nothing that is only space. */
export function line(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'Please leave out control characters')
    .refine((text) => text.trim() === text, 'Please leave out spaces at the start and the end');
}

/** Like `line`, but with line breaks. */
export function paragraph(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'Please leave out control characters');
}

/** Money in: a decimal string in US dollars, exact, → micro-dollars. Numbers are refused: a float is not an amount. */
export const usd = z
  .string('Write amounts as decimal strings, like "3.50"')
  .regex(/^(0|[1-9]\d{0,8})(\.\d{1,6})?$/, 'Write amounts as decimal strings with at most six places, like "3.50"')
  .transform((text) => parseUsd(text)!)
  .meta({ description: 'US dollars', examples: ['3.50'] });

/** Money out. */
export const usdOut = z.string().meta({ description: 'US dollars, exact', examples: ['3.50'] });

/** An instant in, strict RFC 3339 → Date. */
export const instant = z
  .string('Write instants as RFC 3339 with an offset, like "2026-11-20T12:00:00Z"')
  .regex(RFC_3339, 'Write instants as RFC 3339 with an offset, like "2026-11-20T12:00:00Z"')
  .transform((text, context) => {
    const read = parseInstant(text);
    if (read) return read;
    context.addIssue({ code: 'custom', message: 'There is no such instant' });
    return z.NEVER;
  })
  .meta({ format: 'date-time' });

/** An instant out, RFC 3339 in UTC. */
export const instantOut = z.iso.datetime({ precision: 3 });

/** Amounts of a game's currency: whole units, as JSON numbers that every reader keeps exact. */
export const rewardAmount = z
  .int()
  .min(0)
  .refine((amount) => !Object.is(amount, -0), 'Write zero as 0')
  .transform((amount) => BigInt(amount));

export const rewardAmountOut = z.int().min(0);

/** Secrets are printable ASCII without spaces, long enough not to be guessed by hand. */
export const secret = z.string().regex(/^[\x21-\x7e]{8,512}$/, 'Use 8 to 512 printable characters without spaces');

/** `AT`, `DE`, …: ISO 3166 alpha-2 in capitals. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'Use two capital letters, like "DE"');

/** `?cursor=`: what an earlier page answered as `nextCursor`. */
export const cursor = z
  .string()
  .max(128)
  .transform((text, context) => {
    const read = readCursor(text);
    if (read) return read;
    context.addIssue({ code: 'custom', message: 'This is no cursor of ours' });
    return z.NEVER;
  })
  .meta({ description: 'The nextCursor of the page before' });

export const nextCursor = z.string().nullable().meta({ description: 'Null on the last page' });

/** `?limit=`: how many entries a page holds. */
export const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'Use a whole number from 1 to 200')
  .transform(Number)
  .refine((count) => count <= 200, 'Use a whole number from 1 to 200')
  .default(50)
  .meta({ description: 'How many entries a page holds: 1 to 200' });

/** A ticket number as people type it: case, spaces and look-alikes are forgiven (R10). */
export const ticketNumber = z
  .string()
  .max(40)
  .transform((typed, context) => {
    const number = readTicketNumber(typed);
    if (number) return number;
    context.addIssue({ code: 'custom', message: 'This is not a ticket number' });
    return z.NEVER;
  })
  .meta({ examples: ['MG-7K3F-92QX'] });
