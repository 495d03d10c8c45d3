/** The ticket that is open, as its page shows it, and what keys copy of it. */
import { copyText } from '@/components/ui/copy-button';
import type { CommandId } from '@/lib/rules/shortcuts';

export type ShownTicket = { number: string; title: string };

/** Null on every other page. */
export function shownTicket(): ShownTicket | null {
  const number = /\/console\/tickets\/(MG-[0-9A-Z-]+)/.exec(location.pathname)?.[1];
  const title = document.querySelector('main h1')?.textContent?.replace(/\s+/g, ' ').trim();
  return number && title ? { number, title } : null;
}

/** What was copied; null when there is no ticket, or it is no command for copying. */
export function copyTicket(id: CommandId): string | null {
  const ticket = shownTicket();
  const text = ticket && { 'copy-number': ticket.number, 'copy-title': ticket.title }[id as string];
  if (!text) return null;
  void copyText(text);
  return text;
}
