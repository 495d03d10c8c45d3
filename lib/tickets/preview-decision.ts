/**
 * The very e-mail that a decision would send, before anybody decides: the same letter, the same template, in the ticket's
 * language or in another one to compare. Only the status link is not the user's own: it would open the ticket in their name.
 */
import type { RenderedEmail } from '@/lib/emails/email';
import { inTransaction, type Tx } from '@/lib/foundation/db';
import { previewLetter } from '@/lib/outbox/compose-email';
import { readHolds } from '@/lib/rewards/read-holds';
import { heldUntil } from '@/lib/rules/delayed-crediting';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';
import { examine, type GivenRuling } from '@/lib/tickets/decide-ticket';
import { decisionLetter } from '@/lib/tickets/decision-letter';
import { inWords } from '@/lib/tickets/plan-decision';
import { readTicketRecord } from '@/lib/tickets/ticket-record';

export type Preview = RenderedEmail & { locale: string };

/** `locale` null: the ticket's own. Refused as the decision itself would be; `conflict` where no e-mail would be sent. */
export async function previewDecision(
  given: GivenRuling & { number: string; agentId: string; locale: string | null },
  options: { at?: Date } = {},
): Promise<Preview | Refusal> {
  const letter = await inTransaction((tx) => wouldBeLetter(tx, given), options);
  if (isRefusal(letter)) return letter;
  const locale = given.locale ?? letter.locale;
  return { ...(await previewLetter({ ...letter, locale })), locale };
}

async function wouldBeLetter(tx: Tx, given: GivenRuling & { number: string; agentId: string; locale: string | null }) {
  const ticket = await readTicketRecord(tx, given.number);
  if (!ticket) return refuse('not-found', 'There is no such ticket.');
  const spoken = { ...ticket, locale: given.locale ?? ticket.locale };
  const ruling = await inWords(tx, spoken, given);
  if (isRefusal(ruling)) return ruling;
  const steps = await examine(tx, ticket, ruling);
  if (isRefusal(steps)) return steps;
  const outcome = ruling.outcome === 'approve' ? ('APPROVED' as const) : ('DENIED' as const);
  const holds = (await readHolds(tx, [ticket]))(ticket);
  const held = outcome === 'APPROVED' ? heldUntil(tx.now, holds, tx.now) : null;
  const { reason, note: detail } = ruling;
  const actor = { kind: 'AGENT' as const, id: given.agentId };
  const [letter] = decisionLetter(
    { ticket: spoken, steps, outcome, reason, detail, actor, round: ticket.round },
    held,
    tx.now,
  );
  return letter ?? refuse('conflict', 'Nothing is sent: this address was never proven.');
}
