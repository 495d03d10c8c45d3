/**
 * The claims as a file. The last columns are filled in and the file is sent back (lib/rules/claims-csv.ts); columns keep their
 * names and order, new ones are added before these.
 */
import type { PortalScope } from '@/lib/rechecks/answer-claim';
import { type ClaimList, listClaims, type PortalClaim } from '@/lib/rechecks/read-claims';
import { ANSWER_COLUMNS } from '@/lib/rules/claims-csv';
import type { CsvCell } from '@/lib/rules/csv';
import { readCursor } from '@/lib/rules/cursor';

const [CLAIM, ...FILLED_IN] = ANSWER_COLUMNS;

/** Instants in RFC 3339, UTC. `device`: what is known of it, as `name=value` pairs; `install_time`: the first confirmation. */
export const CLAIM_COLUMNS = [
  CLAIM,
  'offer',
  'steps',
  'app',
  'country',
  'click_id',
  'click_time',
  'install_time',
  'device_id',
  'device',
  'said',
  'proof',
  'screenshots',
  'question',
  'asked',
  'answer_by',
  'status',
  ...FILLED_IN,
] as const;

const PAGE = 500;

export async function* claimPages(scope: PortalScope, list: ClaimList): AsyncGenerator<CsvCell[][]> {
  let after = null;
  do {
    const page = await listClaims(scope, list, after, PAGE);
    yield page.shown.map(toRow);
    after = page.nextCursor === null ? null : readCursor(page.nextCursor);
  } while (after !== null);
}

function toRow(claim: PortalClaim): CsvCell[] {
  const { id: deviceId, ...device } = claim.device;
  return [
    claim.number,
    claim.offerTitle,
    claim.steps.join('; '),
    claim.appName,
    claim.country,
    claim.clickId,
    claim.clickedAt,
    claim.installedAt,
    typeof deviceId === 'string' ? deviceId : null,
    Object.entries(device)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join('; '),
    claim.description,
    claim.proof.map(({ label, value }) => `${label}: ${value}`).join('; '),
    claim.screenshots.length,
    claim.question,
    claim.askedAt,
    claim.targetAt,
    claim.status,
    claim.answer,
    claim.reason,
    claim.words,
  ];
}
