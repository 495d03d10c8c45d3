/** "Run the hourly automation now": the use case that the worker starts at every full hour. */
import { demoDoor, hubPath } from '@/app/api/dev/demo-door';
import { seeOther } from '@/lib/foundation/route';
import { runHourly } from '@/lib/jobs/run-hourly';

export const POST = demoDoor(async () => {
  const tally = await runHourly();
  const told = Object.fromEntries(Object.entries(tally).map(([name, count]) => [name, String(count)]));
  return seeOther(hubPath(told, 'automation'));
});
