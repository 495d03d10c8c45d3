/**
 * Taking callbacks out of a lane: a lease, a token and the row of the attempt in one transaction; then the calls, outside
 * of any. A worker that dies loses its lease; one that comes back late is kept off by the token (trust: claim, then call).
 */
import { dialectNamed } from '@/lib/dialects';
import type { CallbackOptions, OutgoingCallback, RewardEvent, RewardKind, Rewards } from '@/lib/dialects/rewards';
import { whyNotTold } from '@/lib/dialects/tells';
import { recordset, sql, type Tx } from '@/lib/foundation/db';
import { log } from '@/lib/foundation/log';
import { formatUsd } from '@/lib/rules/money';

/** Longer than the longest batch of calls may take (deliver-callbacks.ts). */
const LEASE = '30 seconds';
/** Several times the largest batch. */
const HEAD = 256;

/** Where an app's callbacks go and how; null while it has no address, is switched off or is paused. */
export type Destination = {
  appId: string;
  appKey: string;
  appName: string;
  currencyName: string;
  rewards: Rewards;
  url: string;
  reversalUrl: string | null;
  secret: string;
  options: CallbackOptions;
  failingSince: Date | null;
};

/** A callback in our hands. Attempts are numbered by the lease's token, which never goes back. */
export type Claimed = {
  id: string;
  leaseToken: number;
  attempts: number;
  /** An error: it cannot even be put into words. That is an attempt that failed, and nobody else's concern. */
  told: { event: RewardEvent; request: OutgoingCallback } | Error;
};

type AppRow = Omit<Destination, 'rewards' | 'url' | 'secret'> & {
  dialect: string | null;
  url: string | null;
  secret: string | null;
};

export async function findDestination(tx: Tx, appId: string): Promise<Destination | null> {
  const [app] = await tx.query<AppRow>(sql`
    SELECT id AS app_id, key AS app_key, name AS app_name, currency_name, callback_dialect AS dialect, callback_url AS url,
           callback_reversal_url AS reversal_url, callback_secret AS secret, callback_options AS options,
           callback_failing_since AS failing_since
      FROM app WHERE id = ${appId}::uuid AND callback_enabled AND callback_paused_at IS NULL`);
  const rewards = app?.dialect ? dialectNamed(app.dialect)?.rewards : undefined;
  if (!app || !rewards || !app.url) return null;
  return { ...app, rewards, url: app.url, secret: app.secret ?? '' };
}

/**
 * What a publisher hears of one grant comes in order: that it is on hold, the reward, that it was taken back. Each waits for
 * those before it.
 */
export const IN_TURN = sql`NOT EXISTS (
  SELECT FROM callback before
   WHERE before.grant_id = cb.grant_id AND before.status = 'PENDING'
     AND (before.kind, cb.kind) IN (('PENDING', 'REWARD'), ('PENDING', 'REVERSAL'), ('REWARD', 'REVERSAL')))`;

/** At most `most` of what is due and its turn, oldest first. */
export async function claimCallbacks(tx: Tx, destination: Destination, most: number): Promise<Claimed[]> {
  const untold = whatIsUntold(destination);
  await giveUp(tx, destination.appId, untold);
  await dropOverdueHolds(tx, destination.appId);
  const rows = await tx.query<ClaimedRow>(sql`
    WITH due AS (
      SELECT id FROM callback cb
       WHERE app_id = ${destination.appId}::uuid AND status = 'PENDING' AND next_at <= ${tx.now}
         AND (lease_until IS NULL OR lease_until < ${tx.now})
         AND ${IN_TURN} AND kind <> ALL(${untold.map(({ kind }) => kind)}::text[])
       ORDER BY next_at, id LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE callback cb
         SET lease_until = ${tx.now}::timestamptz + ${LEASE}::interval, lease_token = lease_token + 1,
             attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ${tx.now})
        FROM due WHERE cb.id = due.id
      RETURNING cb.*
    )
    SELECT claimed.id, claimed.kind, claimed.event_id, claimed.attempts, claimed.lease_token, g.click_id, g.task_key,
           g.reward_amount, g.amount_micros, g.granted_at, u.external_id AS user_id, o.key AS offer_key,
           o.title AS offer_title, c.terms, c.clicked_at, c.ip, c.country, c.device, g.reversed_at, g.reversal_reason,
           reward.held_until
      FROM claimed
      JOIN reward_grant g ON g.id = claimed.grant_id
      JOIN end_user u ON u.id = g.user_id
      JOIN offer o ON o.id = g.offer_id
      LEFT JOIN callback reward ON reward.grant_id = g.id AND reward.kind = 'REWARD'
      LEFT JOIN click c ON c.id = g.click_id
     ORDER BY claimed.next_at, claimed.id`);
  const claimed = rows.map((row) => {
    const { id, leaseToken, attempts } = row;
    return { id, leaseToken, attempts, told: putIntoWords(row, destination, tx.now) };
  });
  await startAttempts(tx, claimed, destination.secret);
  return claimed;
}

/** The reward itself is due: nobody need hear any more that it is on hold, and it never waits for that to be acknowledged. */
async function dropOverdueHolds(tx: Tx, appId: string): Promise<void> {
  await tx.execute(sql`
    UPDATE callback cb SET status = 'CANCELLED', next_at = NULL, last_reason = 'the hold was over before it was acknowledged'
     WHERE app_id = ${appId}::uuid AND status = 'PENDING' AND kind = 'PENDING'
       AND (lease_until IS NULL OR lease_until < ${tx.now})
       AND EXISTS (SELECT FROM callback reward
                    WHERE reward.grant_id = cb.grant_id AND reward.kind = 'REWARD' AND reward.next_at <= ${tx.now})`);
}

