/** What the agents' moves on suspended mail share: taking one row for oneself, and the trace that every move leaves. */
import { auditEntries } from '@/lib/foundation/audit';
import { db, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import type { KeptMail } from '@/lib/tickets/inbound-mail';

export const NO_MAIL = refuse('not-found', 'There is no such e-mail.');
export const SETTLED = refuse('conflict', 'Somebody has settled this e-mail already.');
const UNREADABLE = 'This e-mail cannot be read. Its original can still be downloaded.';

export type KeptRow = Omit<KeptMail, 'raw'> & { raw: Buffer | null; outcome: string };

export async function keptMail(id: string): Promise<KeptRow | null> {
  const [row] = await db.query<KeptRow>(sql`
    SELECT id, raw, received_at, envelope_from, envelope_to, outcome FROM inbound_email WHERE id = ${id}::uuid`);
  return row ?? null;
}

export function cannotBeRead(): Refusal {
  return refuse('conflict', UNREADABLE);
}

/** Two agents at once: the second waits here and then finds that it is settled. */
export async function lockSuspended(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(sql`
    SELECT FROM inbound_email WHERE id = ${id}::uuid AND outcome = 'SUSPENDED' FOR UPDATE`);
  return rows.length === 1;
}

/** Why a mail that should be suspended is not: it never was there, or a colleague came first. */
export async function whyNot(tx: Tx, id: string): Promise<Refusal> {
  const rows = await tx.query(sql`SELECT FROM inbound_email WHERE id = ${id}::uuid`);
  return rows.length === 1 ? SETTLED : NO_MAIL;
}

export async function auditMail(
  tx: Tx,
  agentId: string,
  { id, action, after }: { id: string; action: string; after?: Record<string, unknown> },
): Promise<void> {
  await auditEntries(tx, [{ actor: { kind: 'AGENT', id: agentId }, action, subject: `mail:${id}`, after }]);
}
