/**
 * From a confirmation on file to what follows from it: its click is found, its step settled (lib/tickets/settle-step.ts).
 * A confirmation is marked as matched in the same transaction, so that a crash leaves it to the next run and nothing
 * happens twice. One that came before its click waits for the click (03, `unmatched`).
 */
import { db, inTransaction, type Sql, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { judgeRate, type RatedSource } from '@/lib/postbacks/watch-rates';
import { releaseConfirmations, releaseTransaction } from '@/lib/rewards/held-confirmations';
import { readTerms, type StepTerms } from '@/lib/rewards/step-records';
import { type ConfirmedStep, settleStep } from '@/lib/tickets/settle-step';

const BATCH = 500;

/** Settles these confirmations, one transaction each: a poisoned one stops nobody else. Returns how many were settled. */
export async function matchConfirmations(ids: readonly string[], options: { at?: Date } = {}): Promise<number> {
  let settled = 0;
  for (const id of ids) {
    try {
      if (await inTransaction((tx) => matchOne(tx, id), options)) settled += 1;
    } catch (error) {
      log.error({ err: error, confirmation: id }, 'a confirmation could not be matched; it will be tried again');
    }
  }
  return settled;
}

/** The safety net, every minute and before each hourly run: whatever waits and can be matched, is. */
export async function matchWaiting(options: { at?: Date } = {}): Promise<number> {
  let settled = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const waiting = await db.query<{ id: string }>(sql`
      SELECT f.id FROM confirmation f WHERE f.matched_at IS NULL AND f.id > ${after}::uuid
         AND EXISTS (SELECT FROM click c WHERE c.id = f.click_id)
       ORDER BY f.id LIMIT ${BATCH}`);
    settled += await matchConfirmations(
      waiting.map(({ id }) => id),
      options,
    );
    if (waiting.length < BATCH) return settled;
    after = waiting.at(-1)!.id;
  }
}

/** Of clicks that have just arrived: the confirmations that waited for them. */
export async function matchClicks(clickIds: readonly string[], options: { at?: Date } = {}): Promise<number> {
  const waiting = await db.query<{ id: string }>(
    sql`SELECT id FROM confirmation WHERE matched_at IS NULL AND click_id = ANY(${clickIds}) ORDER BY received_at LIMIT 10000`,
  );
  return matchConfirmations(
    waiting.map(({ id }) => id),
    options,
  );
}

async function matchOne(tx: Tx, id: string): Promise<boolean> {
  const found = await claim(tx, id, sql`f.matched_at IS NULL`);
  if (!found) return false;
  const taskKey = found.taskKey ?? soleTask(found);
  const step = stepOf(found);
  const theirs = found.clickAdvertiserId === found.advertiserId;
  await tx.execute(sql`
    UPDATE confirmation SET matched_at = ${tx.now}, task_key = ${taskKey},
           user_id = ${theirs ? found.userId : null}::uuid, title_key = ${theirs ? found.titleKey : null}
     WHERE id = ${id}::uuid`);
  // Whose data was erased cannot be told to the game any more: what is confirmed stays on file and pays nobody.
  if (!step || !theirs || found.erased) return false;
  // Before the settling, which looks at the breaker.
  if (found.state === 'COMPLETED') await judgeRate(tx, found, found.receivedAt, step.payoutMicros);
  if (found.state === 'RECONCILED') await releaseTransaction(tx, found.integrationId, found.transaction);
  await settleStep(tx, { ...found, step });
  return true;
}

/** One that was held is settled again: by then its source may be believed. Held anew if it still is not. */
export async function settleAgain(tx: Tx, id: string): Promise<boolean> {
  const found = await claim(tx, id, sql`f.held IS NOT NULL`);
  const step = found && stepOf(found);
  if (!found || !step || found.erased) return false;
  await releaseConfirmations(tx, [id]);
  await settleStep(tx, { ...found, step });
  return true;
}

type Found = Omit<ConfirmedStep, 'step'> &
  RatedSource & {
    taskKey: string | null;
    state: string;
    transaction: string;
    receivedAt: Date;
    terms: unknown;
    advertiserId: string;
    clickAdvertiserId: string;
    erased: boolean;
  };

/**
 * The progress row is locked before the confirmation, as everywhere. Whoever comes second finds that it is no longer
 * `waiting` and leaves; a confirmation of a click that is still unknown stays as it is.
 */
async function claim(tx: Tx, id: string, waiting: Sql): Promise<Found | undefined> {
  await tx.query(sql`
    SELECT 1 FROM confirmation f JOIN click c ON c.id = f.click_id
      JOIN progress p ON p.user_id = c.user_id AND p.title_key = c.title_key
     WHERE f.id = ${id}::uuid FOR UPDATE OF p`);
  const [found] = await tx.query<Found>(sql`
    SELECT f.task_key, f.state, f.transaction, f.received_at, i.id AS integration_id, i.key AS integration_key,
           i.usual_count, i.usual_micros, i.breaker_tripped_at, i.advertiser_id, o.advertiser_id AS click_advertiser_id, c.id AS click_id, c.user_id, c.title_key,
           c.offer_id, c.terms, u.external_id AS external_user_id, u.banned_at IS NOT NULL AS banned, u.erased_at IS NOT NULL AS erased, a.id AS app_id, a.key AS app_key
      FROM confirmation f
      JOIN integration i ON i.id = f.integration_id
      JOIN click c ON c.id = f.click_id
      JOIN offer o ON o.id = c.offer_id
      JOIN end_user u ON u.id = c.user_id
      JOIN app a ON a.id = u.app_id
     WHERE f.id = ${id}::uuid AND ${waiting} FOR UPDATE OF f`);
  return found;
}

function stepOf(found: Found): StepTerms | undefined {
  const taskKey = found.taskKey ?? soleTask(found);
  return readTerms(found.terms).tasks.find(({ key }) => key === taskKey);
}

function soleTask({ terms }: Found): string | null {
  const { tasks } = readTerms(terms);
  return tasks.length === 1 ? tasks[0]!.key : null;
}
