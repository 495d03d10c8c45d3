/**
 * One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, as every app has them). A code is good in
 * its own half minute and in the ones beside it; which of them it was is what makes "only once" possible.
 */
import { generateSecret, generateURI, verifySync } from 'otplib';

export const STEP_SECONDS = 30;
const SECRET_BYTES = 20;

/** 160 random bits in base32, as RFC 4226 recommends. */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** What the picture to scan says. */
export function totpUri(secret: string, account: string): string {
  return generateURI({ issuer: 'Makegood', label: account, secret });
}

/** The half minute that the code belongs to, counted from 1970; null when it is no code of now. */
export function matchingStep(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const found = verifySync({ secret, token, epoch, epochTolerance: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
