/**
 * Changes what is agreed with an advertiser. Claims that run keep the dates they were asked with; the address, the language and
 * what silence means are read again with every letter.
 */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';
import { changedMeanwhile } from '@/lib/offers/changed-meanwhile';
import { readAgreed } from '@/lib/rechecks/advertisers';
import type { RecheckAgreement } from '@/lib/rules/advertiser-form';
import { type Refusal, refuse } from '@/lib/rules/refusal';

type Look = { key: string; version: number; actor: Actor };

/** Refused: `not-found`, `version-changed`. */
export async function changeAdvertiser(
  { key, version, actor }: Look,
  input: RecheckAgreement,
): Promise<{ version: number } | Refusal> {
  return inTransaction(async (tx) => {
    const before = await readAgreed(tx, key, true);
    if (!before) return refuse('not-found', 'There is no such advertiser.');
    const subject = `advertiser:${key}`;
    if (before.version !== version) {
      return changedMeanwhile(tx, { subject, version: before.version, what: 'advertiser' });
    }
    const change = { before: agreementOf(before), after: agreementOf(input) };
    await auditChange(tx, actor, { action: 'change-advertiser', subject, ...change });
    await tx.execute(sql`
      UPDATE advertiser
         SET recheck_email = ${input.recheckEmail}, escalation_email = ${input.escalationEmail},
             time_zone = ${input.timeZone}, recheck_gather = ${input.gather}, recheck_rule = ${input.rule},
             deadline_policy = ${input.policy}, recheck_locale = ${input.locale}, version = version + 1
       WHERE id = ${before.id}::uuid`);
    return { version: version + 1 };
  });
}

/** In one order, so that nothing changed reads as nothing changed. */
function agreementOf({ recheckEmail, escalationEmail, timeZone, gather, rule, policy, locale }: RecheckAgreement) {
  return { recheckEmail, escalationEmail, timeZone, gather, rule, policy, locale };
}
