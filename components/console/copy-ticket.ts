/** What a key copies of the ticket that is open: its number, or all of its heading. */
import { copyText } from '@/components/ui/copy-button';
import type { CommandId } from '@/lib/rules/shortcuts';

const TEXTS: Partial<Record<CommandId, () => string | undefined>> = {
  'copy-number': () => /\/console\/tickets\/(MG-[0-9A-Z-]+)/.exec(location.pathname)?.[1],
  'copy-title': () => document.querySelector('main h1')?.textContent?.replace(/\s+/g, ' ').trim(),
};

/** What was copied; null when there is no ticket, or it is no command for copying. */
export function copyTicket(id: CommandId): string | null {
  const text = TEXTS['copy-number']?.() && TEXTS[id]?.();
  if (!text) return null;
  void copyText(text);
  return text;
}
