/**
 * Taking e-mails that are due, and writing down what became of them. A claim is a lease: whoever dies with one gives it back
 * by doing nothing, because `next_at` is the end of the lease. `lease_token` keeps out a sender that comes too late.
 */
import type { EmailTemplate } from '@/lib/emails/email';
import { db, sql } from '@/lib/foundation/db';

export const LEASE_MS = 60_000;

export type ClaimedEmail = {
  id: string;
  leaseToken: number;
  attempts: number;
  template: EmailTemplate;
  props: Record<string, unknown>;
  locale: string;
  toAddress: string;
  messageId: string;
  ticketId: string | null;
  claimedAt: Date;
  /** Message-IDs of what this person has already got about this ticket, oldest first. */
  thread: string[];
  erased: boolean;
  suppressed: boolean;
  validated: boolean;
  /** A validation that was used, replaced or has run out, or that nobody can find. */
  outdated: boolean;
};

/** `now` is for tests; otherwise the database's clock counts. */
export function claimEmails(limit: number, now: Date | null): Promise<ClaimedEmail[]> {
  const at = sql`COALESCE(${now}::timestamptz, now())`;
  const leaseEnd = sql`${at} + make_interval(secs => ${LEASE_MS / 1000})`;
  return db.query<ClaimedEmail>(sql`
    WITH due AS MATERIALIZED (
      SELECT id FROM email WHERE status = 'PENDING' AND next_at <= ${at}
      ORDER BY next_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ),
    claimed AS (
      UPDATE email SET attempts = attempts + 1, lease_token = lease_token + 1, lease_until = ${leaseEnd}, next_at = ${leaseEnd}
      FROM due WHERE email.id = due.id RETURNING email.*
    )
    SELECT claimed.id, claimed.lease_token, claimed.attempts, claimed.template, claimed.props, claimed.locale,
           claimed.to_address, claimed.message_id, claimed.ticket_id, ${at} AS claimed_at, thread.ids AS thread,
           person.erased_at IS NOT NULL AS erased,
           EXISTS (SELECT FROM suppression WHERE address = claimed.to_address) AS suppressed,
           EXISTS (SELECT FROM validated_email v WHERE v.user_id = claimed.user_id AND v.address = claimed.to_address) AS validated,
           COALESCE(validation.used_at IS NOT NULL OR validation.replaced_at IS NOT NULL OR validation.expires_at <= ${at}, claimed.template = 'validate-address') AS outdated
    FROM claimed
    LEFT JOIN end_user person ON person.id = claimed.user_id
    LEFT JOIN email_validation validation
      ON validation.id = CASE WHEN claimed.template = 'validate-address' AND pg_input_is_valid(claimed.props ->> 'validationId', 'uuid')
                              THEN (claimed.props ->> 'validationId')::uuid END
    CROSS JOIN LATERAL (
      SELECT COALESCE(array_agg(earlier.message_id ORDER BY earlier.sent_at, earlier.id), '{}') AS ids FROM email earlier
      WHERE earlier.ticket_id = claimed.ticket_id AND earlier.to_address = claimed.to_address
        AND earlier.sent_at IS NOT NULL AND earlier.id <> claimed.id
    ) thread`);
}

type Outcome = Pick<ClaimedEmail, 'id' | 'leaseToken'>;

export async function markSent({ id, leaseToken }: Outcome, response: string, now: Date | null): Promise<void> {
  await db.execute(sql`
    UPDATE email SET status = 'SENT', sent_at = COALESCE(${now}::timestamptz, now()), smtp_response = ${response},
      last_reason = NULL, next_at = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease_token = ${leaseToken} AND status = 'PENDING'`);
}

/** `uncounted`: the attempt was not the message's fault, or was not made at all. */
export async function markForRetry(
  mail: Outcome,
  nextAt: Date,
  reason: string | null,
  uncounted = false,
): Promise<void> {
  await db.execute(sql`
    UPDATE email SET next_at = ${nextAt}::timestamptz, lease_until = NULL, attempts = attempts - ${uncounted ? 1 : 0},
      smtp_response = COALESCE(${reason}, smtp_response), last_reason = COALESCE(${reason}, last_reason)
    WHERE id = ${mail.id}::uuid AND lease_token = ${mail.leaseToken} AND status = 'PENDING'`);
}

/** Failed for good. With `suppress` nothing more goes to this address until somebody clears the entry. */
export async function markFailed(
  mail: ClaimedEmail,
  reason: string,
  suppress: boolean,
  now: Date | null,
): Promise<void> {
  await db.execute(sql`
    WITH failed AS (
      UPDATE email SET status = 'FAILED', failed_at = COALESCE(${now}::timestamptz, now()), smtp_response = ${reason},
        last_reason = ${reason}, next_at = NULL, lease_until = NULL
      WHERE id = ${mail.id}::uuid AND lease_token = ${mail.leaseToken} AND status = 'PENDING'
      RETURNING to_address, failed_at
    )
    INSERT INTO suppression (address, reason, created_at)
    SELECT to_address, ${reason}, failed_at FROM failed WHERE ${suppress}
    ON CONFLICT DO NOTHING`);
}

export async function markCancelled({ id, leaseToken }: Outcome, reason: string): Promise<void> {
  await db.execute(sql`
    UPDATE email SET status = 'CANCELLED', last_reason = ${reason}, next_at = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease_token = ${leaseToken} AND status = 'PENDING'`);
}
