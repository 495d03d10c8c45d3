/**
 * An advertiser at the portal: a link whose secret the test knows (the house's own follows from a secret of its own), claims
 * in its letter, and a contact who is signed in. Written as rows; all that is then done goes through the doors.
 */
import { createHash, randomBytes } from 'node:crypto';
import { query } from './fixtures';

export type Portal = { token: string; requestId: string; contact: { email: string; cookie: string; session: string } };

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** One letter to this network's advertiser about these tickets, and a contact of theirs. */
export async function aPortal(advertiser: string, numbers: string[], status = 'ASKED'): Promise<Portal> {
  const token = randomBytes(32).toString('base64url');
  const [request] = await query<{ id: string }>(
    `INSERT INTO recheck_request (advertiser_id, token_hash, created_at, sent_at, expires_at)
     SELECT id, $2, now(), now(), now() + interval '45 days' FROM advertiser WHERE key = $1 RETURNING id`,
    [advertiser, hashOf(token)],
  );
  await query(
    `INSERT INTO recheck (ticket_id, advertiser_id, round, question, asked_at, target_at, breach_at, request_id, status)
     SELECT t.id, v.id, t.round, 'Do you see this for the device?', now(), now() + interval '14 days', now() + interval '20 days', $3, $4
       FROM ticket t, advertiser v WHERE t.number = ANY($2) AND v.key = $1`,
    [advertiser, numbers, request!.id, status],
  );
  return { token, requestId: request!.id, contact: await aContact(advertiser) };
}

/** Signed in. */
export async function aContact(advertiser: string): Promise<Portal['contact']> {
  const session = randomBytes(32).toString('base64url');
  const email = `contact-${session.slice(0, 8).toLowerCase()}@${advertiser}.example`;
  await query(
    `WITH contact AS (
       INSERT INTO advertiser_contact (advertiser_id, email, name, created_at)
       SELECT id, $2, 'Carla Contact', now() FROM advertiser WHERE key = $1 RETURNING id)
     INSERT INTO advertiser_session (token_hash, contact_id, created_at, seen_at, expires_at)
     SELECT $3, id, now(), now(), now() + interval '8 hours' FROM contact`,
    [advertiser, email, hashOf(session)],
  );
  return { email, session, cookie: `advertiser=${session}` };
}

/** A report on answers that came together, one line of each outcome. */
export async function aReport({ requestId }: Portal): Promise<string> {
  const [batch] = await query<{ id: string }>(
    `INSERT INTO answer_batch (advertiser_id, request_id, source, file_name, answered_by, created_at, total, done, finished_at)
     SELECT advertiser_id, id, 'csv', 'answers.csv', 'by the link, by CSV', now(), 6, 6, now() FROM recheck_request WHERE id = $1
     RETURNING id`,
    [requestId],
  );
  await query(
    `INSERT INTO answer_line (batch_id, line, number, answer, reason, outcome, code)
     VALUES ($1, 2, 'MG-1111-1114', 'eligible', NULL, 'recorded', NULL), ($1, 3, 'MG-1111-1114', 'eligible', NULL, 'duplicate', NULL),
            ($1, 4, 'MG-2222-2227', 'not-eligible', 'fraud', 'refused', 'conflict'), ($1, 5, 'not a number', NULL, NULL, 'refused', 'no-claim'),
            ($1, 6, 'MG-2222-2227', NULL, NULL, 'left', NULL), ($1, 7, 'MG-2222-2227', 'eligible', NULL, 'late', NULL)`,
    [batch!.id],
  );
  return batch!.id;
}
