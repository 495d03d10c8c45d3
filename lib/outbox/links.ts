/**
 * The links and codes that stand in e-mails. They are derived from ids and AUTH_SECRET and never stored: whoever reads the
 * database cannot open a ticket with what is in it, and a retried or restored e-mail says the same as the first.
 * `/t/<number>?k=` is the status page without a wall session; `/verify/<token>` confirms an address (03, R11).
 */
import { createHmac, hash } from 'node:crypto';
import { env } from '@/lib/foundation/env';

/** Opens one ticket's status page. */
export function ticketAccessToken(ticketId: string): string {
  return derive(`ticket:${ticketId}`).toString('base64url');
}

/** What stands in the link of one validation e-mail. */
export function validationToken(validationId: string): string {
  return derive(`email-validation:${validationId}`).toString('base64url');
}

/** The same by hand: six digits. */
export function validationCode(validationId: string): string {
  return String(derive(`email-code:${validationId}`).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

export function statusLink(ticketNumber: string, ticketId: string): string {
  return `${env.PUBLIC_URL}/t/${ticketNumber}?k=${ticketAccessToken(ticketId)}`;
}

export function validationLink(validationId: string): string {
  return `${env.PUBLIC_URL}/verify/${validationToken(validationId)}`;
}

/** What lets an agent set a password, once. */
export function passwordToken(linkId: string): string {
  return derive(`agent-link:${linkId}`).toString('base64url');
}

export function passwordLink(linkId: string): string {
  return `${env.PUBLIC_URL}/set-password/${passwordToken(linkId)}`;
}

/**
 * Opens the claims of one letter to an advertiser: 03, `/advertiser/<token>`. Its hash is kept, so that a guess is looked up and
 * not computed. `linkNo` counts the links of one letter: a revoked one is replaced by the next.
 */
export function portalToken(requestId: string, linkNo = 1): string {
  const purpose = linkNo === 1 ? requestId : `${requestId}:${linkNo}`;
  return derive(`recheck-request:${purpose}`).toString('base64url');
}

export function portalTokenHash(token: string): string {
  return hash('sha256', token);
}

export function portalLink(requestId: string, linkNo = 1): string {
  return `${env.PUBLIC_URL}/advertiser/${portalToken(requestId, linkNo)}`;
}

/** Signs a named person of an advertiser in, once. */
export function contactToken(linkId: string): string {
  return derive(`advertiser-link:${linkId}`).toString('base64url');
}

export function contactLink(linkId: string): string {
  return `${env.PUBLIC_URL}/advertiser/sign-in/${contactToken(linkId)}`;
}

/** HMAC-SHA256 under AUTH_SECRET. Every purpose has its own prefix, so that no value serves for two. */
export function derive(purpose: string): Buffer {
  if (!env.AUTH_SECRET)
    throw new Error('AUTH_SECRET is not set: links, codes and Message-IDs cannot be made without it.');
  return createHmac('sha256', env.AUTH_SECRET).update(purpose).digest();
}
