/** The tickets that were last looked at in this tab. They are forgotten with it: a desk may be shared. */
import type { ShownTicket } from '@/components/console/copy-ticket';

const KEY = 'makegood-recent';
const MOST = 8;

export function readRecent(): ShownTicket[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTicket).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isTicket(value: unknown): value is ShownTicket {
  const { number, title } = (value ?? {}) as Record<string, unknown>;
  return typeof number === 'string' && typeof title === 'string';
}

export function remember(ticket: ShownTicket): void {
  const others = readRecent().filter(({ number }) => number !== ticket.number);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([ticket, ...others].slice(0, MOST)));
  } catch {
    // Storage may be closed to us; then nothing is recent.
  }
}
