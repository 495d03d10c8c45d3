/**
 * One ticket of an order: the same use cases as by hand, so that the same rules hold and a refusal is what came of it. All of
 * it is part of the transaction that notes the outcome: a worker that dies in between has done neither.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import { replayCallback } from '@/lib/rewards/replay-callback';
import { type BulkAction, type BulkPayload, bulkLine } from '@/lib/rules/bulk';
import { can, type Role } from '@/lib/rules/permissions';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { isSnooze } from '@/lib/rules/snooze';
import { readTicketNumber } from '@/lib/rules/ticket-number';
import { addNote } from '@/lib/tickets/add-note';
import { LONGEST_QUESTION, sendQuestion } from '@/lib/tickets/ask-user';
import { assignTicket } from '@/lib/tickets/assign-ticket';
import { carryOut, examine, isProven } from '@/lib/tickets/decide-ticket';
import { secondPersonNeeded } from '@/lib/tickets/four-eyes';
import { holdTicket } from '@/lib/tickets/hold-ticket';
import { linkDuplicate } from '@/lib/tickets/link-duplicate';
import { lockForChange, lockUnderReview } from '@/lib/tickets/lock-for-change';
import { inWords } from '@/lib/tickets/plan-decision';
import { snoozeTicket } from '@/lib/tickets/snooze-ticket';
import { tagTicket } from '@/lib/tickets/tag-ticket';
import { readWords } from '@/lib/tickets/words';

/** What it was before the order, kept for taking it back. */
export type Before = {
  assigneeId: string | null;
  tags: string[];
  heldReason: string | null;
  snoozedUntil: string | null;
};

export type Item = {
  ticketId: string;
  number: string;
  version: number;
  before: Before;
};

export type Doing = {
  jobId: string;
  payload: BulkPayload;
  agent: { id: string; role: Role };
};

/** `unchanged`: there was nothing to do. */
export type Performed = 'done' | 'unchanged' | Refusal;
type Perform = (tx: Tx, item: Item, doing: Doing) => Promise<Performed>;

/** All but `ask-advertiser`, which is asked about a whole batch at once (bulk-go-on.ts). */
export type OneByOne = Exclude<BulkAction, 'ask-advertiser'>;

export const PERFORM: Record<OneByOne, Perform> = {
  approve: (tx, item, { payload, agent }) => decide(tx, item, 'approve', payload, agent.id),
  deny: (tx, item, { payload, agent }) => decide(tx, item, 'deny', payload, agent.id),
  assign: async (tx, item, { payload, agent }) => {
    const to = payload.assignee === 'me' ? agent.id : payload.assignee || null;
    return item.before.assigneeId === to ? 'unchanged' : give(tx, item, to, agent.id);
  },
  tag: (tx, item, { payload, agent }) => tag(tx, item, { add: named(payload), remove: [], agent }),
  untag: (tx, item, { payload, agent }) => tag(tx, item, { add: [], remove: named(payload), agent }),
  snooze: async (tx, { number, version }, { payload, agent }) => {
    const until = payload.until ?? '';
    if (until !== 'wake' && !isSnooze(until)) return refuse('malformed', 'Until when?');
    const snooze = until === 'wake' ? null : until;
    return said(await snoozeTicket({ number, version, agentId: agent.id, snooze }, { within: tx }));
  },
  hold: async (tx, { number, version }, { payload, agent }) =>
    said(await holdTicket({ number, version, agentId: agent.id, reason: payload.why ?? '' }, { within: tx })),
  release: async (tx, { number, version, before }, { agent }) => {
    if (before.heldReason === null) return 'unchanged';
    return said(await holdTicket({ number, version, agentId: agent.id, reason: null }, { within: tx }));
  },
  note: async (tx, { number }, { payload, agent }) =>
    said(await addNote({ number, body: payload.words ?? '', agentId: agent.id }, { within: tx })),
  'ask-user': askUser,
  refire,
  duplicate: async (tx, { number, version }, { payload, agent }) => {
    const other = readTicketNumber(payload.other ?? '');
    if (!other) return refuse('malformed', 'This is no ticket number.');
    return said(await linkDuplicate({ number, version, agentId: agent.id, other }, { within: tx }));
  },
};

function said(result: object | Refusal): Performed {
  return isRefusal(result) ? result : 'done';
}

function named({ tag: name = '' }: BulkPayload): string[] {
  return [name];
}

