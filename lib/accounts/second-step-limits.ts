/** Codes have six digits and three of them are right at any time: ten tries an hour leave a guesser one in three hundred a year. */
import { tryLimit } from '@/lib/accounts/try-limits';
import type { Refusal } from '@/lib/rules/refusal';

const limit = tryLimit('second-step', 10, 3600);

export function takeCodeTry(agentId: string): Promise<Refusal | null> {
  return limit.take([agentId]);
}

export function giveCodeTriesBack(agentId: string): Promise<void> {
  return limit.giveBack(agentId);
}
