/**
 * Raw receipts are kept for 13 months (a setting) and then forgotten, a month of them at a time. What they proved stays: a
 * confirmation, its transaction's id and whatever it granted are for ever, and no page needs the receipt to show them.
 *
 * A month is detached first and dropped afterwards, when nothing stands in it any more. DETACH … CONCURRENTLY is not to be had
 * beside a default partition, so it is the plain one. It only changes the catalogue; what could hurt is waiting for its lock
 * with the whole intake queueing behind it. Hence it waits for a moment once, and otherwise leaves the month to the next day.
 */
import { auditChange } from '@/lib/foundation/audit';
import { db, inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { readStored, SETTINGS } from '@/lib/rules/settings';

export type ForgottenMonth = { month: string; receipts: number };

/** Every receipt is kept for that many whole months, and at most a month longer. Returns what was forgotten now. */
export async function forgetOldReceipts(options: { at?: Date } = {}): Promise<ForgottenMonth[]> {
  await atOnce((tx) => tx.query(sql`SELECT ensure_receipt_partitions(${tx.now})`), options);
  const keepMonths = await readKeepMonths();
  const forgotten: ForgottenMonth[] = [];
  for (const { name, attached } of await findOldMonths(keepMonths, options)) {
    if (attached) {
      const month = await count(name);
      if (!(await atOnce((tx) => detach(tx, name, { ...month, keepMonths }), options))) break;
      log.info({ ...month, keepMonths }, 'old receipts were forgotten');
      forgotten.push(month);
    }
    await db.query(sql`SELECT drop_receipts(${name})`);
  }
  return forgotten;
}

const LOCK_NOT_AVAILABLE = '55P03';

/** False when somebody else was at these tables, and nothing has been changed: tomorrow is soon enough. */
async function atOnce(work: (tx: Tx) => Promise<unknown>, options: { at?: Date }): Promise<boolean> {
  try {
    await inTransaction(async (tx) => {
      await tx.execute(sql`SET LOCAL lock_timeout = '200ms'`);
      await work(tx);
    }, options);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    log.warn({ err: error }, 'the table of receipts is in use: its months are seen to tomorrow');
    return false;
  }
}

/** `receipts` = { "keepMonths": 13 }. What cannot be meant deletes nothing early. */
async function readKeepMonths(): Promise<number> {
  const [row] = await db.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'receipts'`);
  const setting = readStored('receipts', row?.value);
  if (row && !setting) log.warn({ setting: 'receipts' }, 'cannot be read: receipts are kept for 13 months');
  return (setting ?? SETTINGS.receipts.usual).keepMonths;
}

type OldMonth = { name: string; attached: boolean };

/** Those whose last moment is at least so many months ago; one that is not attached was left over by a killed worker. */
function findOldMonths(keepMonths: number, options: { at?: Date }): Promise<OldMonth[]> {
  return inTransaction(
    (tx) =>
      tx.query<OldMonth>(sql`
        SELECT name, attached FROM receipt_month
         WHERE since AT TIME ZONE 'UTC' + make_interval(months => ${keepMonths + 1}) <= ${tx.now}::timestamptz AT TIME ZONE 'UTC'
         ORDER BY since`),
    options,
  );
}

async function count(name: string): Promise<ForgottenMonth> {
  const [row] = await db.query<{ receipts: number }>(sql`SELECT count_receipts(${name})::int AS receipts`);
  return { month: name.slice('receipt_'.length).replace('_', '-'), receipts: row!.receipts };
}

async function detach(tx: Tx, name: string, after: ForgottenMonth & { keepMonths: number }): Promise<void> {
  await tx.query(sql`SELECT detach_receipts(${name})`);
  const change = { action: 'forget-receipts', subject: `receipts:${after.month}`, before: null, after };
  await auditChange(tx, { kind: 'AUTO', id: null }, change);
}
