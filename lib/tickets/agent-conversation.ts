/** What was said and what happened, in order: the user's words, messages and notes, decisions, letters and their fate. */
import { db, sql } from '@/lib/foundation/db';
import type { TicketHead } from '@/lib/tickets/read-ticket-for-agent';

export type ConversationEntry = { at: Date } & (
  | { kind: 'claim'; body: string; answers: { label: string; value: string }[] }
  | { kind: 'message'; author: string; agentName: string | null; internal: boolean; body: string }
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
      status: string;
      sentAt: Date | null;
      failedAt: Date | null;
      reason: string | null;
    }
  | { kind: 'event'; event: string; actorKind: string; actorName: string | null; data: Record<string, unknown> }
);

type Entry<Kind extends ConversationEntry['kind']> = Extract<ConversationEntry, { kind: Kind }>;

export async function readConversation(ticket: TicketHead): Promise<ConversationEntry[]> {
  const [messages, decisions, letters, events] = await Promise.all([
    readMessages(ticket.id),
    readDecisions(ticket.id),
    readLetters(ticket.id),
    readEvents(ticket.id),
  ]);
  const entries: ConversationEntry[] = [claimOf(ticket), ...events, ...messages, ...decisions, ...letters];
  // A cause stands before its letter, also within one millisecond.
  return entries.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function claimOf({ openedAt, description, answers, proofQuestions }: TicketHead): Entry<'claim'> {
  const label = (question: string) => proofQuestions.find(({ key }) => key === question)?.label ?? question;
  const told = Object.entries(answers).map(([question, value]) => ({ label: label(question), value: String(value) }));
  return { kind: 'claim', at: openedAt, body: description, answers: told };
}

async function readMessages(ticketId: string): Promise<Entry<'message'>[]> {
  return db.query(sql`
    SELECT 'message' AS kind, m.at, m.author, g.name AS agent_name, m.visibility <> 'public' AS internal, m.body
      FROM message m LEFT JOIN agent g ON g.id = m.agent_id
     WHERE m.ticket_id = ${ticketId}::uuid ORDER BY m.at, m.id LIMIT 200`);
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
    SELECT 'letter' AS kind, created_at AS at, template, status, sent_at, failed_at, last_reason AS reason
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
