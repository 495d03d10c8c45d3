/** What the parts of a page hear from the live feed: events of the document, so that none of them knows the others. */
import { isAfter, readLiveCursor } from '@/lib/rules/live-cursor';

export type TicketNews = { kind: string; number: string; version: number; status: string };
export type PresenceNews = { number: string; people: { name: string; replying: boolean }[] };

export type LiveMessage =
  | { type: 'ticket'; cursor: string; data: TicketNews }
  | { type: 'many'; cursor: string }
  | { type: 'presence'; data: PresenceNews }
  | { type: 'state'; isLive: boolean };

/** `makegood:ticket` {number, version, …} · `makegood:many` · `makegood:presence` {number, people} · `makegood:live` {isLive}. */
export function announce(message: LiveMessage): void {
  if (message.type === 'ticket') dispatch('makegood:ticket', message.data);
  else if (message.type === 'presence') dispatch('makegood:presence', message.data);
  else if (message.type === 'state') dispatch('makegood:live', { isLive: message.isLive });
  else dispatch('makegood:many', null);
}

function dispatch(name: string, detail: unknown): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Until it is called. */
export function onLive<Detail>(name: `makegood:${string}`, heard: (detail: Detail) => void): () => void {
  const listener = (event: Event) => heard((event as CustomEvent<Detail>).detail);
  document.addEventListener(name, listener);
  return () => document.removeEventListener(name, listener);
}

/** Cursors as they travel. What cannot be read is before everything. */
export function isLater(one: string, other: string): boolean {
  const [a, b] = [readLiveCursor(one), readLiveCursor(other)];
  return a !== null && (b === null || isAfter(a, b));
}
