/**
 * One stream of server-sent events that comes back by itself: ever more slowly while it fails, at once when the network or
 * the reader is back. Each time it goes on from the last cursor, so that a break costs time and nothing else.
 */
import type { LiveMessage, PresenceNews, TicketNews } from '@/components/console/live/messages';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server says something every 15 seconds; a connection that is silent for longer is dead and does not know it. */
const SILENT_MS = 45_000;

export type Source = { close: () => void };

export function openSource(cursor: string, onMessage: (message: LiveMessage) => void): Source {
  let last = cursor;
  let stream: EventSource | null = null;
  let again: ReturnType<typeof setTimeout>;
  let silence: ReturnType<typeof setTimeout>;
  let wait = FIRST_WAIT_MS;

  function connect(): void {
    clearTimeout(again);
    stream?.close();
    stream = new EventSource(`/api/console/live?${new URLSearchParams({ cursor: last })}`);
    stream.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      alive();
      onMessage({ type: 'state', isLive: true });
    });
    stream.addEventListener('error', lost);
    stream.addEventListener('here', alive);
    stream.addEventListener('ticket', (event) => {
      tell({ type: 'ticket', cursor: event.lastEventId, data: JSON.parse(event.data) as TicketNews });
    });
    stream.addEventListener('many', (event) => tell({ type: 'many', cursor: event.lastEventId }));
    stream.addEventListener('presence', (event) => {
      alive();
      onMessage({ type: 'presence', data: JSON.parse(event.data) as PresenceNews });
    });
    alive();
  }

  function tell(message: LiveMessage & { cursor: string }): void {
    alive();
    last = message.cursor;
    onMessage(message);
  }

  function alive(): void {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_MS);
  }

  function lost(): void {
    stream?.close();
    stream = null;
    clearTimeout(silence);
    clearTimeout(again);
    onMessage({ type: 'state', isLive: false });
    // Not all pages at the same moment, when the server was away.
    again = setTimeout(connect, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  const atOnce = () => {
    if (stream === null && document.visibilityState === 'visible') connect();
  };
  window.addEventListener('online', atOnce);
  window.addEventListener('offline', lost);
  document.addEventListener('visibilitychange', atOnce);
  connect();
  return {
    close: () => {
      clearTimeout(again);
      clearTimeout(silence);
      window.removeEventListener('online', atOnce);
      window.removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', atOnce);
      stream?.close();
      stream = null;
    },
  };
}
