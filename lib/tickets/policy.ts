/** The settings of the automation (R13), as they stand in the database; a missing one has its default. */
import { type Runner, sql } from '@/lib/foundation/db';
import { DEFAULT_POLICY, type Policy } from '@/lib/rules/decision';
import { parseUsd } from '@/lib/rules/money';

/** `automation` = { "limitUsd": "5.00", "graceMinutes": 0 }. */
export async function readPolicy(runner: Runner): Promise<Policy> {
  const [row] = await runner.query<{ value: { limitUsd?: string; graceMinutes?: number } }>(
    sql`SELECT value FROM setting WHERE key = 'automation'`,
  );
  if (!row) return DEFAULT_POLICY;
  return {
    limitMicros: (row.value.limitUsd && parseUsd(row.value.limitUsd)) || DEFAULT_POLICY.limitMicros,
    graceMs: (row.value.graceMinutes ?? 0) * 60_000,
  };
}
