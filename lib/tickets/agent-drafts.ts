/**
 * What an agent has begun to write on a ticket, kept on the server: one text per agent, ticket and box. It survives a
 * reload, a crash and a change of desk, and goes when the words are sent, taken back or fifteen days old.
 */
import { db, inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const DRAFT_KINDS = ['note', 'ask', 'deny', 'approve'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

export type AgentDraft = { body: string; savedAt: Date };
export type AgentDrafts = Partial<Record<DraftKind, AgentDraft>>;

/** In characters: as much as the longest box takes. */
const LONGEST_DRAFT = 4_000;
const KEPT_DAYS = 15;

type Written = { number: string; agentId: string; kind: string; body: string };

/** The last one wins, from whatever desk it comes; an empty text is no draft. Longer ones are cut, never refused. */
export async function saveAgentDraft(
  { number, agentId, kind, body }: Written,
  options: { at?: Date } = {},
): Promise<{ savedAt: Date | null } | Refusal> {
  if (!isDraftKind(kind)) return refuse('malformed', 'There is no such box.');
  const words = body.toWellFormed().replaceAll('\u0000', '').slice(0, LONGEST_DRAFT);
  return inTransaction(async (tx) => {
    const [ticket] = await tx.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
    if (!ticket) return refuse('not-found', 'There is no ticket with this number.');
    if (words.trim() === '') {
      await dropDraft(tx, ticket.id, agentId, kind);
      return { savedAt: null };
    }
    await tx.execute(sql`
      INSERT INTO agent_draft (agent_id, ticket_id, kind, body, updated_at)
      VALUES (${agentId}::uuid, ${ticket.id}::uuid, ${kind}, ${words}, ${tx.now})
      ON CONFLICT (agent_id, ticket_id, kind) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`);
    return { savedAt: tx.now };
  }, options);
}

function isDraftKind(kind: string): kind is DraftKind {
  return (DRAFT_KINDS as readonly string[]).includes(kind);
}

/** In the transaction that makes something of the words. */
export async function dropDraft(runner: Runner, ticketId: string, agentId: string, kind: DraftKind): Promise<void> {
  await runner.execute(sql`
    DELETE FROM agent_draft WHERE agent_id = ${agentId}::uuid AND ticket_id = ${ticketId}::uuid AND kind = ${kind}`);
}

export async function readAgentDrafts(ticketId: string, agentId: string): Promise<AgentDrafts> {
  const rows = await db.query<AgentDraft & { kind: DraftKind }>(sql`
    SELECT kind, body, updated_at AS saved_at FROM agent_draft
     WHERE agent_id = ${agentId}::uuid AND ticket_id = ${ticketId}::uuid`);
  return Object.fromEntries(rows.map(({ kind, ...draft }) => [kind, draft]));
}

export function forgetOldDrafts(tx: Tx): Promise<number> {
  const before = new Date(tx.now.getTime() - KEPT_DAYS * 24 * 3600_000);
  return tx.execute(sql`DELETE FROM agent_draft WHERE updated_at < ${before}`);
}
