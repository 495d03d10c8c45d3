/** The tickets beneath a dry run, as a file: one line per ticket, three columns for each of its policies. */
import { consoleDoor } from '@/app/console/signed-in';
import { csvDownload } from '@/lib/foundation/csv-download';
import { problem } from '@/lib/foundation/route';
import { type DryRun, listDryRunRows, readDryRun } from '@/lib/reports/read-dry-run';
import { formatUsd } from '@/lib/rules/money';
import { refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ id: string }> };

export const GET = consoleDoor<Context>('reports:read', async (_, { params }) => {
  const run = await readDryRun((await params).id);
  if (!run) return problem(refuse('not-found', 'There is no such dry run.'));
  const about = ['ticket', 'app', 'advertiser', 'offer', 'opened_at', 'value_usd', 'happened'];
  const ruled = run.policies.flatMap((_, index) =>
    ['verdict', 'reason', 'at', 'contradicted'].map((column) => `${column}_${index + 1}`),
  );
  return csvDownload(`dry-run-${run.id}`, [...about, ...ruled], pages(run));
});

const PAGE = 1_000;

async function* pages({ id }: DryRun) {
  let after = -1;
  for (;;) {
    const rows = await listDryRunRows(id, { after, limit: PAGE });
    yield rows.map(({ number, appName, advertiserName, offerTitle, openedAt, valueMicros, happened, rulings }) => [
      ...[number, appName, advertiserName, offerTitle, openedAt, formatUsd(valueMicros), happened],
      ...rulings.flatMap(({ verdict, reason, at, contradicted }) => [verdict, reason, at, contradicted]),
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.place;
  }
}
