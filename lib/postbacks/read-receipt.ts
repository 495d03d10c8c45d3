/**
 * One receipt with everything that answers "why": the request with its secrets covered, what was signed, what became of it.
 * Secrets are read here and leave only as digests; and those only for who may change the integration, because whoever sees
 * an expected digest can sign with it.
 */
import { confirmsFor } from '@/lib/dialects';
import type { IntegrationSettings } from '@/lib/dialects/dialect';
import { type Explanation, explainSignature } from '@/lib/dialects/explain-signature';
import { coverValues, maskSecrets, type Shown } from '@/lib/dialects/mask-secrets';
import { db, sql } from '@/lib/foundation/db';
import { type KeptRequest, toRequest } from '@/lib/postbacks/kept-request';
import type { ReceiptLine } from '@/lib/postbacks/list-receipts';
import { type LedTo, readLedTo } from '@/lib/postbacks/receipt-leads-to';
import { printable } from '@/lib/rules/printable';

export type ReceiptForConsole = ReceiptLine & {
  remoteIp: string | null;
  url: string;
  shown: Shown;
  /** Null where there is nothing to verify with: no such integration then or now, or one that takes no postbacks. */
  explanation: ShownExplanation | null;
  secretsLive: number;
  allowedIps: string[];
  ledTo: LedTo;
  replays: Pick<ReceiptLine, 'id' | 'receivedAt' | 'outcome' | 'code'>[];
};

/** Without `digests` for those who may not sign. */
export type ShownExplanation = Omit<Explanation, 'check' | 'differsAt'> & {
  verdict: 'valid' | 'invalid' | 'stale' | 'unsigned' | 'unreadable';
  message: string | null;
  notCovered: readonly string[];
  signed: string;
  digests: { expected: string; received: string; differsAt: number | null } | null;
};

type Integration = IntegrationSettings & {
  id: string;
  key: string;
  dialect: string;
  advertiserId: string;
  secret: string;
  previousSecret: string | null;
  allowedIps: string[];
};
/** One that was run again is judged at the instant of the first. */
type Row = ReceiptLine & KeptRequest & { remoteIp: string | null; confirmationId: string | null; judgedAt: Date };

/** Null: this integration has no such receipt. `mayWrite`: may change the integration, and hence see digests. */
export async function readReceipt(
  integrationKey: string,
  receiptId: string,
  { mayWrite }: { mayWrite: boolean },
): Promise<ReceiptForConsole | null> {
  const [integration] = await db.query<Integration>(sql`
    SELECT id, key, dialect, advertiser_id, secret, previous_secret, allowed_ips, require_signature, status_map,
           coalesce(settings->'eventMap', '{}') AS event_map, settings->'custom' AS custom
      FROM integration WHERE key = ${integrationKey}`);
  if (!integration || !UUID.test(receiptId)) return null;
  const [row] = await db.query<Row>(sql`
    SELECT id, received_at, outcome, code, detail, method, transaction, click_id, task_key, state, replay_of,
           integration_key, query, headers, body, remote_ip, confirmation_id,
           coalesce((SELECT o.received_at FROM receipt o WHERE o.id = r.replay_of), received_at) AS judged_at
      FROM receipt r WHERE id = ${receiptId}::uuid
       AND (integration_id = ${integration.id}::uuid OR (integration_id IS NULL AND integration_key = ${integration.key}))`);
  return row ? tell(integration, row, mayWrite) : null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function tell(integration: Integration, row: Row, mayWrite: boolean): Promise<ReceiptForConsole> {
  const {
    query: _query,
    headers: _headers,
    body: _body,
    integrationKey: _key,
    confirmationId,
    judgedAt: _at,
    ...line
  } = row;
  const request = toRequest(row);
  const live = [integration.secret, integration.previousSecret];
  const others = await readOtherSecrets(integration);
  const covered = [...live, ...others.map(({ secret }) => secret)];
  const [ledTo, replays] = await Promise.all([readLedTo({ ...line, confirmationId }), readReplays(line.id)]);
  return {
    ...line,
    url: request.url,
    shown: maskSecrets(
      { query: request.rawQuery, headers: request.headers, body: readable(request.rawBody) },
      confirmsFor(integration.dialect, integration)?.secretParameters ?? [],
      covered,
    ),
    explanation: explain(integration, row, others, coverValues(covered), mayWrite),
    secretsLive: live.filter((secret) => !!secret).length,
    allowedIps: integration.allowedIps,
    ledTo,
    replays,
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text where it is text, and otherwise its bytes, escaped. */
function readable(body: Uint8Array): string {
  try {
    return UTF_8.decode(body);
  } catch {
    return printable(Buffer.from(body).toString('latin1'));
  }
}

type Other = { key: string; secret: string };

/** Pasted at the wrong place: the advertiser's other integrations, the latest first. */
function readOtherSecrets({ id, advertiserId }: Integration): Promise<Other[]> {
  return db.query<Other>(sql`
    SELECT key, secret FROM integration WHERE advertiser_id = ${advertiserId}::uuid AND id <> ${id}::uuid AND secret <> ''
     ORDER BY created_at DESC LIMIT 20`);
}

function explain(
  integration: Integration,
  row: Row,
  others: Other[],
  cover: (text: string) => string,
  mayWrite: boolean,
): ShownExplanation | null {
  const confirms = confirmsFor(integration.dialect, integration);
  if (!confirms) return null;
  const { check, differsAt, parts, ...told } = explainSignature({
    confirms,
    request: toRequest(row),
    secrets: { current: integration.secret, previous: integration.previousSecret },
    settings: integration,
    at: row.judgedAt,
    others,
  });
  const shared = { ...told, parts: parts.map(({ text, from }) => ({ text: cover(text), from })) };
  if ('refused' in check)
    return { ...shared, verdict: 'unreadable', message: check.message, notCovered: [], signed: '', digests: null };
  const { expected, received, verdict, notCovered, signed } = check;
  const digests = mayWrite ? { expected, received: cover(received), differsAt } : null;
  return { ...shared, verdict, message: null, notCovered, signed: cover(signed), digests };
}

function readReplays(id: string): Promise<ReceiptForConsole['replays']> {
  return db.query<ReceiptForConsole['replays'][number]>(sql`
    SELECT id, received_at, outcome, code FROM receipt WHERE replay_of = ${id}::uuid AND replay_of IS NOT NULL
     ORDER BY received_at DESC, id DESC LIMIT 20`);
}
