/**
 * The time to take it back is over. Under the ticket's lock: is the intent still open, and is the ticket still as the agent
 * saw it? Then the same decision as any other; if not, the intent fails and the agent looks again. A job that comes twice,
 * or after an undo, finds nothing to do.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { isRefusal } from '@/lib/rules/refusal';
import { dropDraft } from '@/lib/tickets/agent-drafts';
import { sendQuestion } from '@/lib/tickets/ask-user';
import { carryOut, examine, isProven } from '@/lib/tickets/decide-ticket';
import { secondPersonNeeded } from '@/lib/tickets/four-eyes';
import { failIntent, type Intention, type Payloads } from '@/lib/tickets/intents';
import { lockTicketByNumber, type TicketRecord } from '@/lib/tickets/ticket-record';

export type CarriedOut = 'done' | 'failed' | 'nothing';

export async function carryOutIntent(intentId: string, options: { at?: Date } = {}): Promise<CarriedOut> {
  return inTransaction(async (tx) => {
    const [of] = await tx.query<{ number: string }>(sql`
      SELECT t.number FROM intent i JOIN ticket t ON t.id = i.ticket_id WHERE i.id = ${intentId}::uuid`);
    const ticket = of && (await lockTicketByNumber(tx, of.number));
    const intent = await claim(tx, intentId);
    if (!ticket || !intent) return 'nothing';
    const failure = ticket.version === intent.version ? await act(tx, ticket, intent) : 'version-changed';
    if (failure === null) return 'done';
    await failIntent(tx, { ...intent, ticketId: ticket.id }, failure);
    return 'failed';
  }, options);
}

type Claimed = Intention & { id: string; agentId: string; version: number };

async function claim(tx: Tx, id: string): Promise<Claimed | undefined> {
  const [intent] = await tx.query<Claimed>(sql`
    SELECT id, kind, payload, agent_id, version FROM intent
     WHERE id = ${id}::uuid AND done_at IS NULL AND undone_at IS NULL AND failed_at IS NULL AND runs_at <= ${tx.now}
       FOR UPDATE`);
  return intent;
}

/** Null when it is done; else why not. */
async function act(tx: Tx, ticket: TicketRecord, intent: Claimed): Promise<string | null> {
  const failure =
    intent.kind === 'decide'
      ? await decide(tx, ticket, intent.payload, intent.agentId)
      : await sendQuestion(tx, ticket, { ...intent.payload, intent: intent.id, agentId: intent.agentId });
  if (failure !== null) return failure;
  await tx.execute(sql`UPDATE intent SET done_at = ${tx.now} WHERE id = ${intent.id}::uuid`);
  // Until now the words were kept, for whoever takes them back to go on with.
  await dropDraft(tx, ticket.id, intent.agentId, intent.kind === 'decide' ? intent.payload.outcome : 'ask');
  return null;
}

async function decide(
  tx: Tx,
  ticket: TicketRecord,
  ruling: Payloads['decide'],
  agentId: string,
): Promise<string | null> {
  const actor = { kind: 'AGENT' as const, id: agentId };
  const steps = await examine(tx, ticket, ruling);
  if (isRefusal(steps)) return steps.refused;
  // 04: no ticket is denied with a confirmation on file that the agent has not seen.
  if (ruling.outcome === 'deny' && !ruling.proven && steps.length > 0 && steps.every(isProven))
    return 'confirmed-meanwhile';
  if (await secondPersonNeeded(tx, ticket, { outcome: ruling.outcome, actor })) return 'second-person-needed';
  await carryOut(tx, ticket, steps, { ...ruling, actor });
  await dropDraft(tx, ticket.id, agentId, ruling.outcome);
  return null;
}
