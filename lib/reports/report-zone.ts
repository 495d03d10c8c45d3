/** `reports` = { "timeZone": "Europe/Berlin" }: where the days of the reports begin. UTC unless somebody says otherwise. */
import { type Runner, sql } from '@/lib/foundation/db';

export async function readReportZone(runner: Runner): Promise<string> {
  const [row] = await runner.query<{ zone: string | null }>(
    sql`SELECT value ->> 'timeZone' AS zone FROM setting WHERE key = 'reports'`,
  );
  return row?.zone && ZONES.has(row.zone) ? row.zone : 'UTC';
}

/** One that nobody knows would stop every count. */
const ZONES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));
