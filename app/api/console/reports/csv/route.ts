/** What stands beneath a report, as a file: `what` is days, groups, tickets or decisions; the rest as in the page's address. */
import { consoleDoor } from '@/app/console/signed-in';
import { csvDownload } from '@/lib/foundation/csv-download';
import { problem } from '@/lib/foundation/route';
import { FIGURE_COLUMNS, figureCells } from '@/lib/reports/export-figures';
import { DECISION_COLUMNS, exportDecisions, exportTickets, TICKET_COLUMNS } from '@/lib/reports/export-rows';
import { readGroups, readReport, readReportState } from '@/lib/reports/read-report';
import type { CsvCell } from '@/lib/rules/csv';
import { refuse } from '@/lib/rules/refusal';
import { dayIn, groupedBy, isTallied, onlyOf, type ReportQuery, readReportQuery } from '@/lib/rules/report-query';

type Sheet = { heading: string[]; pages: (query: ReportQuery) => AsyncIterable<CsvCell[][]>; apart?: typeof onlyOf };

const SHEETS: Record<string, Sheet> = {
  days: { heading: ['day', ...FIGURE_COLUMNS], pages: days, apart: onlyOf },
  groups: { heading: ['key', 'name', ...FIGURE_COLUMNS], pages: groups, apart: groupedBy },
  tickets: { heading: TICKET_COLUMNS, pages: exportTickets },
  decisions: { heading: DECISION_COLUMNS, pages: exportDecisions },
};

export const GET = consoleDoor('reports:read', async (request, _, __, now) => {
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const what = params.what ?? '';
  const sheet = Object.hasOwn(SHEETS, what) ? SHEETS[what]! : null;
  if (!sheet) return problem(refuse('not-found', 'There is no such download.'));
  const { zone } = await readReportState();
  const query = readReportQuery(params, dayIn(now, zone));
  if (sheet.apart && !isTallied(sheet.apart(query)))
    return problem(refuse('malformed', 'Offers and agents are not told apart together, nor three things at once.'));
  return csvDownload(`${what}-${query.from}-${query.to}`, sheet.heading, sheet.pages(query));
});

async function* days(query: ReportQuery) {
  const report = await readReport(query);
  yield report.days.map(({ day, figures }) => [day, ...figureCells(figures)]);
}

async function* groups(query: ReportQuery) {
  const found = await readGroups(query);
  yield found.map(({ key, name, figures }) => [key, name, ...figureCells(figures)]);
}
