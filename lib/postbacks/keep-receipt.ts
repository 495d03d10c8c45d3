/** Every postback that came, as it came: accepted, refused, doubled or unmatched. Appended, never changed. */
import type { Notice, Outcome, PostbackRequest } from '@/lib/dialects/dialect';
import { type Runner, sql } from '@/lib/foundation/db';

export type Kept = {
  id: string;
  integrationKey: string;
  integrationId: string | null;
  request: PostbackRequest;
  remoteIp: string | null;
  now: Date;
  /** Headers of this dialect's signature. */
  signatureHeaders: readonly string[];
  outcome: Outcome | 'refused';
  code: string | null;
  detail: string | null;
  notice: Notice | null;
  confirmationId: string | null;
};

/** Headers worth keeping for an explanation; cookies and the like are nobody's business here. */
const KEPT_HEADERS = ['content-type', 'user-agent'];

/** What PostgreSQL cannot hold as text (NUL, broken UTF-8) is kept escaped. */
export async function keepReceipt(runner: Runner, kept: Kept): Promise<void> {
  const { id, request } = kept;
  const postback = kept.notice?.kind === 'confirmation' ? kept.notice : null;
  const headers = Object.fromEntries(
    [...KEPT_HEADERS, ...kept.signatureHeaders].flatMap((name) =>
      request.headers[name] ? [[name, printable(request.headers[name])]] : [],
    ),
  );
  const body = request.rawBody.length > 0 ? printable(Buffer.from(request.rawBody).toString('latin1')) : null;
  await runner.execute(sql`
    INSERT INTO receipt (id, received_at, integration_id, integration_key, method, query, headers, body, remote_ip, outcome,
                         code, detail, transaction, click_id, task_key, state, confirmation_id)
    VALUES (${id}::uuid, ${kept.now}, ${kept.integrationId}::uuid, ${printable(kept.integrationKey).slice(0, 128)}, ${request.method},
            ${printable(request.rawQuery)}, ${JSON.stringify(headers)}::jsonb, ${body}, ${kept.remoteIp}, ${kept.outcome},
            ${kept.code}, ${kept.detail}, ${postback?.transaction ?? null}, ${postback?.clickId ?? null},
            ${postback?.taskKey ?? null}, ${postback?.state ?? null}, ${kept.confirmationId}::uuid)`);
}

/** Bytes outside printable ASCII as \xNN: what came can be read back exactly. */
function printable(text: string): string {
  return text.replace(
    /[^\x20-\x7e]|\\/g,
    (character) => `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`,
  );
}
