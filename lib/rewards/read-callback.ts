/** One callback with everything that was tried: what the publisher was sent, what it answered, and what follows. */
import { dialectNamed } from '@/lib/dialects';
import { db, sql } from '@/lib/foundation/db';
import { type CallbackLine, LATEST_TICKET } from '@/lib/rewards/callback-log';
import { UUID } from '@/lib/rules/api-fields';
import { keepsTryingUntil } from '@/lib/rules/retry-schedule';

export type Attempt = {
  attemptNo: number;
  startedAt: Date;
  durationMs: number | null;
  request: string;
  httpStatus: number | null;
  answer: string | null;
  outcome: string;
  reason: string | null;
};

export type CallbackForConsole = CallbackLine & {
  eventId: string;
  failedAt: Date | null;
  /** Delayed crediting: nobody is told before. */
  heldUntil: Date | null;
  offerKey: string;
  clickId: string;
  grantId: string;
  grantedAt: Date;
  reversedAt: Date | null;
  reversalReason: string | null;
  /** When the last attempt will be made if nobody answers; null when nothing is under way. */
  triesUntil: Date | null;
  /** The latest first. */
  tried: Attempt[];
  /** More than are shown. */
  hasMore: boolean;
};

const MOST_ATTEMPTS = 100;

type Row = Omit<CallbackForConsole, 'tried' | 'hasMore' | 'triesUntil'> & { dialect: string | null };

export async function readCallbackOfApp(appId: string, callbackId: string): Promise<CallbackForConsole | null> {
  if (!UUID.test(callbackId)) return null;
  const [row] = await db.query<Row>(sql`
    SELECT c.id, c.kind, c.status, c.event_id, c.created_at, c.next_at, c.acknowledged_at, c.failed_at, c.held_until, c.attempts, c.refires,
           c.last_reason, u.external_id AS user, o.title AS offer_title, o.key AS offer_key, g.task_key, g.reward_amount,
           g.click_id, g.id AS grant_id, g.granted_at, g.reversed_at, g.reversal_reason, a.callback_dialect AS dialect,
           ${LATEST_TICKET} AS ticket
      FROM callback c
      JOIN reward_grant g ON g.id = c.grant_id
      JOIN app a ON a.id = c.app_id
      JOIN end_user u ON u.id = g.user_id
      JOIN offer o ON o.id = g.offer_id
     WHERE c.id = ${callbackId}::uuid AND c.app_id = ${appId}::uuid`);
  if (!row) return null;
  const tried = await db.query<Attempt>(sql`
    SELECT attempt_no, started_at, duration_ms, request, http_status, answer, outcome, reason FROM callback_attempt
     WHERE callback_id = ${callbackId}::uuid ORDER BY attempt_no DESC LIMIT ${MOST_ATTEMPTS + 1}`);
  const { dialect, ...callback } = row;
  return {
    ...callback,
    triesUntil: triesUntil(callback, dialect),
    tried: tried.slice(0, MOST_ATTEMPTS),
    hasMore: tried.length > MOST_ATTEMPTS,
  };
}

function triesUntil({ status, nextAt, attempts }: Pick<Row, 'status' | 'nextAt' | 'attempts'>, dialect: string | null) {
  const waits = dialect === null ? undefined : dialectNamed(dialect)?.rewards?.waits;
  return status === 'PENDING' && nextAt && waits ? keepsTryingUntil(waits, attempts, nextAt) : null;
}
