/**
 * Completions that are on file and matched, and pay nothing by themselves because of a doubt about their source
 * (lib/rules/trust.ts). They are marked, so that none is forgotten: as soon as the doubt is gone they are settled
 * (lib/postbacks/settle-held.ts), with or without a ticket; an agent's decision ends the waiting too.
 */
import { sql, type Tx } from '@/lib/foundation/db';
import type { Micros } from '@/lib/rules/money';
import type { Doubt } from '@/lib/rules/trust';

/** `cost` is what it would have paid: whether that fits tomorrow's budget is then seen without opening it. */
export async function holdConfirmation(tx: Tx, id: string, doubt: Doubt, cost: Micros): Promise<void> {
  await tx.execute(sql`UPDATE confirmation SET held = ${doubt}, held_micros = ${cost} WHERE id = ${id}::uuid`);
}

export async function releaseConfirmations(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    UPDATE confirmation SET held = NULL, held_micros = NULL WHERE id = ANY(${ids}::uuid[]) AND held IS NOT NULL`);
}

/** A completion that was taken back waits for nothing any more. */
export async function releaseTransaction(tx: Tx, integrationId: string, transaction: string): Promise<void> {
  await tx.execute(sql`
    UPDATE confirmation SET held = NULL, held_micros = NULL
     WHERE integration_id = ${integrationId}::uuid AND transaction = ${transaction} AND held IS NOT NULL`);
}
