/**
 * A macro is applied as a whole or not at all: everything is examined first, under the ticket's lock and the version the agent
 * was looking at, then its tags, its assignee, its note and its decision or question are written together. What reaches the
 * user is an intent that can be taken back, as if it had been done by hand.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { LONGEST_NOTE } from '@/lib/rules/agent-reasons';
import { fillTemplate } from '@/lib/rules/macro-variables';
import { type MacroDraft, permissionsFor } from '@/lib/rules/macros';
import { can, type Role } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { planQuestion } from '@/lib/tickets/ask-user';
import { mayWork } from '@/lib/tickets/assign-ticket';
import { lockForChange, lockUnderReview } from '@/lib/tickets/lock-for-change';
import { macroValues } from '@/lib/tickets/macro-values';
import { planRuling } from '@/lib/tickets/plan-decision';
import { type Macro, readMacro } from '@/lib/tickets/read-macros';
import { appendEvent, type EventActor } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

type Order = { number: string; version: number; macroId: string; agent: { id: string; name: string; role: Role } };

export type Applied = { version: number; next: MacroDraft['next'] };

/**
 * Refused: `not-found` (ticket or macro), `not-allowed` (details: missing), `malformed` (a tag, reason or assignee that is no
 * longer there, words that are too long), and whatever deciding, asking or assigning by hand would be refused with.
 */
export async function applyMacro(
  { number, version, macroId, agent }: Order,
  options: { at?: Date } = {},
): Promise<Applied | Refusal> {
  return inTransaction(async (tx) => {
    const macro = await readMacro(macroId, agent, tx);
    if (!macro || macro.archivedAt) return refuse('not-found', 'This macro is no longer there.');
    const missing = permissionsFor(macro).filter((permission) => !can(agent.role, permission));
    if (missing.length > 0) {
      return refuse('not-allowed', 'Your role does not allow all that this macro does.', { details: { missing } });
    }
    const isForReview = macro.decision !== null || macro.assignee !== null;
    const ticket = await (isForReview ? lockUnderReview : lockForChange)(tx, number, version);
    if (isRefusal(ticket)) return ticket;
    const words = fillTemplate(macro.template, macroValues(ticket, agent));
    const wrong = (await problemWith(tx, macro, words)) ?? null;
    if (wrong) return wrong;
    // First what can still be refused; it writes nothing then, and nothing has been written before.
    const planned = await decideOrAsk(tx, ticket, macro, words, agent.id);
    if (isRefusal(planned)) return planned;
    await tagAndAssign(tx, ticket, macro, { agentId: agent.id, isCounted: planned !== null });
    if (!macro.decision && words) await leaveNote(tx, ticket.id, words, agent.id);
    await tx.execute(sql`UPDATE macro SET used = used + 1 WHERE id = ${macro.id}::uuid`);
    await appendEvent(tx, ticket.id, 'macro', actor(agent.id), { macro: macro.name, id: macro.id });
    const [now] = await tx.query<{ version: number }>(sql`SELECT version FROM ticket WHERE id = ${ticket.id}::uuid`);
    return { version: now!.version, next: macro.next };
  }, options);
}

const actor = (id: string): EventActor => ({ kind: 'AGENT', id });

async function problemWith(tx: Tx, { tags, assignee }: Macro, words: string): Promise<Refusal | undefined> {
  if (words.length > LONGEST_NOTE)
    return refuse('malformed', `Its words come to more than ${LONGEST_NOTE} characters here.`);
  const known = await tx.query<{ name: string }>(
    sql`SELECT name FROM tag WHERE name = ANY(${tags}::text[]) AND archived_at IS NULL`,
  );
  const gone = tags.find((tag) => !known.some(({ name }) => name === tag));
  if (gone !== undefined) return refuse('malformed', `The tag “${gone}” is no longer used.`);
  if (assignee && assignee !== 'me' && assignee !== 'nobody' && !(await mayWork(tx, assignee)))
    return refuse('malformed', 'The agent it assigns to cannot take tickets.');
}

async function decideOrAsk(tx: Tx, ticket: TicketRecord, macro: Macro, words: string, agentId: string) {
  const { decision, reason } = macro;
  if (decision === null) return null;
  if (decision === 'ask-user') return planQuestion(tx, ticket, { body: words, agentId });
  return planRuling(tx, ticket, { outcome: decision, reason: reason ?? '', note: words || null, agentId });
}

type Writing = { agentId: string; isCounted: boolean };

/** `isCounted`: the version has been counted up by the decision already; both are one change. */
async function tagAndAssign(
  tx: Tx,
  { id }: TicketRecord,
  macro: Macro,
  { agentId, isCounted }: Writing,
): Promise<void> {
  if (macro.tags.length === 0 && macro.assignee === null) return;
  const assigneeId = macro.assignee === 'me' ? agentId : macro.assignee === 'nobody' ? null : macro.assignee;
  const [row] = await tx.query<{ before: string[]; after: string[] }>(sql`
    UPDATE ticket
       SET tags = ARRAY(SELECT DISTINCT unnest(tags || ${macro.tags}::text[]) ORDER BY 1),
           assignee_id = CASE WHEN ${macro.assignee !== null} THEN ${assigneeId}::uuid ELSE assignee_id END,
           touched_at = ${tx.now}, version = version + ${isCounted ? 0 : 1}
     WHERE id = ${id}::uuid RETURNING old.tags AS before, new.tags AS after`);
  const { before, after } = row!;
  if (after.length > before.length) await appendEvent(tx, id, 'tagged', actor(agentId), { before, after });
  if (macro.assignee !== null) {
    await appendEvent(tx, id, 'assigned', actor(agentId), { assigneeId, self: assigneeId === agentId });
  }
}

async function leaveNote(tx: Tx, ticketId: string, words: string, agentId: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO message (ticket_id, at, author, agent_id, visibility, body)
    VALUES (${ticketId}::uuid, ${tx.now}, 'AGENT', ${agentId}::uuid, 'internal', ${words})`);
  await appendEvent(tx, ticketId, 'note', actor(agentId));
}