type Untold = { kind: RewardKind; reason: string; status: 'FAILED' | 'CANCELLED' };

/**
 * A publisher whose dialect, address or options have no word (any more) for a hold or a reversal would take it for a reward
 * of its own. What is taken back and cannot be told is a failure that somebody should see; the rest is not worth a word.
 */
function whatIsUntold({ rewards, url, reversalUrl, options }: Destination): Untold[] {
  const endpoint = { urlTemplate: url, reversalUrlTemplate: reversalUrl, options };
  return (['PENDING', 'ACTIVITY', 'REVERSAL'] as const).flatMap((kind) => {
    const reason = whyNotTold(kind, rewards, endpoint);
    return reason === null ? [] : [{ kind, reason, status: kind === 'REVERSAL' ? 'FAILED' : 'CANCELLED' }];
  });
}

/** Only at the head of the queue, where it costs the same however long the queue is; the next claim goes on from there. */
async function giveUp(tx: Tx, appId: string, untold: readonly Untold[]): Promise<void> {
  if (untold.length === 0) return;
  await tx.execute(sql`
    UPDATE callback cb
       SET status = given.status, next_at = NULL, last_reason = given.reason,
           failed_at = CASE given.status WHEN 'FAILED' THEN ${tx.now}::timestamptz END
      FROM ${recordset(untold, 'kind text, reason text, status text')},
           (SELECT id FROM callback WHERE app_id = ${appId}::uuid AND status = 'PENDING' AND next_at <= ${tx.now}
             ORDER BY next_at, id LIMIT ${HEAD}) AS head
     WHERE cb.id = head.id AND cb.status = 'PENDING' AND cb.kind = given.kind
       AND (cb.lease_until IS NULL OR cb.lease_until < ${tx.now})`);
}

type ClaimedRow = {
  id: string;
  kind: RewardKind;
  eventId: string;
  attempts: number;
  leaseToken: number;
  clickId: string;
  taskKey: string;
  rewardAmount: bigint;
  amountMicros: bigint;
  grantedAt: Date;
  userId: string;
  offerKey: string;
  offerTitle: string;
  terms: { tasks?: { key: string; name: string }[]; currencyName?: string } | null;
  clickedAt: Date | null;
  ip: string | null;
  country: string | null;
  device: Record<string, unknown> | null;
  reversedAt: Date | null;
  reversalReason: string | null;
  heldUntil: Date | null;
};

function putIntoWords(row: ClaimedRow, destination: Destination, now: Date): Claimed['told'] {
  try {
    return compose(row, destination, now);
  } catch (error) {
    log.error({ err: error, callbackId: row.id }, 'a callback cannot be composed');
    return error instanceof Error ? error : new Error(String(error));
  }
}

function compose(row: ClaimedRow, destination: Destination, now: Date): Exclude<Claimed['told'], Error> {
  const { id, leaseToken, attempts, amountMicros, terms, ...more } = row;
  const { clickedAt, ip, country, device, reversedAt, reversalReason, heldUntil, ...facts } = more;
  const event: RewardEvent = {
    ...facts,
    payoutUsd: formatUsd(amountMicros),
    currencyName: terms?.currencyName ?? destination.currencyName,
    appKey: destination.appKey,
    appName: destination.appName,
    taskName: terms?.tasks?.find(({ key }) => key === row.taskKey)?.name ?? row.taskKey,
    delayMinutes: heldUntil ? Math.round((heldUntil.getTime() - facts.grantedAt.getTime()) / 60_000) : 0,
    reversal: reversedAt && { at: reversedAt, reason: reversalReason },
    click: clickedAt && { at: clickedAt, ip, country, device: device ?? {} },
    step: null,
  };
  const urlTemplate = row.kind === 'REVERSAL' ? (destination.reversalUrl ?? destination.url) : destination.url;
  const endpoint = { urlTemplate, secret: destination.secret, options: destination.options };
  return { event, request: destination.rewards.compose(event, endpoint, now) };
}

/** Evidence before the call: an attempt that nobody finished stays on file as one whose answer was never heard. */
async function startAttempts(tx: Tx, claimed: readonly Claimed[], secret: string): Promise<void> {
  if (claimed.length === 0) return;
  const again = claimed.filter(({ leaseToken }) => leaseToken > 1).map(({ id }) => id);
  if (again.length > 0) {
    await tx.execute(sql`
      UPDATE callback_attempt SET outcome = 'lost', reason = 'the worker stopped before it heard the answer'
       WHERE callback_id = ANY(${again}::uuid[]) AND outcome = 'started'`);
  }
  const rows = claimed.map(({ id, leaseToken, told }) => ({
    callback_id: id,
    attempt_no: leaseToken,
    request: told instanceof Error ? '' : withoutSecret(toText(told.request), secret),
  }));
  await tx.execute(sql`
    INSERT INTO callback_attempt (callback_id, attempt_no, started_at, request, outcome)
    SELECT callback_id, attempt_no, ${tx.now}, request, 'started'
      FROM ${recordset(rows, 'callback_id uuid, attempt_no int, request text')}`);
}

function toText({ method, url, headers, body }: OutgoingCallback): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, ...(body === null ? [] : ['', body])].join('\n');
}

/** A publisher may have put its secret into the address itself. */
function withoutSecret(text: string, secret: string): string {
  return secret
    .split(' ')
    .flatMap((one) => [one, encodeURIComponent(one)])
    .filter((one) => one.length >= 8)
    .reduce((clean, one) => clean.replaceAll(one, '[secret]'), text);
}
