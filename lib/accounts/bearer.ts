/** Doors that machines open with one shared secret: the hourly call and the metrics. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time, whatever the lengths. No secret configured means nobody: there is no "skip in development". */
export function isBearerOf(authorization: string | null, secret: string | undefined): boolean {
  if (!secret) return false;
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
