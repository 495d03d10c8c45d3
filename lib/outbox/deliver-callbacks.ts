/**
 * Tells one app's publisher what is due (R18, 03 "Rewards out"): claim a few, call, write what came of it, claim the
 * next. At least once and never lost; the same event id on every attempt. A lane takes turns of limited length, starts
 * carefully and stops when nothing is acknowledged, so that a publisher in trouble costs the others nothing.
 */
import { stopwatch } from '@/lib/foundation/clock';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { type Lane, withLane } from '@/lib/outbox/callback-lane';
import {
  type Claimed,
  claimCallbacks,
  type Destination,
  findDestination,
  IN_TURN,
} from '@/lib/outbox/callback-lane-claim';
import { type Called, judge, settleCallbacks, type Tally, wasCalled } from '@/lib/outbox/callback-lane-settle';
import { type CallLimits, callOut } from '@/lib/outbox/http';
import { retryLane, wakeCallbacksLater } from '@/lib/outbox/promise-callback';

export type DeliveryOptions = {
  /** The clock, for tests; otherwise the database's. */
  at?: Date;
  /** In [0, 1): spreads retries. */
  jitter?: () => number;
  /** How long a turn may go on claiming. */
  turnMs?: number;
};

const IN_FLIGHT = 4;
const LARGEST_BATCH = 32;
/** All calls of a batch have to be over well before their lease (30 s) is. */
const LONGEST_BATCH_MS = 20_000;
const SECOND = 1000;

/** One turn on the lane of this app. The next one is arranged before it returns. */
export async function deliverCallbacks(appId: string, options: DeliveryOptions = {}): Promise<Tally> {
  const turn = await withLane(appId, (lane) => takeTurn(appId, lane, options));
  // After the lane is free again: whoever is woken at once must find it so.
  await inTransaction((tx) => (turn ? arrangeNextTurn(tx, appId, turn) : lookAgain(tx, appId)), { at: options.at });
  return turn?.tally ?? { acknowledged: 0, retried: 0, failed: 0 };
}

/** Whoever holds the lane may have looked for the last time already. */
async function lookAgain(tx: Tx, appId: string): Promise<void> {
  await retryLane(tx, appId, new Date(tx.now.getTime() + SECOND));
}

type Turn = { tally: Tally; destination: Destination | null; stalled: boolean; cutShort: boolean };

async function takeTurn(appId: string, lane: Lane, options: DeliveryOptions): Promise<Turn> {
  const { at, jitter = Math.random, turnMs = 10 * SECOND } = options;
  const elapsed = stopwatch();
  const tally: Tally = { acknowledged: 0, retried: 0, failed: 0 };
  let destination: Destination | null = null;
  let called: Called[] = [];
  let size = 0;
  for (;;) {
    const stalled = called.some(wasCalled) && !called.some((one) => isAcknowledged(one, destination));
    const cutShort = lane.isLost() || elapsed() >= turnMs;
    const step = await inTransaction(
      async (tx) => {
        const settled = destination ? await settleCallbacks(tx, destination, called, jitter) : null;
        const next = await findDestination(tx, appId);
        const most = next && !stalled && !cutShort ? batchSize(next, size) : 0;
        const claimed = next && most > 0 ? await claimCallbacks(tx, next, most) : [];
        return { settled, destination: next, claimed, most };
      },
      { at },
    );
    add(tally, step.settled);
    if (step.claimed.length === 0) return { tally, destination: step.destination, stalled, cutShort };
    ({ destination, most: size } = step);
    called = await callAll(step.claimed, step.destination!);
  }
}

function isAcknowledged(called: Called, destination: Destination | null): boolean {
  return destination !== null && judge(called, destination.rewards).verdict === 'acknowledged';
}

/** Careful at first, twice as many after every batch that went well; a publisher known to fail is tried with one call. */
function batchSize({ rewards, failingSince }: Destination, before: number): number {
  const first = failingSince ? 1 : IN_FLIGHT;
  const most = IN_FLIGHT * Math.max(1, Math.floor(LONGEST_BATCH_MS / rewards.timeoutMs));
  return Math.min(before === 0 ? first : before * 2, most, LARGEST_BATCH);
}

/** No transaction is open here. */
async function callAll(claimed: readonly Claimed[], { rewards }: Destination): Promise<Called[]> {
  const limits = { timeoutMs: rewards.timeoutMs, allowPrivate: env.ALLOW_PRIVATE_CALLBACKS };
  const waiting = claimed.values();
  const called: Called[] = [];
  const caller = async () => {
    for (const one of waiting) called.push({ claimed: one, heard: await callOne(one, limits) });
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
  return called;
}

async function callOne({ told }: Claimed, limits: CallLimits): Promise<Called['heard']> {
  if (told instanceof Error) return { failed: 'not-composed', detail: told.message, durationMs: 0 };
  return callOut(told.request, limits);
}

async function arrangeNextTurn(tx: Tx, appId: string, turn: Turn): Promise<void> {
  const next = await nextDueAt(tx, appId);
  if (!next) return;
  const earliest = tx.now.getTime() + pauseMs(turn, tx.now);
  await wakeCallbacksLater(tx, appId, new Date(Math.max(next.getTime(), earliest)));
}

/** Without an address, or switched off: look again in a minute. Nobody acknowledges: ever more slowly, up to a minute. */
function pauseMs({ destination, stalled, cutShort }: Turn, now: Date): number {
  if (!destination) return 60 * SECOND;
  if (!stalled) return cutShort ? 0 : SECOND;
  const failingMs = destination.failingSince ? now.getTime() - destination.failingSince.getTime() : 0;
  return Math.min(Math.max(failingMs / 20, 2 * SECOND), 60 * SECOND);
}

/** Leased rows come first in the order, if a worker was killed with them in hand; they are due when their lease is over. */
async function nextDueAt(tx: Tx, appId: string): Promise<Date | null> {
  const [row] = await tx.query<{ at: Date | null }>(sql`
    SELECT min(at) AS at FROM (
      SELECT greatest(next_at, lease_until) AS at FROM callback cb
       WHERE app_id = ${appId}::uuid AND status = 'PENDING'
         AND (${IN_TURN} OR cb.kind = 'REWARD')
       ORDER BY next_at, id LIMIT ${LARGEST_BATCH + 8}) AS earliest`);
  return row?.at ?? null;
}

function add(total: Tally, more: Tally | null): void {
  if (!more) return;
  total.acknowledged += more.acknowledged;
  total.retried += more.retried;
  total.failed += more.failed;
}
