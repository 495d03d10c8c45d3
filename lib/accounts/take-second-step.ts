/**
 * The second step of signing in, and its repetition before something dangerous: a code of the app, or a recovery code. A code
 * opens once. The half minute that opened last is kept, and only a later one opens again, whoever is faster.
 */
import { auditAgent } from '@/lib/accounts/audit-agent';
import { useRecoveryCode } from '@/lib/accounts/recovery-codes';
import { unseal } from '@/lib/accounts/sealed';
import { giveCodeTriesBack, takeCodeTry } from '@/lib/accounts/second-step-limits';
import { SECRET, wrongCode } from '@/lib/accounts/two-factor';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { matchingStep } from '@/lib/rules/totp';

type Attempt = { id: string; sessionId: string; code: string };

export async function takeSecondStep(attempt: Attempt, now: Date): Promise<{ by: 'app' | 'recovery-code' } | Refusal> {
  const tooMany = await takeCodeTry(attempt.id);
  if (tooMany) return tooMany;
  const taken = await inTransaction((tx) => proveAndNote(tx, attempt), { at: now });
  if (!('refused' in taken)) await giveCodeTriesBack(attempt.id);
  return taken;
}

async function proveAndNote(tx: Tx, attempt: Attempt): Promise<{ by: 'app' | 'recovery-code' } | Refusal> {
  const by = await prove(tx, attempt);
  if (!by) return wrongCode();
  const noted = await tx.execute(sql`
    UPDATE agent_session SET second_step_at = ${tx.now}
     WHERE id = ${attempt.sessionId}::uuid AND agent_id = ${attempt.id}::uuid AND revoked_at IS NULL`);
  if (noted === 0) return refuse('not-signed-in', 'Please sign in again.');
  await auditAgent(tx, attempt, { action: 'second-step', agentId: attempt.id, after: { by } });
  return { by };
}

async function prove(tx: Tx, { id, code }: Attempt): Promise<'app' | 'recovery-code' | null> {
  const [agent] = await tx.query<{ totpSecret: string }>(
    sql`SELECT totp_secret FROM agent WHERE id = ${id}::uuid AND totp_confirmed_at IS NOT NULL`,
  );
  const secret = agent && unseal(SECRET, agent.totpSecret);
  const step = secret ? matchingStep(secret, code, tx.now) : null;
  if (step !== null) return (await isFirst(tx, id, step)) ? 'app' : null;
  return agent && (await useRecoveryCode(tx, id, code)) ? 'recovery-code' : null;
}

async function isFirst(tx: Tx, agentId: string, step: number): Promise<boolean> {
  const opened = await tx.execute(sql`
    UPDATE agent SET totp_last_step = ${step}
     WHERE id = ${agentId}::uuid AND (totp_last_step IS NULL OR totp_last_step < ${step})`);
  return opened === 1;
}
