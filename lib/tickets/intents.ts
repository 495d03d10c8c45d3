/**
 * Fifteen seconds to take it back: what an agent decides or writes to a user is first an intent, a row with the ticket's
 * version on it. Until it is carried out (carry-out-intent.ts) there is no decision, no e-mail and no callback, so that
 * taking it back (undo-intent.ts) undoes everything there is. At most one per ticket is open.
 */
import { db, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { AUTOMATION, appendEvent } from '@/lib/tickets/ticket-events';
import type { TicketRecord } from '@/lib/tickets/ticket-record';

export type Payloads = {
  decide: {
    outcome: 'approve' | 'deny';
    reason: string;
    note: string | null;
    /** Were all steps proven when the agent decided? */
    proven: boolean;
  };
  'ask-user': { body: string };
};
export type IntentKind = keyof Payloads;
export type Intention = { [Kind in IntentKind]: { kind: Kind; payload: Payloads[Kind] } }[IntentKind];

/** What the agent's page needs to offer the way back. */
export type Planned = { intent: string; undoUntil: Date; version: number };

export const CARRY_OUT_INTENT = 'carry-out-intent';
const DEFAULT_SECONDS = 15;
const MOST_SECONDS = 60;

/** `undoSeconds` = 0 to 60. */
export async function readUndoSeconds(runner: Runner): Promise<number> {
  const [row] = await runner.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'undoSeconds'`);
  const seconds = row ? Number(row.value) : DEFAULT_SECONDS;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MOST_SECONDS) : DEFAULT_SECONDS;
}

/** The caller holds the ticket's lock and has examined what is intended. An agent's touch keeps the automation away (R14). */
export async function planIntent(
  tx: Tx,
  ticket: TicketRecord,
  { kind, payload }: Intention,
  agentId: string,
): Promise<Planned> {
  const undoUntil = new Date(tx.now.getTime() + (await readUndoSeconds(tx)) * 1000);
  const version = ticket.version + 1;
  await tx.execute(sql`
    UPDATE ticket SET deciding_until = ${undoUntil}, touched_at = ${tx.now}, version = ${version}
     WHERE id = ${ticket.id}::uuid`);
  const [row] = await tx.query<{ id: string }>(sql`
    INSERT INTO intent (ticket_id, kind, payload, agent_id, version, created_at, runs_at)
    VALUES (${ticket.id}::uuid, ${kind}, ${JSON.stringify(payload)}::jsonb, ${agentId}::uuid, ${version}, ${tx.now}, ${undoUntil})
    RETURNING id`);
  const intent = row!.id;
  const said = 'outcome' in payload ? { outcome: payload.outcome, reason: payload.reason } : {};
  await appendEvent(tx, ticket.id, 'intended', { kind: 'AGENT', id: agentId }, { intent, kind, ...said });
  await knock(tx, sql`SELECT ${intent}::uuid AS id, ${undoUntil}::timestamptz AS runs_at`);
  return { intent, undoUntil, version };
}

const GRACE = '15 seconds';

/** Every minute: knocks again for intents whose job went down with its worker. */
export async function wakeIntents(tx: Tx): Promise<void> {
  await knock(
    tx,
    sql`
    SELECT id, ${tx.now}::timestamptz AS runs_at FROM intent
     WHERE done_at IS NULL AND undone_at IS NULL AND failed_at IS NULL AND runs_at < ${tx.now}::timestamptz - ${GRACE}::interval
     ORDER BY runs_at LIMIT 500`,
  );
}

function knock(tx: Tx, intents: ReturnType<typeof sql>): Promise<unknown> {
  return tx.query(sql`
    SELECT graphile_worker.add_job(${CARRY_OUT_INTENT}, json_build_object('intentId', due.id), run_at := due.runs_at,
             job_key := 'intent:' || due.id, job_key_mode := 'preserve_run_at')
      FROM (${intents}) AS due`);
}

/** It could not be carried out: nothing has left, the ticket waits again, and the agent is told (my-intents.ts). */
export async function failIntent(
  tx: Tx,
  intent: { id: string; ticketId: string; kind: string },
  failure: string,
): Promise<void> {
  await tx.execute(sql`
    UPDATE intent SET failed_at = ${tx.now}, failure = ${failure} WHERE id = ${intent.id}::uuid`);
  await tx.execute(sql`
    UPDATE ticket SET deciding_until = NULL, version = version + 1 WHERE id = ${intent.ticketId}::uuid`);
  await appendEvent(tx, intent.ticketId, 'intent-failed', AUTOMATION, {
    intent: intent.id,
    kind: intent.kind,
    failure,
  });
}

export type OpenIntent = {
  id: string;
  number: string;
  kind: IntentKind;
  outcome: 'approve' | 'deny' | null;
  agentId: string;
  agentName: string;
  runsAt: Date;
};

/** What a ticket's page shows while there is a way back. */
export async function readOpenIntent(ticketId: string): Promise<OpenIntent | null> {
  return (await openIntents(sql`i.ticket_id = ${ticketId}::uuid`))[0] ?? null;
}

/** What an agent can still take back: it follows them to the next page. */
export async function readOpenIntentsOf(agentId: string): Promise<OpenIntent[]> {
  return openIntents(sql`i.agent_id = ${agentId}::uuid`);
}

function openIntents(whose: ReturnType<typeof sql>): Promise<OpenIntent[]> {
  return db.query<OpenIntent>(sql`
    SELECT i.id, t.number, i.kind, i.payload->>'outcome' AS outcome, i.agent_id, g.name AS agent_name, i.runs_at
      FROM intent i JOIN ticket t ON t.id = i.ticket_id JOIN agent g ON g.id = i.agent_id
     WHERE i.done_at IS NULL AND i.undone_at IS NULL AND i.failed_at IS NULL AND ${whose}
     ORDER BY i.runs_at DESC LIMIT 20`);
}
