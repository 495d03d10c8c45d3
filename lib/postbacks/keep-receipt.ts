/** Every postback that came, as it came: accepted, refused, doubled or unmatched. Appended, never changed. */
import type { Outcome, Postback, PostbackRequest } from '@/lib/dialects/dialect';
import { type Runner, recordset, type Sql, sql } from '@/lib/foundation/db';
import { printable } from '@/lib/rules/printable';

/** A request at the door, before anything is known of what it says. */
export type Arrival = {
  integrationKey: string;
  request: PostbackRequest;
  remoteIp: string | null;
  /** The receipt that is run again. */
  replayOf: string | null;
  /** Sets the clock, for tests and seeds; else the database's. */
  at: Date | null;
};

/** What became of it. */
export type End = {
  id: string;
  integrationId: string | null;
  /** Headers of this dialect's signature. */
  signatureHeaders: readonly string[];
  outcome: Outcome | 'refused';
  code: string | null;
  detail: string | null;
  postback: Postback | null;
  confirmationId: string | null;
};

/** Headers worth keeping for an explanation; cookies and the like are nobody's business here. */
const KEPT_HEADERS = ['content-type', 'user-agent'];

export type ReceiptRow = ReturnType<typeof toReceiptRow>;

/** What PostgreSQL cannot hold as text (NUL, broken UTF-8) is kept escaped. */
export function toReceiptRow({ request, ...arrival }: Arrival, end: End) {
  const { postback } = end;
  return {
    id: end.id,
    received_at: arrival.at,
    integration_id: end.integrationId,
    integration_key: printable(arrival.integrationKey).slice(0, 128),
    method: request.method,
    query: printable(request.rawQuery),
    headers: keptHeaders(request, end.signatureHeaders),
    body: request.rawBody.length > 0 ? printable(Buffer.from(request.rawBody).toString('latin1')) : null,
    remote_ip: arrival.remoteIp,
    outcome: end.outcome,
    code: end.code,
    detail: end.detail,
    transaction: postback?.transaction ?? null,
    click_id: postback?.clickId ?? null,
    task_key: postback?.taskKey ?? null,
    state: postback?.state ?? null,
    confirmation_id: end.confirmationId,
    replay_of: arrival.replayOf,
  };
}

const COLUMNS = `id uuid, received_at timestamptz, integration_id uuid, integration_key text, method text, query text,
  headers jsonb, body text, remote_ip text, outcome text, code text, detail text, transaction text, click_id text,
  task_key text, state text, confirmation_id uuid, replay_of uuid`;

export async function keepReceipts(runner: Runner, rows: readonly ReceiptRow[]): Promise<void> {
  await runner.execute(sql`
    INSERT INTO receipt (id, received_at, integration_id, integration_key, method, query, headers, body, remote_ip, outcome,
                         code, detail, transaction, click_id, task_key, state, confirmation_id, replay_of)
    SELECT given.id, ${arrivedAt}, given.integration_id, given.integration_key, given.method, given.query, given.headers,
           given.body, given.remote_ip, given.outcome, given.code, given.detail, given.transaction, given.click_id,
           given.task_key, given.state, given.confirmation_id, given.replay_of
      FROM ${recordset(rows, COLUMNS)}`);
}

/** The instant of a row of `given`: the database's clock, unless somebody set it. */
export const arrivedAt: Sql = sql`coalesce(given.received_at, date_trunc('milliseconds', now()))`;

function keptHeaders({ headers }: PostbackRequest, ofSignature: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of [...KEPT_HEADERS, ...ofSignature]) if (headers[name]) kept[name] = printable(headers[name]);
  return kept;
}
