/**
 * Agents' passwords: Argon2id with the library's parameters (19 MiB, 2 passes). An unknown agent costs the same work as
 * a wrong password, so that the time an answer takes says nothing about who has an account.
 */
import { hash, verify } from '@node-rs/argon2';
import { LONGEST_PASSWORD, type PasswordFault, passwordFault, SHORTEST_PASSWORD } from '@/lib/rules/password';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** Of a random password that nobody kept. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$N6Y4GsSct8p2u71+asJDvw$C1d5cy44rqJwwPDvQhvgYYkMSVP2SnBrtPDaLXcNVUM';

export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password.slice(0, LONGEST_PASSWORD));
  return right && passwordHash !== null && password.length <= LONGEST_PASSWORD;
}

const FAULTS: Record<PasswordFault, string> = {
  'too-short': `Use at least ${SHORTEST_PASSWORD} characters. A few words in a row are good.`,
  'too-long': `Use at most ${LONGEST_PASSWORD} characters.`,
  'too-common': 'This password is one of the first that anybody would try.',
  'about-you': 'This password is mostly your own name or address.',
};

export function refuseWeak(password: string, known: readonly string[]): Refusal | null {
  const fault = passwordFault(password, known);
  return (
    fault &&
    refuse('malformed', FAULTS[fault], { fields: { password: fault }, details: { faults: { password: fault } } })
  );
}
