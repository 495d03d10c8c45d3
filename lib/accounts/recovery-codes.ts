/**
 * Ten codes for the day the phone is gone. Each opens once; what is kept is an HMAC under AUTH_SECRET, so that a copy of the
 * database cannot be searched for their 49 bits. They are told once, when they are made.
 */
import { createHmac, randomInt } from 'node:crypto';
import { type Runner, recordset, sql, type Tx } from '@/lib/foundation/db';
import { derive } from '@/lib/outbox/links';

const HOW_MANY = 10;
const LENGTH = 10;
/** Without 0, 1, i, l, o and u: nothing to mistake when read from paper. */
const LETTERS = 'abcdefghjkmnpqrstvwxyz23456789';

/** Replaces whatever codes the agent had. Told in the form in which they are shown: `abcde-fghjk`. */
export async function makeRecoveryCodes(tx: Tx, agentId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode);
  const rows = codes.map((code) => ({ agent_id: agentId, code_hash: hashOf(agentId, code) }));
  await forgetRecoveryCodes(tx, agentId);
  await tx.execute(sql`
    INSERT INTO recovery_code (agent_id, code_hash, created_at)
    SELECT agent_id, code_hash, ${tx.now} FROM ${recordset(rows, 'agent_id uuid, code_hash text')}`);
  return codes.map((code) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`);
}

/** True for the one who used it first. */
export async function useRecoveryCode(tx: Tx, agentId: string, typed: string): Promise<boolean> {
  const code = typed.toLowerCase().replace(/[\s-]/g, '');
  if (code.length !== LENGTH) return false;
  const used = await tx.execute(sql`
    UPDATE recovery_code SET used_at = ${tx.now}
     WHERE agent_id = ${agentId}::uuid AND code_hash = ${hashOf(agentId, code)} AND used_at IS NULL`);
  return used === 1;
}

export async function forgetRecoveryCodes(runner: Runner, agentId: string): Promise<void> {
  await runner.execute(sql`DELETE FROM recovery_code WHERE agent_id = ${agentId}::uuid`);
}

function newCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function hashOf(agentId: string, code: string): string {
  return createHmac('sha256', derive('recovery-codes')).update(`${agentId}:${code}`).digest('hex');
}
