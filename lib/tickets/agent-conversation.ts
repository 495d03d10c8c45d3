/** What was said and what happened, in order: the user's words, messages and notes, decisions, letters and their fate. */
import { db, sql } from '@/lib/foundation/db';
import { RESENDABLE } from '@/lib/outbox/resend-email';
import type { ListedAttachment } from '@/lib/tickets/mail-attachments';
import type { TicketHead } from '@/lib/tickets/read-ticket-for-agent';

export type ConversationEntry = { at: Date } & (
  | { kind: 'claim'; body: string; answers: { label: string; value: string }[] }
  | {
      kind: 'message';
      author: string;
      agentName: string | null;
      internal: boolean;
      body: string;
      /** It came as an e-mail. */
      mail: MailOrigin | null;
    }
  | {
      kind: 'decision';
      outcome: 'APPROVED' | 'DENIED';
      reason: string;
      note: string | null;
      by: string | null;
      round: number;
    }
  | {
      kind: 'letter';
      template: string;
      id: string;
      status: string;
      sentAt: Date | null;
      failedAt: Date | null;
      /** After it had been handed over. */
      bouncedAt: Date | null;
      resentAt: Date | null;
      reason: string | null;
      /** What the mail server said when it took it. */
      response: string | null;
      isSuppressed: boolean;
      mayResend: boolean;
    }
  /** Written by a machine (out of office, a list): kept, and it changed nothing. */
  | { kind: 'machine'; mailId: string; subject: string | null; what: string; isKept: boolean }
  | { kind: 'event'; event: string; actorKind: string; actorName: string | null; data: Record<string, unknown> }
);

export type MailOrigin = {
  id: string;
  /** Where it is not the ticket's own address: an agent vouched for it. */
  otherAddress: string | null;
  attachedBy: string | null;
  /** What the mail program quoted. */
  folded: string | null;
  attachments: ListedAttachment[];
  /** The original can still be downloaded. */
  isKept: boolean;
};

type Entry<Kind extends ConversationEntry['kind']> = Extract<ConversationEntry, { kind: Kind }>;

export async function readConversation(ticket: TicketHead): Promise<ConversationEntry[]> {
  const [messages, decisions, letters, events, machines] = await Promise.all([
    readMessages(ticket),
    readDecisions(ticket.id),
    readLetters(ticket.id),
    readEvents(ticket.id),
    readMachines(ticket.id),
  ]);
  const entries: ConversationEntry[] = [claimOf(ticket), ...events, ...machines, ...messages, ...decisions, ...letters];
  // A cause stands before its letter, also within one millisecond.
  return entries.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function claimOf({ openedAt, description, answers, proofQuestions }: TicketHead): Entry<'claim'> {
  const label = (question: string) => proofQuestions.find(({ key }) => key === question)?.label ?? question;
  const told = Object.entries(answers).map(([question, value]) => ({ label: label(question), value: String(value) }));
  return { kind: 'claim', at: openedAt, body: description, answers: told };
}

type MessageRow = Omit<Entry<'message'>, 'mail'> &
  Omit<MailOrigin, 'id' | 'otherAddress'> & { mailId: string | null; fromAddress: string | null };

async function readMessages({ id, address }: TicketHead): Promise<Entry<'message'>[]> {
  const rows = await db.query<MessageRow>(sql`
    SELECT 'message' AS kind, m.at, m.author, g.name AS agent_name, m.visibility <> 'public' AS internal, m.body,
           m.inbound_email_id AS mail_id, m.folded, m.attachments, i.from_address, i.raw IS NOT NULL AS is_kept,
           (SELECT name FROM agent WHERE id = i.handled_by AND i.outcome = 'ATTACHED' AND i.cause <> 'same-message-id') AS attached_by
      FROM message m LEFT JOIN agent g ON g.id = m.agent_id LEFT JOIN inbound_email i ON i.id = m.inbound_email_id
     WHERE m.ticket_id = ${id}::uuid ORDER BY m.at, m.id LIMIT 200`);
  return rows.map(({ mailId, fromAddress, folded, attachments, isKept, attachedBy, ...message }) => {
    const otherAddress = fromAddress === address ? null : fromAddress;
    const mail = mailId ? { id: mailId, otherAddress, folded, attachments, isKept, attachedBy } : null;
    return { ...message, mail };
  });
}

async function readMachines(ticketId: string): Promise<Entry<'machine'>[]> {
  return db.query(sql`
    SELECT 'machine' AS kind, received_at AS at, id AS mail_id, subject, class AS what, raw IS NOT NULL AS is_kept
      FROM inbound_email WHERE ticket_id = ${ticketId}::uuid AND outcome = 'RECORDED' AND class <> 'bounce'
     ORDER BY received_at, id LIMIT 50`);
}

async function readDecisions(ticketId: string): Promise<Entry<'decision'>[]> {
  return db.query(sql`
    SELECT 'decision' AS kind, d.decided_at AS at, d.outcome, d.reason, d.note, d.round,
           coalesce(g.name, CASE d.actor_kind WHEN 'API' THEN 'API' END) AS by
      FROM decision d LEFT JOIN agent g ON g.id = d.agent_id
     WHERE d.ticket_id = ${ticketId}::uuid ORDER BY d.round`);
}

async function readLetters(ticketId: string): Promise<Entry<'letter'>[]> {
  return db.query(sql`
    SELECT 'letter' AS kind, id, created_at AS at, template, status, sent_at, failed_at, bounced_at, resent_at,
           coalesce(bounce, last_reason) AS reason, smtp_response AS response, (${RESENDABLE}) AS may_resend,
           EXISTS (SELECT FROM suppression s WHERE s.address = to_address) AS is_suppressed
      FROM email WHERE ticket_id = ${ticketId}::uuid ORDER BY created_at, id LIMIT 100`);
}

/** Messages, notes and decisions tell of themselves; their events would say it twice. */
const TOLD_ELSEWHERE = ['approved', 'denied', 'note', 'message'];

async function readEvents(ticketId: string): Promise<Entry<'event'>[]> {
  return db.query(sql`
    SELECT 'event' AS kind, e.at, e.kind AS event, e.actor_kind, g.name AS actor_name, e.data
      FROM ticket_event e LEFT JOIN agent g ON e.actor_kind = 'AGENT' AND g.id::text = e.actor_id
     WHERE e.ticket_id = ${ticketId}::uuid AND e.kind <> ALL(${TOLD_ELSEWHERE}) ORDER BY e.at, e.id LIMIT 200`);
}
