/**
 * Clicks that happened on another wall (companion mode). A whole batch in one transaction with a few statements; a click
 * that cannot be taken refuses itself and nobody else. Idempotent by id: sending a batch again changes nothing.
 *
 * Confirmations may have come before their click: matching them is promised as a job in the same transaction.
 */

import { type ClickImport, type ImportedClick, importedClick } from '@/lib/clicks/click-schema';
import { type NewClick, storeClicks } from '@/lib/clicks/store-clicks';
import { inTransaction, recordset, sql, type Tx } from '@/lib/foundation/db';
import { checked } from '@/lib/foundation/json-body';
import { erasedAmong } from '@/lib/outbox/erased-users';
import { isRefusal, type RefusalCode } from '@/lib/rules/refusal';

/** What becomes of one click of the batch. */
type Fate = 'accepted' | 'duplicate' | { code: RefusalCode; message: string };
type Given = { index: number; click: ImportedClick };

/** `clicks` as they came in the body, unchecked. `at` sets the clock for tests. */
export async function importClicks(clicks: readonly unknown[], options: { at?: Date } = {}): Promise<ClickImport> {
  return inTransaction(async (tx) => {
    const fates: Fate[] = [];
    const readable = readEach(clicks, tx.now, fates);
    const placed = await place(tx, readable, fates);
    const stored = await store(tx, placed, fates);
    await promiseMatching(tx, stored);
    return summary(fates);
  }, options);
}

const MAY_BE_AHEAD_MS = 5 * 60_000;

function readEach(clicks: readonly unknown[], now: Date, fates: Fate[]): Given[] {
  const given: Given[] = [];
  for (const [index, raw] of clicks.entries()) {
    const click = checked(importedClick, raw);
    if (isRefusal(click)) fates[index] = { code: 'malformed', message: inOneLine(click.fields) };
    else if (click.clickedAt.getTime() > now.getTime() + MAY_BE_AHEAD_MS) {
      fates[index] = { code: 'malformed', message: 'clickedAt: this is in the future' };
    } else given.push({ index, click });
  }
  return given;
}

function inOneLine(fields: Record<string, string> = {}): string {
  return Object.entries(fields)
    .map(([field, message]) => `${field}: ${message}`)
    .join('; ');
}

type Placed = { index: number; row: NewClick };

/** Finds app and offer, and finds or makes the user; nothing is kept about one whose data was erased. */
async function place(tx: Tx, given: readonly Given[], fates: Fate[]): Promise<Placed[]> {
  const apps = await idsByKey(tx, 'app', new Set(given.map(({ click }) => click.app)));
  const offers = await idsByKey(tx, 'offer', new Set(given.map(({ click }) => click.offer)));
  const userOf = ({ click }: Given): User => ({ appId: apps.get(click.app)!, externalId: click.user });
  const known = given.filter(({ index, click }) => {
    const missing = !apps.has(click.app)
      ? `app ${click.app}`
      : !offers.has(click.offer)
        ? `offer ${click.offer}`
        : null;
    if (missing) fates[index] = { code: 'not-found', message: `There is no ${missing}.` };
    return missing === null;
  });
  const erased = new Set(
    (await erasedAmong(tx, known.map(userOf))).map((user) => userKey(user.appId, user.externalId)),
  );
  const welcome = known.filter(({ index, click }) => {
    const isErased = erased.has(userKey(apps.get(click.app)!, click.user));
    if (isErased) fates[index] = ERASED;
    return !isErased;
  });
  const users = await upsertUsers(tx, welcome.map(userOf));
  return welcome.map(({ index, click }) => ({
    index,
    row: {
      id: click.id,
      userId: users.get(userKey(apps.get(click.app)!, click.user))!,
      offerId: offers.get(click.offer)!,
      clickedAt: click.clickedAt,
      ip: click.ip ?? null,
      country: click.country ?? null,
      device: click.device ?? {},
    },
  }));
}

const ERASED: Fate = {
  code: 'not-allowed',
  message: 'The data of this user was erased. Nothing is kept about them any more.',
};

async function idsByKey(tx: Tx, table: 'app' | 'offer', keys: ReadonlySet<string>): Promise<Map<string, string>> {
  const wanted = [...keys];
  const rows = await tx.query<{ key: string; id: string }>(
    table === 'app'
      ? sql`SELECT key, id FROM app WHERE key = ANY(${wanted})`
      : sql`SELECT key, id FROM offer WHERE key = ANY(${wanted})`,
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

type User = { appId: string; externalId: string };

/** Every user once and in one order: two batches with the same users cannot deadlock. */
async function upsertUsers(tx: Tx, users: readonly User[]): Promise<Map<string, string>> {
  const unique = [...new Map(users.map((user) => [userKey(user.appId, user.externalId), user])).values()];
  const rows = unique.map(({ appId, externalId }) => ({ app_id: appId, external_id: externalId }));
  const columns = 'app_id uuid, external_id text';
  await tx.execute(sql`
    INSERT INTO end_user (app_id, external_id, created_at)
    SELECT app_id, external_id, ${tx.now} FROM ${recordset(rows, columns)} ORDER BY app_id, external_id COLLATE "C"
    ON CONFLICT (app_id, external_id) DO NOTHING`);
  const found = await tx.query<User & { id: string }>(sql`
    SELECT u.id, u.app_id, u.external_id FROM ${recordset(rows, columns)}
    JOIN end_user u ON u.app_id = given.app_id AND u.external_id = given.external_id`);
  return new Map(found.map(({ id, appId, externalId }) => [userKey(appId, externalId), id]));
}

const userKey = (appId: string, externalId: string) => `${appId} ${externalId}`;

/** Writes what is new. An id that is taken is a duplicate if it says the same, and a conflict if it does not. */
async function store(tx: Tx, placed: readonly Placed[], fates: Fate[]): Promise<string[]> {
  const firsts = new Map<string, Placed>();
  for (const one of placed) if (!firsts.has(one.row.id)) firsts.set(one.row.id, one);
  const { stored, known } = await storeClicks(
    tx,
    [...firsts.values()].map(({ row }) => row),
  );
  const storedIds = new Set(stored);
  const before = new Map(known.map((click) => [click.id, click]));
  for (const { index, row } of placed) {
    const first = firsts.get(row.id)!;
    const standing = before.get(row.id) ?? first.row;
    if (standing.userId !== row.userId || standing.offerId !== row.offerId) fates[index] = TAKEN;
    else fates[index] = first.index === index && storedIds.has(row.id) ? 'accepted' : 'duplicate';
  }
  return stored;
}

const TAKEN: Fate = { code: 'conflict', message: 'This id is taken by a click of another user or offer.' };

/** Only clicks that a confirmation is waiting for make work. */
async function promiseMatching(tx: Tx, clickIds: readonly string[]): Promise<void> {
  if (clickIds.length === 0) return;
  await tx.execute(sql`
    SELECT graphile_worker.add_job('match-confirmations', json_build_object('clickIds', json_agg(waited.click_id)))
    FROM (SELECT DISTINCT click_id FROM confirmation WHERE matched_at IS NULL AND click_id = ANY(${clickIds})) waited
    HAVING count(*) > 0`);
}

function summary(fates: readonly Fate[]): ClickImport {
  return {
    accepted: fates.filter((fate) => fate === 'accepted').length,
    duplicates: fates.filter((fate) => fate === 'duplicate').length,
    refused: fates.flatMap((fate, index) => (typeof fate === 'string' ? [] : [{ index, ...fate }])),
  };
}
