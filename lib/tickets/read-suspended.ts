/**
 * One mail for the agent who has to say what becomes of it: its words as text, the headers that say where it is from, what was
 * attached by name. Nothing of it is shown as HTML and nothing in it is fetched.
 */
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { type Authenticity, authenticityOf } from '@/lib/rules/mail-authenticity';
import { isRefusal } from '@/lib/rules/refusal';
import type { TicketStatus } from '@/lib/rules/ticket-states';
import type { ReadMail } from '@/lib/tickets/inbound-mail';
import { type Obstacle, whomToInstruct } from '@/lib/tickets/instruct-sender';
import { readKeptMail } from '@/lib/tickets/read-kept-mail';

export type TicketHint = { number: string; status: TicketStatus; address: string; offerTitle: string };

export type MailForAgent = {
  id: string;
  receivedAt: Date;
  size: number;
  outcome: string;
  cause: string | null;
  lookAt: boolean;
  fromAddress: string | null;
  subject: string | null;
  /** Where it is or may belong. */
  ticket: TicketHint | null;
  handledBy: string | null;
  handledAt: Date | null;
  answeredAt: Date | null;
  /** How many more of this sender are suspended. */
  more: number;
  /** Null: it cannot be read, or its original was forgotten. */
  content: MailContent | null;
  isKept: boolean;
};

export type MailContent = {
  said: string;
  folded: string | null;
  headers: { name: string; value: string }[];
  parts: { name: string; mime: string; bytes: number }[];
  authenticity: Authenticity;
  /** Why its sender cannot be told how to write to us; null: can. */
  obstacle: Obstacle | null;
};

const MOST_COUNTED = 1_000;

type Row = Omit<MailForAgent, 'ticket' | 'content' | 'isKept'> & {
  raw: Buffer | null;
  envelopeFrom: string | null;
  envelopeTo: string[];
  ticketId: string | null;
};

export async function readMailForAgent(id: string): Promise<MailForAgent | null> {
  const [row] = await db.query<Row>(sql`
    SELECT m.id, m.received_at, m.size, m.outcome, m.cause, m.look_at, m.subject, m.handled_at, m.answered_at, m.raw,
           m.envelope_from, m.envelope_to, coalesce(m.from_address, nullif(m.envelope_from, '')) AS from_address,
           coalesce(m.ticket_id, m.suggested_ticket_id) AS ticket_id,
           (SELECT name FROM agent WHERE id = m.handled_by) AS handled_by,
           (SELECT count(*)::int FROM (SELECT FROM inbound_email o WHERE o.from_address = m.from_address
              AND o.outcome = 'SUSPENDED' AND o.id <> m.id LIMIT ${MOST_COUNTED}) AS theirs) AS more
      FROM inbound_email m WHERE m.id = ${id}::uuid AND m.outcome <> 'RECEIVED'`);
  if (!row) return null;
  const { raw, ticketId, ...mail } = row;
  const ticket = ticketId ? await readHint(ticketId) : null;
  return { ...mail, ticket, content: raw ? await contentOf({ ...row, raw }) : null, isKept: raw !== null };
}

async function readHint(ticketId: string): Promise<TicketHint | null> {
  const [ticket] = await db.query<TicketHint>(sql`
    SELECT t.number, t.status, t.address, o.title AS offer_title
      FROM ticket t JOIN offer o ON o.id = t.offer_id WHERE t.id = ${ticketId}::uuid`);
  return ticket ?? null;
}

async function contentOf({ raw, ...row }: Row & { raw: Buffer }): Promise<MailContent | null> {
  const read = await readKeptMail({ ...row, raw });
  if (isRefusal(read)) return null;
  const { mail, reply } = read;
  const person = await whomToInstruct(db, read);
  return {
    ...reply,
    headers: headersThatMatter(read),
    parts: mail.parts.map(({ name, mime, bytes }) => ({ name, mime, bytes: bytes.length })),
    authenticity: authenticityOf(mail.header('authentication-results'), env.MAIL_AUTHSERV_ID ?? null),
    obstacle: typeof person === 'string' ? person : null,
  };
}

const SHOWN = ['From', 'Reply-To', 'To', 'Cc', 'Date', 'Message-ID', 'In-Reply-To', 'Authentication-Results'];
const LONGEST_VALUE = 1_000;

function headersThatMatter({ mail, envelope }: ReadMail): { name: string; value: string }[] {
  const named = SHOWN.flatMap((name) =>
    mail.header(name.toLowerCase()).map((value) => ({ name, value: value.slice(0, LONGEST_VALUE) })),
  );
  const travelled = [
    ...(envelope.from === null ? [] : [{ name: 'MAIL FROM', value: envelope.from || '<>' }]),
    ...envelope.to.map((value) => ({ name: 'RCPT TO', value })),
  ];
  return [...named.slice(0, 20), ...travelled];
}
