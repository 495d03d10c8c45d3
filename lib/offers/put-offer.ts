/**
 * Writes an offer and its steps by key. The steps are replaced as a whole; clicks keep the terms they were promised, so
 * nothing that users have already started changes.
 */

import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import type { OfferInput, OfferOutput, TaskInput } from '@/lib/offers/offer-schema';
import { unknownAdvertiser } from '@/lib/offers/put-integration';
import { titleKey } from '@/lib/rules/eligibility';
import { formatUsd } from '@/lib/rules/money';
import type { Refusal } from '@/lib/rules/refusal';

export async function putOffer(key: string, input: OfferInput, actor: Actor): Promise<OfferOutput | Refusal> {
  return inTransaction(async (tx) => {
    const [advertiser] = await tx.query<{ id: string }>(sql`SELECT id FROM advertiser WHERE key = ${input.advertiser}`);
    if (!advertiser) return unknownAdvertiser(input.advertiser);
    const before = await readOffer(tx, key);
    // The upsert locks the row: whoever replaces the steps of the same offer at the same time waits here.
    const [offer] = await tx.query<{ id: string }>(sql`
      INSERT INTO offer (key, advertiser_id, title, title_key, requirements, countries, tracking_url, hold_minutes, created_at)
      VALUES (${key}, ${advertiser.id}, ${input.title}, ${titleKey(input.title)}, ${input.requirements ?? null},
              ${input.countries}, ${input.trackingUrl ?? null}, ${input.holdMinutes ?? null}, ${tx.now})
      ON CONFLICT (key) DO UPDATE SET advertiser_id = excluded.advertiser_id, title = excluded.title,
        title_key = excluded.title_key, requirements = excluded.requirements, countries = excluded.countries,
        tracking_url = excluded.tracking_url, hold_minutes = excluded.hold_minutes
      RETURNING id`);
    await replaceTasks(tx, offer!.id, input.tasks);
    const after = (await readOffer(tx, key))!;
    await auditChange(tx, actor, { action: 'put-offer', subject: `offer:${key}`, before, after });
    return after;
  });
}

async function replaceTasks(tx: Tx, offerId: string, tasks: readonly TaskInput[]): Promise<void> {
  const rows = tasks.map(({ key, name, payoutUsd, rewardAmount, ttcMinutes }, position) => ({
    key,
    name,
    position,
    payout_micros: payoutUsd,
    reward_amount: rewardAmount,
    ttc_minutes: ttcMinutes ?? null,
  }));
  const columns = 'key text, name text, position int, payout_micros bigint, reward_amount bigint, ttc_minutes int';
  await tx.execute(sql`DELETE FROM task WHERE offer_id = ${offerId} AND key <> ALL(${tasks.map(({ key }) => key)})`);
  await tx.execute(sql`
    INSERT INTO task (offer_id, key, name, position, payout_micros, reward_amount, ttc_minutes)
    SELECT ${offerId}::uuid, given.* FROM ${recordset(rows, columns)}
    ON CONFLICT (offer_id, key) DO UPDATE SET name = excluded.name, position = excluded.position,
      payout_micros = excluded.payout_micros, reward_amount = excluded.reward_amount, ttc_minutes = excluded.ttc_minutes`);
}

type Stored = Omit<OfferOutput, 'tasks'> & { id: string };
type StoredTask = { key: string; name: string; payoutMicros: bigint; rewardAmount: bigint; ttcMinutes: number | null };

async function readOffer(runner: Runner, key: string): Promise<OfferOutput | null> {
  const [row] = await runner.query<Stored>(sql`
    SELECT o.id, o.key, a.key AS advertiser, o.title, o.hold_minutes, o.countries, o.requirements, o.tracking_url
    FROM offer o JOIN advertiser a ON a.id = o.advertiser_id WHERE o.key = ${key} FOR UPDATE OF o`);
  if (!row) return null;
  const { id, key: offerKey, advertiser, title, ...rest } = row;
  const tasks = await runner.query<StoredTask>(sql`
    SELECT key, name, payout_micros, reward_amount, ttc_minutes FROM task WHERE offer_id = ${id} ORDER BY position`);
  return { key: offerKey, advertiser, title, tasks: tasks.map((task) => toOutput(task)), ...rest };
}

function toOutput({ key, name, payoutMicros, rewardAmount, ttcMinutes }: StoredTask): OfferOutput['tasks'][number] {
  return { key, name, payoutUsd: formatUsd(payoutMicros), rewardAmount: Number(rewardAmount), ttcMinutes };
}
