/**
 * Whose ticket a mail belongs to, and whether its sender may write there. Authority is a reply address or a Message-ID that
 * we gave out, and the proven address it was given to; the ticket's number in a subject is a hint for an agent and nothing
 * more (helpdesk reference, findings 2 and 3).
 */
import { type Runner, sql } from '@/lib/foundation/db';
import { bouncedMessageId, replyTokenHash, replyTokenIn } from '@/lib/outbox/mail-identity';
import type { Authenticity } from '@/lib/rules/mail-authenticity';
import type { Envelope } from '@/lib/rules/mail-class';
import type { SuspensionCause } from '@/lib/rules/mail-policy';
import type { IncomingMail } from '@/lib/rules/read-mail';
import { findTicketNumber } from '@/lib/rules/ticket-number';

export type Resolved =
  | { ticketId: string; userId: string }
  /** `erased`: it belongs to a user whose data was erased, and nothing of it is kept. */
  | { cause: SuspensionCause | 'erased'; suggestedTicketId: string | null };

type Claim = { ticketId: string; userId: string; address: string; validated: boolean; erased: boolean };

export async function resolveMail(
  run: Runner,
  { mail, envelope, authenticity }: { mail: IncomingMail; envelope: Envelope; authenticity: Authenticity },
): Promise<Resolved> {
  const claim = (await claimByToken(run, [...envelope.to, ...mail.recipients])) ?? (await claimByThread(run, mail));
  if (!claim) return suspended('no-ticket', await ticketInSubject(run, mail.subject));
  if (claim.erased) return { cause: 'erased', suggestedTicketId: null };
  if (mail.from === null) return suspended('unclear-sender', claim.ticketId);
  if (authenticity === 'fail') return suspended('not-authentic', claim.ticketId);
  if (mail.from !== claim.address) return suspended('other-sender', claim.ticketId);
  if (!claim.validated) return suspended('not-validated', claim.ticketId);
  return { ticketId: claim.ticketId, userId: claim.userId };
}

function suspended(cause: SuspensionCause, suggestedTicketId: string | null): Resolved {
  return { cause, suggestedTicketId };
}

async function claimByToken(run: Runner, addresses: readonly string[]): Promise<Claim | null> {
  const hashes = addresses.flatMap((address) => replyTokenIn(address) ?? []).map(replyTokenHash);
  if (hashes.length === 0) return null;
  const [claim] = await run.query<Claim>(sql`
    SELECT token.ticket_id, t.user_id, token.address, v.address IS NOT NULL AS validated, u.erased_at IS NOT NULL AS erased
      FROM reply_token token JOIN ticket t ON t.id = token.ticket_id JOIN end_user u ON u.id = t.user_id
      LEFT JOIN validated_email v ON v.user_id = t.user_id AND v.address = token.address
     WHERE token.token_hash = ANY(${hashes}) ORDER BY token.created_at LIMIT 1`);
  return claim ?? null;
}

/** Message-IDs are derived with our secret: who names one of ours has seen the message it belongs to (IN-004). */
async function claimByThread(run: Runner, { references }: IncomingMail): Promise<Claim | null> {
  if (references.length === 0) return null;
  const [claim] = await run.query<Claim>(sql`
    SELECT e.ticket_id, t.user_id, e.to_address AS address, v.address IS NOT NULL AS validated,
           u.erased_at IS NOT NULL AS erased
      FROM email e JOIN ticket t ON t.id = e.ticket_id JOIN end_user u ON u.id = t.user_id
      LEFT JOIN validated_email v ON v.user_id = t.user_id AND v.address = e.to_address
     WHERE e.message_id = ANY(${references}) AND e.template <> 'validate-address'
     ORDER BY e.created_at DESC LIMIT 1`);
  return claim ?? null;
}

async function ticketInSubject(run: Runner, subject: string): Promise<string | null> {
  const number = findTicketNumber(subject);
  if (!number) return null;
  const [ticket] = await run.query<{ id: string }>(sql`SELECT id FROM ticket WHERE number = ${number}`);
  return ticket?.id ?? null;
}

/** The outgoing e-mail that a delivery report is about: by the address it came back to, or by the copy inside. */
export async function bouncedEmail(
  run: Runner,
  envelope: Envelope,
  recipients: readonly string[],
  originalMessageId: string | null,
): Promise<{ id: string; ticketId: string | null; toAddress: string; erased: boolean } | null> {
  const ids = [...envelope.to, ...recipients].flatMap((address) => bouncedMessageId(address) ?? []);
  const [email] = await run.query<{ id: string; ticketId: string | null; toAddress: string; erased: boolean }>(sql`
    SELECT e.id, e.ticket_id, e.to_address, u.erased_at IS NOT NULL AS erased
      FROM email e LEFT JOIN end_user u ON u.id = e.user_id WHERE e.message_id = ANY(${[...ids, originalMessageId ?? '']}) LIMIT 1`);
  return email ?? null;
}
