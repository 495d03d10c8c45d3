/**
 * Setting up and giving up the second step of one's own sign-in. The secret is sealed at rest and counts for nothing until a
 * code of it was typed once.
 */
import { auditAgent } from '@/lib/accounts/audit-agent';
import { forgetRecoveryCodes, makeRecoveryCodes } from '@/lib/accounts/recovery-codes';
import { seal, unseal } from '@/lib/accounts/sealed';
import { giveCodeTriesBack, takeCodeTry } from '@/lib/accounts/second-step-limits';
import { db, inTransaction, type Runner, sql } from '@/lib/foundation/db';
import type { Role } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { matchingStep, newTotpSecret } from '@/lib/rules/totp';

export const SECRET = 'totp';

type Self = { id: string; sessionId: string };

export type TwoFactorState = {
  on: boolean;
  since: Date | null;
  /** While it is being set up: what the app is to be told. */
  secret: string | null;
  codesLeft: number;
};

export async function readTwoFactor(agentId: string): Promise<TwoFactorState> {
  const [row] = await db.query<{ totpSecret: string | null; totpConfirmedAt: Date | null; codesLeft: number }>(sql`
    SELECT totp_secret, totp_confirmed_at,
           (SELECT count(*)::int FROM recovery_code c WHERE c.agent_id = agent.id AND c.used_at IS NULL) AS codes_left
      FROM agent WHERE id = ${agentId}::uuid`);
  const { totpSecret = null, totpConfirmedAt = null, codesLeft = 0 } = row ?? {};
  const secret = totpSecret && !totpConfirmedAt ? unseal(SECRET, totpSecret) : null;
  return { on: totpConfirmedAt !== null, since: totpConfirmedAt, secret, codesLeft };
}

/** A new secret, unless the second step is on already: that one is given up first. */
export async function beginTwoFactor(agentId: string): Promise<Refusal | null> {
  const sealed = seal(SECRET, newTotpSecret());
  const begun = await db.execute(sql`
    UPDATE agent SET totp_secret = ${sealed}, totp_last_step = NULL
     WHERE id = ${agentId}::uuid AND totp_confirmed_at IS NULL`);
  return begun === 1 ? null : refuse('conflict', 'Two-step sign-in is on already.');
}

/** The first code turns it on; the recovery codes are told here and never again. */
export async function confirmTwoFactor(self: Self, code: string, now: Date): Promise<{ codes: string[] } | Refusal> {
  const tooMany = await takeCodeTry(self.id);
  if (tooMany) return tooMany;
  const confirmed = await turnOn(self, code, now);
  if ('codes' in confirmed) await giveCodeTriesBack(self.id);
  return confirmed;
}

function turnOn(self: Self, code: string, now: Date): Promise<{ codes: string[] } | Refusal> {
  return inTransaction(
    async (tx) => {
      const [agent] = await tx.query<{ totpSecret: string | null }>(sql`
        SELECT totp_secret FROM agent WHERE id = ${self.id}::uuid AND totp_confirmed_at IS NULL FOR UPDATE`);
      const secret = agent?.totpSecret ? unseal(SECRET, agent.totpSecret) : null;
      if (!secret) return refuse('conflict', 'There is nothing to confirm. Please begin again.');
      const step = matchingStep(secret, code, tx.now);
      if (step === null) return wrongCode();
      await tx.execute(sql`
        UPDATE agent SET totp_confirmed_at = ${tx.now}, totp_last_step = ${step} WHERE id = ${self.id}::uuid`);
      await tx.execute(sql`UPDATE agent_session SET second_step_at = ${tx.now} WHERE id = ${self.sessionId}::uuid`);
      await auditAgent(tx, self, { action: 'two-factor-on', agentId: self.id });
      return { codes: await makeRecoveryCodes(tx, self.id) };
    },
    { at: now },
  );
}

export async function renewRecoveryCodes(self: Self, now: Date): Promise<{ codes: string[] } | Refusal> {
  return inTransaction(
    async (tx) => {
      const [on] = await tx.query(sql`
        SELECT 1 FROM agent WHERE id = ${self.id}::uuid AND totp_confirmed_at IS NOT NULL FOR UPDATE`);
      if (!on) return refuse('conflict', 'Two-step sign-in is not on.');
      await auditAgent(tx, self, { action: 'recovery-codes-renewed', agentId: self.id });
      return { codes: await makeRecoveryCodes(tx, self.id) };
    },
    { at: now },
  );
}

/** One's own; refused where the role must have it. */
export async function endTwoFactor(self: Self & { role: Role }, now: Date): Promise<Refusal | null> {
  return inTransaction(
    async (tx) => {
      if (await mustHaveTwoFactor(tx, self.role)) {
        return refuse('not-allowed', 'Your role needs two-step sign-in. It cannot be turned off.');
      }
      const ended = await forgetTwoFactor(tx, self.id);
      if (ended) await auditAgent(tx, self, { action: 'two-factor-off', agentId: self.id });
      return null;
    },
    { at: now },
  );
}

/** False when there was nothing to forget. */
export async function forgetTwoFactor(runner: Runner, agentId: string): Promise<boolean> {
  const forgotten = await runner.execute(sql`
    UPDATE agent SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
     WHERE id = ${agentId}::uuid AND totp_secret IS NOT NULL`);
  await forgetRecoveryCodes(runner, agentId);
  return forgotten > 0;
}

/** The setting `twoFactor` names the roles that must have it. */
async function mustHaveTwoFactor(runner: Runner, role: Role): Promise<boolean> {
  const [row] = await runner.query<{ must: boolean }>(
    sql`SELECT value->'roles' ? ${role} AS must FROM setting WHERE key = 'twoFactor'`,
  );
  return row?.must ?? false;
}

export function wrongCode(): Refusal {
  return refuse('malformed', 'This code is not right, or it was used already. Type the one that is shown now.', {
    fields: { code: 'not right' },
  });
}
