/** Writes an advertiser by its key: made if new, replaced if known. Twice the same is once. */

import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, type Runner, sql } from '@/lib/foundation/db';
import type { AdvertiserInput, AdvertiserOutput } from '@/lib/offers/advertiser-schema';

export async function putAdvertiser(key: string, input: AdvertiserInput, actor: Actor): Promise<AdvertiserOutput> {
  return inTransaction(async (tx) => {
    const before = await readAdvertiser(tx, key);
    await tx.execute(sql`
      INSERT INTO advertiser (key, name, recheck_email, time_zone, holidays, created_at)
      VALUES (${key}, ${input.name}, ${input.recheckEmail}, ${input.timeZone}, ${daysOf(input)}::date[], ${tx.now})
      ON CONFLICT (key) DO UPDATE SET name = excluded.name, recheck_email = excluded.recheck_email,
        time_zone = excluded.time_zone, holidays = excluded.holidays,
        version = advertiser.version + CASE
          WHEN (advertiser.name, advertiser.recheck_email, advertiser.time_zone, advertiser.holidays)
               IS DISTINCT FROM (excluded.name, excluded.recheck_email, excluded.time_zone, excluded.holidays) THEN 1 ELSE 0 END`);
    const after = (await readAdvertiser(tx, key))!;
    await auditChange(tx, actor, { action: 'put-advertiser', subject: `advertiser:${key}`, before, after });
    return after;
  });
}

function daysOf({ holidays }: AdvertiserInput): string[] {
  return [...new Set(holidays)].sort();
}

async function readAdvertiser(runner: Runner, key: string): Promise<AdvertiserOutput | null> {
  const [row] = await runner.query<AdvertiserOutput>(sql`
    SELECT key, name, recheck_email, time_zone, holidays::text[] AS holidays FROM advertiser WHERE key = ${key} FOR UPDATE`);
  return row ?? null;
}
