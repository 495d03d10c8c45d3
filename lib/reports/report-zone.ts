/** `reports` = { "timeZone": "Europe/Berlin" }: where the days of the reports begin. UTC unless somebody says otherwise. */
import { type Runner, sql } from '@/lib/foundation/db';

export async function readReportZone(runner: Runner): Promise<string> {
  const [row] = await runner.query<{ zone: string | null }>(sql`
    SELECT z.name AS zone FROM setting s JOIN pg_timezone_names z ON z.name = s.value ->> 'timeZone' WHERE s.key = 'reports'`);
  return row?.zone ?? 'UTC';
}
