/** The audit log as a file, narrowed as on its page: CSV for spreadsheets, JSON lines for machines. It is itself on record. */
import { consoleDoor } from '@/app/console/signed-in';
import { problem } from '@/lib/foundation/route';
import { auditFileLines, isAuditFormat, recordAuditExport } from '@/lib/reports/audit-export';
import { readAuditFilter } from '@/lib/rules/audit-filter';
import { refuse } from '@/lib/rules/refusal';

export const dynamic = 'force-dynamic';

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' };

export const GET = consoleDoor('audit:read', async (request, _context, agent, now) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const format = asked.format ?? 'csv';
  if (!isAuditFormat(format)) return problem(refuse('malformed', 'It is exported as csv or jsonl.'));
  const filter = readAuditFilter(asked);
  await recordAuditExport(agent.id, filter, format);
  const encoder = new TextEncoder();
  const lines = auditFileLines(filter, format, now);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  const name = `audit-${now.toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
  return new Response(body, {
    headers: {
      'Content-Type': TYPES[format],
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  });
});
