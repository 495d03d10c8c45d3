/**
 * The names under which our mail travels (helpdesk reference, 4.2). All are derived, so that a retry, a second sender or a
 * restored backup uses the same ones: a receiver recognises the repetition, and a reply or bounce finds its way.
 */
import { createHash, hash } from 'node:crypto';
import { env } from '@/lib/foundation/env';
import { derive } from '@/lib/outbox/links';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The Message-ID of the promise with this key. */
export function messageIdOf(key: string): string {
  return `<t.${base32(derive(`message:${key}`))}@${env.MAIL_DOMAIN}>`;
}

/** Where a bounce of this message comes back to; names the message without anybody parsing the bounce (VERP). */
export function bounceAddress(messageId: string): string {
  return `bounce+${messageId.slice('<t.'.length, messageId.indexOf('@'))}@${env.MAIL_DOMAIN}`;
}

/** 128 bits for one ticket and one recipient; only its hash is kept (`reply_token`). */
export function replyToken(ticketId: string, address: string): string {
  return base32(derive(`reply:${ticketId}:${address}`));
}

export function replyAddress(ticketId: string, address: string): string {
  return `support+r.${replyToken(ticketId, address)}@${env.MAIL_DOMAIN}`;
}

export function replyTokenHash(token: string): string {
  return hash('sha256', token);
}

/** `X-Makegood-Loop`: by this we know our own mail when it comes back, whatever its sender says. */
export function installationId(): string {
  return createHash('sha256').update(`makegood:${env.MAIL_DOMAIN}`).digest('hex').slice(0, 16);
}

/** `Rewards Support <support@example.com>`, or only the address. */
export function sender(): { name: string; address: string } {
  const [, name = '', address = env.MAIL_FROM] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(env.MAIL_FROM) ?? [];
  return { name, address: address.trim() };
}

/** The first 128 bits as 26 lower-case characters: local parts survive systems that fold case. */
function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (let index = 0; index < 16; index += 1) {
    bits = (bits << 8) | bytes[index]!;
    for (held += 8; held >= 5; held -= 5) text += BASE32[(bits >> (held - 5)) & 31];
    bits &= 31;
  }
  return text + BASE32[(bits << (5 - held)) & 31];
}

const TOKEN = '([a-z2-7]{26})';

/** The reply token in a recipient's address, whatever its case; null when it is no reply address of ours. */
export function replyTokenIn(address: string): string | null {
  return tokenIn(address, 'support\\+r\\.');
}

/** The Message-ID of what came back to this address; null when it is no bounce address of ours. */
export function bouncedMessageId(address: string): string | null {
  const token = tokenIn(address, 'bounce\\+');
  return token && `<t.${token}@${env.MAIL_DOMAIN}>`;
}

function tokenIn(address: string, before: string): string | null {
  const [local = '', domain] = address.toLowerCase().split('@');
  if (domain !== env.MAIL_DOMAIN.toLowerCase()) return null;
  return new RegExp(`^${before}${TOKEN}$`).exec(local)?.[1] ?? null;
}

/** What mail may come in for: the desk's own address, its reply addresses, and where bounces come back to. */
export function isOwnAddress(address: string): boolean {
  const [local = '', domain] = address.toLowerCase().split('@');
  if (address.toLowerCase() === sender().address.toLowerCase()) return true;
  return domain === env.MAIL_DOMAIN.toLowerCase() && /^(support|postmaster|bounce)(\+.{1,60})?$/.test(local);
}
