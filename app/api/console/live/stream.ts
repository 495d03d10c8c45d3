/**
 * What has changed, as server-sent events: `ticket` and `many` with the cursor as their id, `presence` without one. A stream
 * holds back little: a page that reads too slowly is let go and catches up by its cursor when it comes back.
 */
import { roleOfSession, type SignedInAgent } from '@/lib/accounts/agent-sessions';
import { now } from '@/lib/foundation/clock';
import { log } from '@/lib/foundation/log';
import { type LiveCursor, writeLiveCursor } from '@/lib/rules/live-cursor';
import { can } from '@/lib/rules/permissions';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import type { LiveEvent } from '@/lib/tickets/live-events';
import { followLive } from '@/lib/tickets/live-hub';
import type { Present } from '@/lib/tickets/presence';

/** Tabs share one stream where the browser lets them; where it does not, so many tabs of one session are live. */
const MOST_PER_SESSION = 8;
const MOST_PER_PROCESS = 2_000;
const HEARTBEAT_MS = 15_000;
/** A session that is ended is told of at once; one that runs out, or a notice that is lost, is found by looking. */
const LOOKED_AT_EVERY_MS = 60_000;
/** Bytes that wait for the page. */
const MOST_HELD_BACK = 256 * 1024;

type Open = { sessions: Map<string, number>; count: number };
const shared = globalThis as { __makegoodStreams?: Open };
shared.__makegoodStreams ??= { sessions: new Map(), count: 0 };
const open = shared.__makegoodStreams;

/** Refused: `too-many`. Ends with the session, when the page goes (`signal`), and when the process does. */
export function openLiveStream(
  agent: SignedInAgent,
  cursor: LiveCursor | null,
  signal: AbortSignal,
): ReadableStream<Uint8Array> | Refusal {
  const mine = open.sessions.get(agent.sessionId) ?? 0;
  if (mine >= MOST_PER_SESSION || open.count >= MOST_PER_PROCESS) {
    return refuse('too-many', 'Too many pages are live. This one asks for itself.', { details: { retryAfter: 30 } });
  }
  open.sessions.set(agent.sessionId, mine + 1);
  open.count += 1;
  return new ReadableStream<Uint8Array>(liveSource(agent, cursor, signal), {
    highWaterMark: MOST_HELD_BACK,
    size: (chunk) => chunk.byteLength,
  });
}

function letGo(sessionId: string): void {
  open.count -= 1;
  const left = (open.sessions.get(sessionId) ?? 1) - 1;
  if (left > 0) open.sessions.set(sessionId, left);
  else open.sessions.delete(sessionId);
}

function liveSource(
  agent: SignedInAgent,
  cursor: LiveCursor | null,
  signal: AbortSignal,
): UnderlyingDefaultSource<Uint8Array> {
  const encoder = new TextEncoder();
  const endings: (() => void)[] = [() => letGo(agent.sessionId)];
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const ending of endings.splice(0)) ending();
  };
  return {
    async start(controller) {
      const close = () => {
        if (isOver) return;
        end();
        controller.close();
      };
      const say = (text: string) => {
        if (isOver) return;
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) <= 0) close();
      };
      const heartbeat = setInterval(() => say('event: here\ndata: \n\n'), HEARTBEAT_MS);
      const look = setInterval(() => void closeUnlessSignedIn(agent, close), LOOKED_AT_EVERY_MS);
      signal.addEventListener('abort', close);
      endings.push(() => {
        clearInterval(heartbeat);
        clearInterval(look);
        signal.removeEventListener('abort', close);
      });
      say('retry: 2000\n\n');
      const leave = await follow(agent, cursor, say, close);
      if (isOver) leave();
      else endings.push(leave);
    },
    cancel: end,
  };
}

async function follow(
  agent: SignedInAgent,
  cursor: LiveCursor | null,
  say: (text: string) => void,
  close: () => void,
): Promise<() => void> {
  try {
    return await followLive(cursor, {
      sessionId: agent.sessionId,
      tell: (events) => say(events.map(eventText).join('')),
      showPresent: (number, present) => say(presenceText(number, present, agent.id)),
      close,
    });
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'cannot open a live stream');
    close();
    return () => undefined;
  }
}

/** Being told is not being there: the stream itself keeps no session from ending. */
async function closeUnlessSignedIn({ sessionId }: SignedInAgent, close: () => void): Promise<void> {
  const role = await roleOfSession(sessionId, now()).catch(() => undefined);
  if (role === null || (role && !can(role, 'tickets:read'))) close();
}

function eventText({ cursor, kind, number, version, status }: LiveEvent): string {
  const event = kind === 'many' ? 'many' : 'ticket';
  const data = kind === 'many' ? {} : { kind, number, version, status };
  return `event: ${event}\nid: ${writeLiveCursor(cursor)}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Nobody is shown to themselves. */
function presenceText(number: string, present: readonly Present[], agentId: string): string {
  const people = present.filter((one) => one.agentId !== agentId).map(({ name, replying }) => ({ name, replying }));
  return `event: presence\ndata: ${JSON.stringify({ number, people })}\n\n`;
}
