/**
 * E-mails as promises: rows written in the transaction of the fact that caused them (02, point 6), sent by send-emails.ts.
 * A promise has a key; promising it twice is promising it once (R17). What is kept are ids and facts, never links or codes.
 */
import type { EmailProps, EmailTemplate, TicketlessTemplate } from '@/lib/emails/email';
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { messageIdOf, replyToken, replyTokenHash } from '@/lib/outbox/mail-identity';
import { wakeSender } from '@/lib/outbox/wake-sender';

type Derived = 'link' | 'code' | 'statusLink';

/** A message's props without what is derived when it is sent (links.ts). */
export type StoredProps<T extends EmailTemplate> = Omit<EmailProps[T], Derived> &
  (T extends 'validate-address' ? { validationId: string } : unknown) &
  (T extends 'agent-invited' | 'advertiser-sign-in' ? { linkId: string } : unknown) &
  (T extends `recheck-${string}` ? { requestId: string; linkNo?: number } : unknown);

export type LetterOf<T extends EmailTemplate> = {
  /** What this e-mail is, once and for all: `ticket:<id>:denied:<round>`. */
  key: string;
  template: T;
  props: StoredProps<T>;
  /** The ticket's language (R23). */
  locale: string;
  to: string;
  /** Not before this instant; now, if left out. */
  at?: Date;
} & (T extends 'mail-instructions'
  ? { ticketId?: undefined; userId: string }
  : T extends TicketlessTemplate
    ? { ticketId?: undefined; userId?: undefined }
    : { ticketId: string; userId: string });

export type Letter = { [T in EmailTemplate]: LetterOf<T> }[EmailTemplate];

/** True when it was promised now, false when it had been promised before. */
export async function promiseEmail(tx: Tx, letter: Letter): Promise<boolean> {
  return (await promiseEmails(tx, [letter])) === 1;
}

/** Any number in one statement and with one wake-up; returns how many are new. */
export async function promiseEmails(tx: Tx, letters: readonly Letter[]): Promise<number> {
  if (letters.length === 0) return 0;
  const [{ promised } = { promised: 0 }] = await insert(tx, letters);
  if (promised > 0) await wakeSender(tx, earliest(letters, tx.now));
  return promised;
}

const COLUMNS = `key text, ticket_id uuid, user_id uuid, template text, props jsonb, locale text, to_address text,
  message_id text, next_at timestamptz, token_hash text`;

/** Without a conflict target: the key and the Message-ID, which follows from it, are one promise. */
function insert(tx: Tx, letters: readonly Letter[]): Promise<{ promised: number }[]> {
  return tx.query<{ promised: number }>(sql`
    WITH given AS MATERIALIZED (SELECT * FROM ${recordset(inOneOrder(letters).map(row), COLUMNS)}),
    tokens AS (
      INSERT INTO reply_token (token_hash, ticket_id, address, created_at)
      SELECT DISTINCT ON (token_hash) token_hash, ticket_id, to_address, ${tx.now}::timestamptz FROM given
       WHERE ticket_id IS NOT NULL ORDER BY token_hash
      ON CONFLICT DO NOTHING
    ),
    promised AS (
      INSERT INTO email (key, ticket_id, user_id, template, props, locale, to_address, message_id, created_at, next_at)
      SELECT key, ticket_id, user_id, template, props, locale, to_address, message_id, ${tx.now}::timestamptz,
             COALESCE(next_at, ${tx.now}::timestamptz)
      FROM given
      ON CONFLICT DO NOTHING
      RETURNING 1
    )
    SELECT count(*)::int AS promised FROM promised`);
}

/** Two transactions that make the same promises make them in the same order, and cannot lock each other out. */
function inOneOrder(letters: readonly Letter[]): Letter[] {
  return [...letters].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function row({ key, template, props, locale, to, ticketId, userId, at }: Letter) {
  return {
    key,
    template,
    props,
    locale,
    ticket_id: ticketId ?? null,
    user_id: userId ?? null,
    to_address: to,
    message_id: messageIdOf(key),
    next_at: at ?? null,
    token_hash: ticketId ? replyTokenHash(replyToken(ticketId, to)) : null,
  };
}

function earliest(letters: readonly Letter[], now: Date): Date {
  return new Date(Math.min(...letters.map(({ at }) => Math.max(at?.getTime() ?? 0, now.getTime()))));
}
