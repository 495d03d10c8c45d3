/** Mail that wants a person: put aside, rejected, or a reply to a ticket that is decided. The latest first, by key. */
import { db, empty, type Sql, sql } from '@/lib/foundation/db';
import { LAST, pageOf, readCursor } from '@/lib/rules/cursor';
import type { MailFilter, MailList } from '@/lib/rules/mail-filter';

export type ListedMail = {
  id: string;
  receivedAt: Date;
  /** What the message says; else the sender of the envelope. */
  fromAddress: string | null;
  subject: string | null;
  /** The first words. */
  said: string | null;
  cause: string | null;
  /** The ticket it is with, or may belong to. */
  ticketNumber: string | null;
  /** How many of the same list this sender has; at most `COUNTED`, which means "or more". */
  ofSender: number;
  handledBy: string | null;
  answeredAt: Date | null;
};

export const MAILS_COUNTED = 100;
const PAGE = 50;
const FIRST_WORDS = 160;

const STANDS_IN: Record<MailList, Sql> = {
  suspended: sql`m.outcome = 'SUSPENDED'`,
  rejected: sql`m.outcome = 'REJECTED'`,
  'look-at': sql`m.look_at`,
};
/** The same of a second row of the sender. */
const OTHERS: Record<MailList, Sql> = {
  suspended: sql`o.outcome = 'SUSPENDED'`,
  rejected: sql`o.outcome = 'REJECTED'`,
  'look-at': sql`o.look_at`,
};

export type MailPage = { shown: ListedMail[]; nextCursor: string | null };

/** A cursor that is not ours starts at the beginning. */
export async function listSuspended({ list, cause }: MailFilter, cursor: string): Promise<MailPage> {
  const { at, id } = readCursor(cursor) ?? LAST;
  const rows = await db.query<ListedMail>(sql`
    SELECT m.id, m.received_at, coalesce(m.from_address, nullif(m.envelope_from, '')) AS from_address, m.subject,
           left(m.said, ${FIRST_WORDS}) AS said, m.cause, m.answered_at,
           (SELECT number FROM ticket WHERE id = coalesce(m.ticket_id, m.suggested_ticket_id)) AS ticket_number,
           (SELECT name FROM agent WHERE id = m.handled_by) AS handled_by,
           (SELECT count(*)::int FROM (SELECT FROM inbound_email o WHERE o.from_address = m.from_address
              AND ${OTHERS[list]} LIMIT ${MAILS_COUNTED}) AS theirs) AS of_sender
      FROM inbound_email m
     WHERE ${STANDS_IN[list]} ${cause ? sql`AND m.cause = ${cause}` : empty} AND (m.received_at, m.id) < (${at}, ${id}::uuid)
     ORDER BY m.received_at DESC, m.id DESC LIMIT ${PAGE + 1}`);
  return pageOf(rows, PAGE, ({ receivedAt }) => receivedAt);
}

/** How many replies to decided tickets nobody has looked at; at most `MAILS_COUNTED`. */
export async function countToLookAt(): Promise<number> {
  const [counted] = await db.query<{ mails: number }>(sql`
    SELECT count(*)::int AS mails FROM (SELECT FROM inbound_email WHERE look_at LIMIT ${MAILS_COUNTED}) AS counted`);
  return counted!.mails;
}
