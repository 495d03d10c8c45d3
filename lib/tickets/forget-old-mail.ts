/**
 * Mail is not kept for ever: suspended and rejected mail goes after 90 days, of everything else the original after 180; what it
 * said stays with its ticket. By helpings, so that no table is locked for long.
 */
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { ORIGINALS_KEPT_MS, SUSPENDED_KEPT_MS } from '@/lib/rules/mail-filter';

const AT_ONCE = 1_000;

export type ForgottenMail = { purged: number; originals: number };

/** A mail is kept until exactly so many days after it came. */
export async function forgetOldMail(options: { at?: Date } = {}): Promise<ForgottenMail> {
  const purged = await untilDone(purgeSome, options);
  const originals = await untilDone(dropSomeOriginals, options);
  return { purged, originals };
}

async function untilDone(some: (tx: Tx) => Promise<number>, options: { at?: Date }): Promise<number> {
  for (let total = 0; ; ) {
    const done = await inTransaction(some, options);
    total += done;
    if (done < AT_ONCE) return total;
  }
}

function purgeSome(tx: Tx): Promise<number> {
  const before = new Date(tx.now.getTime() - SUSPENDED_KEPT_MS);
  return tx.execute(sql`
    DELETE FROM inbound_email WHERE id IN (
      SELECT id FROM inbound_email
       WHERE outcome IN ('SUSPENDED', 'REJECTED') AND received_at <= ${before} ORDER BY received_at LIMIT ${AT_ONCE}
         FOR UPDATE SKIP LOCKED)`);
}

function dropSomeOriginals(tx: Tx): Promise<number> {
  const before = new Date(tx.now.getTime() - ORIGINALS_KEPT_MS);
  return tx.execute(sql`
    UPDATE inbound_email SET raw = NULL WHERE id IN (
      SELECT id FROM inbound_email
       WHERE raw IS NOT NULL AND received_at <= ${before} AND outcome <> 'RECEIVED' ORDER BY received_at LIMIT ${AT_ONCE}
         FOR UPDATE SKIP LOCKED)`);
}
