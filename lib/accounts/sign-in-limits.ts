/** Signing in: 5 tries per 20 seconds for one address, and as many from one IP (04, Limits). */
import { addressKey, ipKey, tryLimit } from '@/lib/accounts/try-limits';
import type { Refusal } from '@/lib/rules/refusal';

export const TRIES = 5;
export const PER_SECONDS = 20;

const limit = tryLimit('sign-in', TRIES, PER_SECONDS);

/** Takes one try for the address and one for the IP before the password is looked at. */
export function takeSignInTry(email: string, ip: string | null): Promise<Refusal | null> {
  return limit.take([addressKey(email), ...(ip ? [ipKey(ip)] : [])]);
}

/** The password was right: the tries come back. */
export function giveSignInTryBack(email: string, ip: string | null): Promise<void> {
  return limit.giveBack(addressKey(email), ip ? ipKey(ip) : undefined);
}
