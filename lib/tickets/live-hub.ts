/**
 * One per process: hears that something has changed, reads it once, and hands it to every open page of this process. A page
 * that comes, or comes back, reads from its own cursor until it has caught up with the hub, and then goes along.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { listen, type StopListening } from '@/lib/foundation/listen';
import { log } from '@/lib/foundation/log';
import { isAfter, type LiveCursor } from '@/lib/rules/live-cursor';
import { canGoOnFrom, type LiveEvent, liveCursorNow, readLiveEvents } from '@/lib/tickets/live-events';
import { type Present, readPresent } from '@/lib/tickets/presence';

/** An open page. */
export type Follower = {
  sessionId: string;
  tell: (events: readonly LiveEvent[]) => void;
  /** Who is at this ticket from now on; nobody: an empty list. */
  showPresent: (number: string, present: readonly Present[]) => void;
  /** The process ends, and the page comes back to another one; or the session is over, and it does not. */
  close: () => void;
};

type Hub = {
  /** Where the next look begins: known before anybody joins. */
  readFrom: Promise<LiveCursor>;
  /** The last event that was handed out. */
  told: LiveCursor;
  /** With what each has been told before it joined. */
  followers: Map<Follower, LiveCursor>;
  present: Map<string, Present[]>;
  stopListening: StopListening;
  timer: NodeJS.Timeout;
};

const PAGE = 500;
/** Whoever missed more looks at everything again. */
const MOST_TOLD = 1_000;
/** A notice can be lost, and who is gone does not say so. */
const LOOK_EVERY_MS = 5_000;
/** What comes in a storm is handed out by helpings. */
const EVENTS_APART_MS = 50;
const PRESENCE_APART_MS = 500;
const HELD_BACK_MS = 100;
const NOTHING: LiveCursor = { tx: 0n, id: 0n };

const shared = globalThis as { __makegoodHub?: Hub | undefined };

/** Tells first what was missed since `cursor`, then what comes. Null: from now on. Returns how to stop. */
export async function followLive(cursor: LiveCursor | null, follower: Follower): Promise<() => void> {
  shared.__makegoodHub ??= openHub();
  const hub = shared.__makegoodHub;
  await hub.readFrom;
  const reached = await catchUp(hub, cursor, follower);
  hub.followers.set(follower, reached);
  for (const [number, present] of hub.present) follower.showPresent(number, present);
  return () => void hub.followers.delete(follower);
}

/** Over when the hub has handed out nothing that was not read here: nothing falls between catching up and joining. */
async function catchUp(hub: Hub, cursor: LiveCursor | null, follower: Follower): Promise<LiveCursor> {
  let reached = cursor ?? (await liveCursorNow());
  let mayTell = MOST_TOLD;
  if (!(await canGoOnFrom(reached))) mayTell = 0;
  for (;;) {
    const { events } =
      mayTell > 0 ? await readLiveEvents(reached, PAGE) : { events: [lookAgain(await liveCursorNow())] };
    if (events.length > 0) follower.tell(events);
    reached = events.at(-1)?.cursor ?? reached;
    mayTell = mayTell > 0 ? mayTell - events.length : MOST_TOLD;
    if (events.length < PAGE && !isAfter(hub.told, reached)) return reached;
  }
}

function lookAgain(cursor: LiveCursor): LiveEvent {
  return { cursor, kind: 'many', number: null, version: null, status: null };
}

/** Ends the pages of this process; the next one that comes opens it anew. */
export async function closeLiveHub(): Promise<void> {
  const hub = shared.__makegoodHub;
  if (!hub) return;
  shared.__makegoodHub = undefined;
  process.off('SIGTERM', closeLiveHub);
  clearInterval(hub.timer);
  for (const follower of hub.followers.keys()) follower.close();
  await hub.stopListening();
}

function openHub(): Hub {
  const lookForEvents = oneAtATime(EVENTS_APART_MS, () => handOutEvents(hub, lookForEvents));
  const lookForPresent = oneAtATime(PRESENCE_APART_MS, () => handOutPresent(hub));
  const onNotice = (channel: string, said: string) => {
    if (channel === 'makegood_session') closeOf(hub, said);
    else if (channel === 'makegood_live') lookForEvents();
    else lookForPresent();
  };
  const look = () => {
    lookForEvents();
    lookForPresent();
  };
  const hub: Hub = {
    readFrom: liveCursorNow(),
    told: NOTHING,
    followers: new Map(),
    present: new Map(),
    stopListening: listen({
      channels: ['makegood_live', 'makegood_presence', 'makegood_session'],
      onNotice,
      onListening: look,
    }),
    timer: setInterval(look, LOOK_EVERY_MS).unref(),
  };
  hub.readFrom.catch(closeLiveHub);
  process.on('SIGTERM', closeLiveHub);
  return hub;
}

function closeOf({ followers }: Hub, sessionId: string): void {
  for (const follower of followers.keys()) if (follower.sessionId === sessionId) follower.close();
}

/** At most one look at a time and `apartMs` between two; who asks meanwhile gets one more. */
function oneAtATime(apartMs: number, work: () => Promise<void>): () => void {
  let isAtWork = false;
  let isAskedAgain = false;
  const run = async () => {
    isAtWork = true;
    do {
      isAskedAgain = false;
      await work().catch((error: Error) => log.warn({ reason: error.message }, 'cannot read what has changed'));
      await pause(apartMs, undefined, { ref: false });
    } while (isAskedAgain);
    isAtWork = false;
  };
  return () => {
    if (isAtWork) isAskedAgain = true;
    else void run();
  };
}

async function handOutEvents(hub: Hub, again: () => void): Promise<void> {
  const { events, waiting } = await readLiveEvents(await hub.readFrom, PAGE);
  const last = events.at(-1)?.cursor;
  if (last) {
    hub.readFrom = Promise.resolve(last);
    hub.told = last;
  }
  for (const [follower, reached] of hub.followers) {
    const news = events.filter(({ cursor }) => isAfter(cursor, reached));
    if (news.length > 0) follower.tell(news);
  }
  if (events.length === PAGE) again();
  else if (waiting) setTimeout(again, HELD_BACK_MS).unref();
}

async function handOutPresent(hub: Hub): Promise<void> {
  if (hub.followers.size === 0) return;
  const before = hub.present;
  hub.present = Map.groupBy(await readPresent(), ({ number }) => number);
  for (const number of new Set([...before.keys(), ...hub.present.keys()])) {
    const now = hub.present.get(number) ?? [];
    if (JSON.stringify(now) === JSON.stringify(before.get(number) ?? [])) continue;
    for (const follower of hub.followers.keys()) follower.showPresent(number, now);
  }
}