/** Fifteen seconds to take it back were given to the whole order: here it is decided at once. */
async function decide(
  tx: Tx,
  { number, version }: Item,
  outcome: 'approve' | 'deny',
  { reason = '', note }: BulkPayload,
  agentId: string,
): Promise<Performed> {
  const ticket = await lockForChange(tx, number, version);
  if (isRefusal(ticket)) return ticket;
  const ruling = await inWords(tx, ticket, { outcome, reason, note: note || null });
  if (isRefusal(ruling)) return ruling;
  const steps = await examine(tx, ticket, ruling);
  if (isRefusal(steps)) return steps;
  // 04: a confirmation that nobody has looked at is not denied away with many others.
  if (outcome === 'deny' && steps.length > 0 && steps.every(isProven))
    return refuse('conflict', 'The advertiser has confirmed this one. Look at it by itself.');
  const actor = { kind: 'AGENT' as const, id: agentId };
  const alone = await secondPersonNeeded(tx, ticket, { outcome, actor });
  return alone ?? said(await carryOut(tx, ticket, steps, { ...ruling, actor }));
}

async function give(tx: Tx, item: Item, assigneeId: string | null, agentId: string): Promise<Performed> {
  const { number, version } = item;
  return said(await assignTicket({ number, version, assigneeId, agentId }, { within: tx }));
}

type Tagging = { add: string[]; remove: string[]; agent: Doing['agent'] };

async function tag(tx: Tx, { number, version }: Item, { add, remove, agent }: Tagging): Promise<Performed> {
  const mayInvent = can(agent.role, 'macros:write');
  const tagged = await tagTicket({ number, version, agentId: agent.id, add, remove, mayInvent }, { within: tx });
  if (isRefusal(tagged)) return tagged;
  return tagged.version === version ? 'unchanged' : 'done';
}

async function askUser(
  tx: Tx,
  { number, version, ticketId }: Item,
  { jobId, payload, agent }: Doing,
): Promise<Performed> {
  const body = readWords(payload.words ?? '', LONGEST_QUESTION);
  if (isRefusal(body)) return body;
  const ticket = await lockUnderReview(tx, number, version);
  if (isRefusal(ticket)) return ticket;
  const failure = await sendQuestion(tx, ticket, { body, intent: `${jobId}:${ticketId}`, agentId: agent.id });
  return failure === null ? 'done' : refuse('conflict', 'This address has not been validated yet.');
}

/** Rewards of this ticket that the game has not said yes to (R18): the same event ids as always. */
async function refire(tx: Tx, { ticketId }: Item, { agent }: Doing): Promise<Performed> {
  const silent = await tx.query<{ id: string }>(sql`
    SELECT c.id FROM ticket t
      JOIN reward_grant g ON g.user_id = t.user_id AND g.title_key = t.title_key
      JOIN ticket_task k ON k.ticket_id = t.id AND k.task_key = g.task_key
      JOIN callback c ON c.grant_id = g.id
     WHERE t.id = ${ticketId}::uuid AND c.kind = 'REWARD' AND c.acknowledged_at IS NULL AND g.reversed_at IS NULL
     ORDER BY c.created_at LIMIT 50`);
  const actor = { kind: 'AGENT' as const, id: agent.id };
  const refusals: Refusal[] = [];
  for (const { id } of silent) {
    const replayed = await replayCallback(id, actor, { evenIfAcknowledged: false }, { within: tx });
    if (isRefusal(replayed)) refusals.push(replayed);
  }
  return refusals.length < silent.length ? 'done' : (refusals[0] ?? 'unchanged');
}

/** Takes back what `PERFORM` did, as long as nobody has changed the ticket since. */
export const TAKE_BACK: Partial<Record<BulkAction, Perform>> = {
  assign: (tx, item, { agent }) => give(tx, item, item.before.assigneeId, agent.id),
  tag: (tx, item, { payload, agent }) =>
    tag(tx, item, { add: [], remove: named(payload).filter((name) => !item.before.tags.includes(name)), agent }),
  untag: (tx, item, { payload, agent }) =>
    tag(tx, item, { add: named(payload).filter((name) => item.before.tags.includes(name)), remove: [], agent }),
  snooze: async (tx, { number, version }, { agent }) =>
    said(await snoozeTicket({ number, version, agentId: agent.id, snooze: null }, { within: tx })),
  hold: async (tx, { number, version, before }, { agent }) =>
    said(await holdTicket({ number, version, agentId: agent.id, reason: before.heldReason }, { within: tx })),
  release: async (tx, { number, version, before }, { agent }) =>
    said(await holdTicket({ number, version, agentId: agent.id, reason: before.heldReason }, { within: tx })),
};

export function mayStill(action: BulkAction, role: Role): boolean {
  return can(role, bulkLine(action).permission);
}
