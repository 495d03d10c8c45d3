/** What leaves the portal: the claims and the report as files, and the pictures that are proof. */
import type { FindVisit } from '@/app/api/advertiser/portal-doors';
import { csvDownload } from '@/lib/foundation/csv-download';
import { problem, route } from '@/lib/foundation/route';
import { readAnswerReport, readReportLines } from '@/lib/rechecks/answer-report';
import { CLAIM_COLUMNS, claimPages } from '@/lib/rechecks/claims-file';
import { noteDownloaded } from '@/lib/rechecks/portal-visit';
import { CLAIM_LISTS, mayScopeSee } from '@/lib/rechecks/read-claims';
import { UUID } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { openScreenshot } from '@/lib/tickets/screenshots-open';

type Context = { params: Promise<Record<string, string>> };

/** `?show=closed` for those that have been answered. */
export function claimsFileDoor(find: FindVisit) {
  return route<Context>(async (request, { params }, now) => {
    const found = await find(request, await params, now, 'download');
    if (isRefusal(found)) return problem(found);
    const { visit } = found;
    const asked = new URL(request.url).searchParams.get('show');
    const list = CLAIM_LISTS.find((one) => one === asked) ?? 'open';
    await noteDownloaded(visit);
    return csvDownload(`claims-${list}`, CLAIM_COLUMNS, claimPages(visit.scope, list));
  });
}

export function reportFileDoor(find: FindVisit) {
  return route<Context>(async (request, { params }, now) => {
    const given = await params;
    const found = await find(request, given, now, 'download');
    if (isRefusal(found)) return problem(found);
    const { batch = '' } = given;
    const report = UUID.test(batch) ? await readAnswerReport(found.visit.scope, batch) : null;
    if (!report) return problem(refuse('not-found', 'There is no such report here.'));
    return csvDownload('report', ['line', 'claim', 'answer', 'reason', 'outcome', 'why'], reportPages(batch));
  });
}

const LINES = 1_000;

async function* reportPages(batch: string) {
  for (let after = 0; ; ) {
    const lines = await readReportLines(batch, after, LINES);
    yield lines.map(({ line, number, answer, reason, outcome, code }) => [line, number, answer, reason, outcome, code]);
    if (lines.length < LINES) return;
    after = lines.at(-1)!.line;
  }
}

/** What keeps the browser from taking it for anything but a picture stands in next.config.ts. Its name stays with us. */
export function screenshotDoor(find: FindVisit) {
  return route<Context>(async (request, { params }, now) => {
    const given = await params;
    const found = await find(request, given, now, 'open');
    if (isRefusal(found)) return problem(found);
    const { id = '' } = given;
    const isTheirs = UUID.test(id) && (await mayScopeSee(found.visit.scope, id));
    const picture = isTheirs ? await openScreenshot(id) : null;
    if (!picture) return problem(refuse('not-found', 'There is no such picture.'));
    return new Response(new Uint8Array(picture.bytes), {
      headers: {
        'Content-Type': picture.mime,
        'Content-Disposition': 'inline; filename="proof"',
        'Cache-Control': 'private, no-store',
      },
    });
  });
}
