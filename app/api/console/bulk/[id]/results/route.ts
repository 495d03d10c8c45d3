/** What came of each ticket of an order, as a file for a spreadsheet. */
import { consoleDoor } from '@/app/console/signed-in';
import { csvDownload } from '@/lib/foundation/csv-download';
import { problem } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';
import { exportBulk, RESULTS_HEADING, readBulkJob } from '@/lib/tickets/bulk-read';

type Context = { params: Promise<{ id: string }> };

export const GET = consoleDoor<Context>('tickets:read', async (_request, { params }) => {
  const job = await readBulkJob((await params).id);
  if (!job) return problem(refuse('not-found', 'There is no such order.'));
  return csvDownload(`${job.action}-${job.createdAt.toISOString().slice(0, 10)}`, RESULTS_HEADING, exportBulk(job.id));
});
