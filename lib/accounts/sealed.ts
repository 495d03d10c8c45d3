/**
 * Text that must be read again but not by whoever has a copy of the database: AES-256-GCM under a key that follows from
 * AUTH_SECRET and from what the text is for. A sealed text of one purpose does not open as another.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { derive } from '@/lib/outbox/links';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function seal(purpose: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, derive(`seal:${purpose}`), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null: sealed for something else, under another AUTH_SECRET, or changed since. */
export function unseal(purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    const open = createDecipheriv(CIPHER, derive(`seal:${purpose}`), bytes.subarray(0, NONCE_BYTES));
    open.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([open.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), open.final()]).toString('utf8');
  } catch {
    return null;
  }
}
