/** Four months of an offerwall that has been in use: so that lists, queues and charts of the demo have something to show. */
import { db, sql } from '@/lib/foundation/db';
import type { Secrets } from '../secrets';
import { chance } from './chance';
import { live } from './live';
import { populate } from './population';
import { noRows } from './rows';
import { writeHistory } from './write';

const SEED = 20_261_120;
const MONTHS_BACK = 5;

export async function tellHistory(secrets: Secrets, now: Date): Promise<void> {
  const dice = chance(SEED);
  const agents = await db.query<{ id: string }>(
    sql`SELECT id FROM agent WHERE role IN ('agent', 'senior', 'lead') ORDER BY email`,
  );
  const journeys = await populate(secrets, now, dice);
  const rows = noRows();
  for (const journey of journeys) live({ rows, journey, chance: dice, now, agents: agents.map(({ id }) => id) });
  await writeHistory(rows, monthsBefore(now));
  await db.execute(sql`ANALYZE`);
}

function monthsBefore(now: Date): Date[] {
  return Array.from(
    { length: MONTHS_BACK },
    (_, back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_BACK + back, 1)),
  );
}
