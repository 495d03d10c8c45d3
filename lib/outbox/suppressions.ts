/** Addresses that get no mail: those it came back from, and those somebody put on the list. Cleared by hand, on record. */
import { auditEntries } from '@/lib/foundation/audit';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { auditedAddress } from '@/lib/outbox/erased-users';
import { RESENDABLE } from '@/lib/outbox/resend-email';
import { readEmailAddress } from '@/lib/rules/email-address';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Suppressed = {
  address: string;
  reason: string;
  createdAt: Date;
  /** Null: mail came back. */
  addedBy: string | null;
  /** E-mails about tickets that it did not get and that can be sent again. */
  missed: number;
};

const PAGE = 50;
const LONGEST_REASON = 300;

export type SuppressionPage = { shown: Suppressed[]; next: string | null };

/** `search` is a part of the address; `after` the address that the page before ended with. */
export async function listSuppressions(search: string, after: string): Promise<SuppressionPage> {
  const rows = await db.query<Suppressed>(sql`
    SELECT s.address, s.reason, s.created_at, (SELECT name FROM agent WHERE id = s.added_by) AS added_by,
           (SELECT count(*)::int FROM email WHERE to_address = s.address AND ticket_id IS NOT NULL AND ${RESENDABLE}) AS missed
      FROM suppression s
     WHERE position(lower(${search}) IN lower(s.address)) > 0 AND s.address > ${after}
     ORDER BY s.address LIMIT ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  return { shown, next: rows.length > PAGE ? shown.at(-1)!.address : null };
}

type Adding = { address: string; reason: string; agentId: string };

/** Refused: `malformed` (no address, no reason), `conflict` (it is on the list already). */
export async function addSuppression(
  { address: typed, reason, agentId }: Adding,
  options: { at?: Date } = {},
): Promise<{ address: string } | Refusal> {
  const address = readEmailAddress(typed);
  if (!address) return refuse('malformed', 'This is no e-mail address.', { fields: { address: 'malformed' } });
  const why = reason.trim().slice(0, LONGEST_REASON);
  if (!why) return refuse('malformed', 'Say why it gets no mail.', { fields: { reason: 'missing' } });
  return inTransaction(async (tx) => {
    const added = await tx.execute(sql`
      INSERT INTO suppression (address, reason, created_at, added_by)
      VALUES (${address}, ${why}, ${tx.now}, ${agentId}::uuid) ON CONFLICT DO NOTHING`);
    if (added === 0) return refuse('conflict', 'This address is on the list already.');
    const entry = {
      action: 'suppress-address',
      subject: auditedAddress(address),
      after: { reason: unnamed(why, address) },
    };
    await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, ...entry }]);
    return { address };
  }, options);
}

/** From now on it gets mail again. Refused: `conflict` when it is not on the list (any more). */
export async function clearSuppression(
  { address, agentId }: { address: string; agentId: string },
  options: { at?: Date } = {},
): Promise<{ address: string } | Refusal> {
  return inTransaction(async (tx) => {
    const [cleared] = await tx.query<{ reason: string }>(sql`
      DELETE FROM suppression WHERE address = ${address} RETURNING reason`);
    if (!cleared) return refuse('conflict', 'This address is not on the list any more.');
    const entry = {
      action: 'clear-address',
      subject: auditedAddress(address),
      before: { reason: unnamed(cleared.reason, address) },
    };
    await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, ...entry }]);
    return { address };
  }, options);
}

/** Mail servers name the address that they refuse. */
function unnamed(words: string, address: string): string {
  return words.replaceAll(address, '…');
}

/** How many e-mails about tickets an address did not get, now that it may be written to again. */
export async function countMissed(address: string): Promise<number> {
  const [counted] = await db.query<{ missed: number }>(sql`
    SELECT count(*)::int AS missed FROM email
     WHERE to_address = ${address} AND ticket_id IS NOT NULL AND ${RESENDABLE}`);
  return counted!.missed;
}
