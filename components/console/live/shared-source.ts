/**
 * All tabs of an agent share one stream: over HTTP/1.1 a browser opens six connections to a host and no more. Whoever holds
 * the lock has the stream and passes on what comes; when that tab goes, the next one takes over from its own cursor. A tab
 * that joins says how far its page has come, and is told what it missed. Without locks (plain http) each tab has its own.
 */
import { isLater, type LiveMessage } from '@/components/console/live/messages';
import { openSource, type Source } from '@/components/console/live/source';

/** So much is kept for tabs that join. */
const KEPT = 500;

type Post =
  | { from: string; message: LiveMessage }
  | { from: string; asks: true; cursor: string }
  | { from: string; to: string; answer: LiveMessage[] };

export function openSharedSource(agentId: string, cursor: string, onMessage: (message: LiveMessage) => void): Source {
  const name = `makegood-live:${agentId}`;
  if (!navigator.locks || typeof BroadcastChannel === 'undefined') return openSource(cursor, onMessage);

  const me = crypto.randomUUID();
  const channel = new BroadcastChannel(name);
  const over = new AbortController();
  let last = cursor;

  /** Each event once, whoever brings it. */
  const hear = (message: LiveMessage) => {
    if ('cursor' in message) {
      if (!isLater(message.cursor, last)) return;
      last = message.cursor;
    }
    onMessage(message);
  };
  const post = (what: Post) => channel.postMessage(what);

  let lead: Lead | null = null;
  channel.onmessage = ({ data }: MessageEvent<Post>) => {
    if ('message' in data) hear(data.message);
    else if ('asks' in data) lead && post({ from: me, to: data.from, answer: lead.since(data.cursor) });
    else if (data.to === me) for (const message of data.answer) hear(message);
  };
  post({ from: me, asks: true, cursor });

  navigator.locks
    .request(name, { signal: over.signal }, () => {
      lead = takeTheLead(last, (message) => {
        hear(message);
        post({ from: me, message });
      });
      return new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
    })
    .catch(() => undefined);

  return {
    close: () => {
      lead?.close();
      over.abort();
      channel.close();
    },
  };
}

type Lead = Source & { since: (cursor: string) => LiveMessage[] };

function takeTheLead(cursor: string, pass: (message: LiveMessage) => void): Lead {
  let isLive = false;
  let reachesBackTo = cursor;
  const kept: (LiveMessage & { cursor: string })[] = [];
  const present = new Map<string, LiveMessage>();
  const source = openSource(cursor, (message) => {
    if (message.type === 'state') isLive = message.isLive;
    else if (message.type === 'presence') present.set(message.data.number, message);
    else kept.push(message);
    if (kept.length > KEPT) reachesBackTo = kept.shift()!.cursor;
    pass(message);
  });
  return {
    close: source.close,
    since: (from) => {
      const missed = kept.filter((message) => isLater(message.cursor, from));
      const newest = kept.at(-1)?.cursor ?? reachesBackTo;
      const told: LiveMessage[] = isLater(reachesBackTo, from) ? [{ type: 'many', cursor: newest }] : missed;
      return [{ type: 'state', isLive }, ...told, ...present.values()];
    },
  };
}
