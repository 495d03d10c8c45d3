/** `reports` = { "timeZone": "Europe/Berlin" }: where the days of the reports begin. UTC unless somebody says otherwise. */
import { type Runner, sql } from '@/lib/foundation/db';
import { readStored, SETTINGS } from '@/lib/rules/settings';

export async function readReportZone(runner: Runner): Promise<string> {
  const [row] = await runner.query<{ value: unknown }>(sql`SELECT value FROM setting WHERE key = 'reports'`);
  return (readStored('reports', row?.value) ?? SETTINGS.reports.usual).timeZone;
}
