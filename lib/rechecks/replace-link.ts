/**
 * The link of a letter opens its claims to whoever has it. When it went to the wrong hands it is revoked; a new one, which says
 * the same and opens the same claims, goes to the advertiser's address of today. Reminders rest while there is no link.
 */
import { auditEntries } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { portalToken, portalTokenHash } from '@/lib/outbox/links';
import { promiseEmail } from '@/lib/outbox/promise-email';
import { LINK_LIVES_MS } from '@/lib/rechecks/ask-advertiser';
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** `number`: of a ticket; meant is the letter in which its latest claim stands. */
type Order = { number: string; agentId: string };

/** Refused: `not-found`, `conflict` (there is no link that works). */
export async function revokeLink(
  { number, agentId }: Order,
  options: { at?: Date } = {},
): Promise<{ linkNo: number } | Refusal> {
  return inTransaction(async (tx) => {
    const letter = await lockLetter(tx, number);
    if (!letter) return NO_LETTER;
    if (letter.revokedAt) return refuse('conflict', 'This link has been revoked already.');
    await tx.execute(sql`UPDATE recheck_request SET revoked_at = ${tx.now} WHERE id = ${letter.id}::uuid`);
    await audit(tx, 'revoke-recheck-link', letter, agentId);
    return { linkNo: letter.linkNo };
  }, options);
}

/** The old link stops working at once. Refused: `not-found`, `conflict` (nothing has been sent, or there is no address). */
export async function renewLink(
  { number, agentId }: Order,
  options: { at?: Date } = {},
): Promise<{ linkNo: number } | Refusal> {
  return inTransaction(async (tx) => {
    const letter = await lockLetter(tx, number);
    if (!letter) return NO_LETTER;
    if (!letter.sentAt) return refuse('conflict', 'The letter has not been sent yet.');
    if (!letter.address) return refuse('conflict', 'This advertiser has no address for re-checks yet.');
    const linkNo = letter.linkNo + 1;
    await tx.execute(sql`
      UPDATE recheck_request
         SET link_no = ${linkNo}, token_hash = ${portalTokenHash(portalToken(letter.id, linkNo))}, revoked_at = NULL,
             to_address = ${letter.address}, expires_at = ${new Date(tx.now.getTime() + LINK_LIVES_MS)}
       WHERE id = ${letter.id}::uuid`);
    await sendAgain(tx, letter, linkNo, letter.address);
    await audit(tx, 'renew-recheck-link', { ...letter, linkNo }, agentId);
    return { linkNo };
  }, options);
}

const NO_LETTER = refuse('not-found', 'The advertiser has not been asked about this ticket.');

type LetterRow = {
  id: string;
  linkNo: number;
  sentAt: Date | null;
  revokedAt: Date | null;
  advertiserKey: string;
  advertiserName: string;
  address: string | null;
  locale: string;
  silence: DeadlinePolicy;
  answerBy: Date;
  claims: number;
};

async function lockLetter(tx: Tx, number: string): Promise<LetterRow | undefined> {
  const [letter] = await tx.query<LetterRow>(sql`
    SELECT r.id, r.link_no, r.sent_at, r.revoked_at, v.key AS advertiser_key, v.name AS advertiser_name,
           v.recheck_email AS address, v.recheck_locale AS locale, v.deadline_policy AS silence, c.target_at AS answer_by,
           (SELECT count(*)::int FROM recheck WHERE request_id = r.id) AS claims
      FROM recheck c JOIN ticket t ON t.id = c.ticket_id JOIN recheck_request r ON r.id = c.request_id
      JOIN advertiser v ON v.id = r.advertiser_id
     WHERE t.number = ${number} ORDER BY c.asked_at DESC LIMIT 1 FOR UPDATE OF r`);
  return letter;
}

async function sendAgain(tx: Tx, letter: LetterRow, linkNo: number, to: string): Promise<void> {
  const { id: requestId, advertiserName, claims, silence, locale, answerBy } = letter;
  await promiseEmail(tx, {
    key: `recheck:${requestId}:link-${linkNo}:${to}`,
    template: 'recheck-asked',
    props: { requestId, linkNo, advertiserName, claims, answerBy: answerBy.toISOString(), silence },
    locale,
    to,
  });
}

async function audit(tx: Tx, action: string, letter: LetterRow, agentId: string): Promise<void> {
  const { id: request, linkNo } = letter;
  const actor = { kind: 'AGENT' as const, id: agentId };
  await auditEntries(tx, [
    { actor, action, subject: `advertiser:${letter.advertiserKey}`, after: { request, linkNo } },
  ]);
}
