/**
 * The audit log is kept for 24 months (a setting) and then forgotten, whole seals at a time. The links of the chain stay, so
 * that what is kept can still be proved whole; that something was forgotten is an entry itself.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { readStored, SETTINGS } from '@/lib/rules/settings';

/** Of at most a thousand entries each. */
const SEALS_AT_ONCE = 20;

/** Every entry is kept for that many whole months from its seal on. Returns how many were forgotten now. */
export async function forgetOldAudit(options: { at?: Date } = {}): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const entries = await inTransaction(forgetSome, options);
    if (entries === 0) return forgotten;
    forgotten += entries;
  }
}

async function forgetSome(tx: Tx): Promise<number> {
  const keepMonths = await readKeepMonths(tx);
  const [gone] = await tx.query<{ entries: number; before: Date }>(sql`
    SELECT forget_audit_entries(before, ${SEALS_AT_ONCE}) AS entries, before
      FROM (SELECT (${tx.now}::timestamptz AT TIME ZONE 'UTC' - make_interval(months => ${keepMonths})) AT TIME ZONE 'UTC' AS before)
        AS kept`);
  const { entries, before } = gone!;
  if (entries === 0) return 0;
  const after = { entries, before: before.toISOString(), keepMonths };
  await auditEntries(tx, [{ actor: { kind: 'AUTO', id: null }, action: 'forget-audit', subject: 'audit:log', after }]);
  log.info(after, 'old entries of the audit log were forgotten');
  return entries;
}

/** `audit` = { "keepMonths": 24 }. What cannot be meant deletes nothing early. */
async function readKeepMonths(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'audit'`);
  return (readStored('audit', row?.value) ?? SETTINGS.audit.usual).keepMonths;
}
