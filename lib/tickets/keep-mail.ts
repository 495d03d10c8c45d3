/**
 * Mail that comes in, whichever door it comes through: kept as it is, once, before anybody looks into it. A door says yes to
 * its sender only after this has returned; what the mail means is worked out later (process-mail.ts), where a poisonous
 * one stops nobody (helpdesk reference, 4.3: bound, store raw, once).
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import type { Envelope } from '@/lib/rules/mail-class';
import { LARGEST_MAIL, mailFingerprint } from '@/lib/rules/read-mail';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Delivery = { door: 'smtp' | 'imap' | 'http'; raw: Buffer; envelope: Envelope };

/** Of what is too large only the beginning is kept, so that somebody can see who wrote. */
const KEPT_OF_TOO_LARGE = 64 * 1024;
/** More recipients than our own addresses could ever be. */
const MOST_RECIPIENTS = 20;

/** `repeated`: the same message had come before, and nothing is done again. Refused: `too-large` (kept in part). */
export async function keepMail(
  { door, raw, envelope }: Delivery,
  options: { at?: Date } = {},
): Promise<{ id: string; repeated: boolean } | Refusal> {
  const tooLarge = raw.length > LARGEST_MAIL;
  const kept = tooLarge ? raw.subarray(0, KEPT_OF_TOO_LARGE) : raw;
  const to = envelope.to.slice(0, MOST_RECIPIENTS).map((address) => printable(address));
  const stored = await inTransaction(async (tx) => {
    const [row] = await tx.query<{ id: string; repeats: number }>(sql`
      INSERT INTO inbound_email (received_at, door, raw_hash, raw, size, envelope_from, envelope_to, class, outcome, cause)
      VALUES (${tx.now}, ${door}, ${mailFingerprint(kept)}, ${kept}, ${raw.length},
              ${envelope.from === null ? null : printable(envelope.from)}, ${to}, 'unread',
              ${tooLarge ? 'SUSPENDED' : 'RECEIVED'}, ${tooLarge ? 'too-large' : null})
      ON CONFLICT (raw_hash) DO UPDATE SET repeats = inbound_email.repeats + 1
      RETURNING id, repeats`);
    if (row!.repeats === 0 && !tooLarge) await wakeMailReader(tx);
    return { id: row!.id, repeated: row!.repeats > 0 };
  }, options);
  return tooLarge ? refuse('too-large', 'This e-mail is larger than 10 MB.') : stored;
}

/** One knock for any number of mails; what is lost with a killed worker is found again by the minute's sweep. */
function wakeMailReader(tx: Tx): Promise<unknown> {
  return tx.query(sql`SELECT graphile_worker.add_job('process-mail', job_key => 'process-mail')`);
}

function printable(address: string): string {
  return address.replaceAll('\0', '').toWellFormed().slice(0, 320);
}
