/** The settings of the automation (R13), as they stand in the database; one that cannot be meant is not followed. */
import { type Runner, sql } from '@/lib/foundation/db';
import type { Policy } from '@/lib/rules/decision';
import { parseUsd } from '@/lib/rules/money';
import { readStored, SETTINGS } from '@/lib/rules/settings';

/** `automation` = { "limitUsd": "5.00", "graceMinutes": 0 }. */
export async function readPolicy(runner: Runner): Promise<Policy> {
  const [row] = await runner.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'automation'`);
  const { limitUsd, graceMinutes } = readStored('automation', row?.value) ?? SETTINGS.automation.usual;
  return { limitMicros: parseUsd(limitUsd)!, graceMs: graceMinutes * 60_000 };
}
