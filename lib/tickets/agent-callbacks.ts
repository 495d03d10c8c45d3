/** What the game was told about this user's way through the offer, attempt by attempt. */
import type { RewardKind } from '@/lib/dialects/rewards';
import { db, sql } from '@/lib/foundation/db';

export type EvidenceCallback = {
  id: string;
  appKey: string;
  taskKey: string;
  kind: RewardKind;
  status: 'PENDING' | 'ACKNOWLEDGED' | 'FAILED' | 'CANCELLED';
  eventId: string;
  origin: string;
  grantedAt: Date;
  reversedAt: Date | null;
  reversalReason: string | null;
  nextAt: Date | null;
  heldUntil: Date | null;
  acknowledgedAt: Date | null;
  lastReason: string | null;
  refires: number;
  attempts: EvidenceAttempt[];
};

export type EvidenceAttempt = {
  attemptNo: number;
  startedAt: Date;
  durationMs: number | null;
  httpStatus: number | null;
  outcome: string;
  reason: string | null;
};

type StoredAttempt = Omit<EvidenceAttempt, 'startedAt'> & { startedAt: string };

/** The last attempts of each: a callback that was run again many times has hundreds. */
const ATTEMPTS = 20;

export async function readCallbacks(userId: string, titleKey: string): Promise<EvidenceCallback[]> {
  const rows = await db.query<Omit<EvidenceCallback, 'attempts'> & { attempts: StoredAttempt[] }>(sql`
    SELECT cb.id, a.key AS app_key, g.task_key, cb.kind, cb.status, cb.event_id, g.origin, g.granted_at, g.reversed_at,
           g.reversal_reason, cb.next_at, cb.held_until, cb.acknowledged_at, cb.last_reason, cb.refires, made.attempts
      FROM reward_grant g JOIN callback cb ON cb.grant_id = g.id JOIN app a ON a.id = cb.app_id
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('attemptNo', attempt_no, 'startedAt', started_at, 'durationMs', duration_ms,
                 'httpStatus', http_status, 'outcome', outcome, 'reason', reason) ORDER BY attempt_no), '[]') AS attempts
          FROM (SELECT * FROM callback_attempt WHERE callback_id = cb.id ORDER BY attempt_no DESC LIMIT ${ATTEMPTS}) AS latest
      ) made
     WHERE g.user_id = ${userId}::uuid AND g.title_key = ${titleKey} ORDER BY cb.created_at, cb.id LIMIT 100`);
  return rows.map(({ attempts, ...callback }) => ({
    ...callback,
    attempts: attempts.map((attempt) => ({ ...attempt, startedAt: new Date(attempt.startedAt) })),
  }));
}
