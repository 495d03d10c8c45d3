/**
 * Agents' passwords: Argon2id with the library's parameters (19 MiB, 2 passes). An unknown agent costs the same work as
 * a wrong password, so that the time an answer takes says nothing about who has an account.
 */
import { hash, verify } from '@node-rs/argon2';

/** Of a random password that nobody kept. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$N6Y4GsSct8p2u71+asJDvw$C1d5cy44rqJwwPDvQhvgYYkMSVP2SnBrtPDaLXcNVUM';

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password.slice(0, LONGEST_PASSWORD));
  return right && passwordHash !== null && password.length <= LONGEST_PASSWORD;
}
