/**
 * Keeps the promises that are e-mails. At least once: a row is claimed, handed over outside any transaction, and marked; what
 * a killed sender had claimed comes back after a minute and goes out again under the same Message-ID (04: never lost, at
 * most one extra per fault, always with the same id).
 */
import { isToUser } from '@/lib/emails/email';
import { stopwatch } from '@/lib/foundation/clock';
import { databaseNow, db } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { log } from '@/lib/foundation/log';
import {
  type ClaimedEmail,
  claimEmails,
  LEASE_MS,
  markCancelled,
  markFailed,
  markForRetry,
  markSent,
} from '@/lib/outbox/claim-emails';
import { composeEmail } from '@/lib/outbox/compose-email';
import { type Overrides, readOverrides } from '@/lib/outbox/email-overrides';
import { type Courier, type Fate, HAND_OVER_MS, openCourier } from '@/lib/outbox/smtp';
import { wakeSenderWhenDue } from '@/lib/outbox/wake-sender';
import { readEmailAddress } from '@/lib/rules/email-address';
import { EMAIL_WAITS, nextAttemptAt } from '@/lib/rules/retry-schedule';

export type Sent = { sent: number; retried: number; failed: number; cancelled: number };

const CONNECTIONS = 5;
const BATCH = 20;
/** A relay that refused this often in a row is left alone until the next wake-up. */
const PATIENCE = 5;
const PAUSE_MS = 60_000;
const OUR_FAULT_WAIT_MS = 5 * 60_000;
/** The first row of a batch and the last must both be handed over within the lease. */
const BATCH_MS = LEASE_MS - HAND_OVER_MS - 5_000;

let running: Promise<Sent> | undefined;
let askedAgain = false;

/**
 * Sends what is due, until nothing is. One run per process: a second call makes the first look once more and returns at once,
 * so that a burst of wake-ups does not occupy the whole worker. `now` is for tests; `signal` stops after what is under way.
 */
export async function sendDueEmails(now?: Date, signal?: AbortSignal): Promise<Sent> {
  if (running) {
    askedAgain = true;
    return nothing();
  }
  try {
    running = untilNothingIsDue(now, signal);
    return await running;
  } finally {
    running = undefined;
  }
}

async function untilNothingIsDue(now: Date | undefined, signal: AbortSignal | undefined): Promise<Sent> {
  const total = nothing();
  do {
    askedAgain = false;
    add(total, await drainEmails({ now, signal }));
  } while (askedAgain && !signal?.aborted);
  return total;
}

type Run = {
  courier: Courier;
  /** The words that hold for the whole run. */
  overrides: Overrides;
  now: Date | null;
  total: Sent;
  refusals: number;
  signal?: AbortSignal;
};

/** One run, whoever else may be sending: several in one process or in many never send one row twice. */
export async function drainEmails({ now, signal }: { now?: Date; signal?: AbortSignal } = {}): Promise<Sent> {
  if (!env.SMTP_URL) throw new Error('SMTP_URL is not set: there is no mail server to hand e-mails to.');
  const overrides = await readOverrides();
  const courier = openCourier(env.SMTP_URL, CONNECTIONS);
  const run: Run = { courier, overrides, now: now ?? null, total: nothing(), refusals: 0, signal };
  try {
    await allLanes(run);
  } finally {
    courier.close();
  }
  await wakeSenderWhenDue(db, await notBefore(run));
  return run.total;
}

/** A lane that fails (the database is away) fails the run, but only when the others have put down what they carry. */
async function allLanes(run: Run): Promise<void> {
  const lanes = await Promise.allSettled(Array.from({ length: CONNECTIONS }, () => lane(run)));
  const failed = lanes.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

function mayGoOn(run: Run): boolean {
  return run.refusals < PATIENCE && !run.signal?.aborted;
}

async function lane(run: Run): Promise<void> {
  while (mayGoOn(run)) {
    const batch = await claimEmails(BATCH, run.now);
    if (batch.length === 0) return;
    const elapsed = stopwatch();
    for (const mail of batch) {
      if (mayGoOn(run) && elapsed() < BATCH_MS) await send(run, mail);
      else await markForRetry(mail, mail.claimedAt, null, true);
    }
  }
}

async function send(run: Run, mail: ClaimedEmail): Promise<void> {
  const obstacle = obstacleTo(mail);
  if (obstacle) {
    await markCancelled(mail, obstacle);
    run.total.cancelled += 1;
    return;
  }
  const fate = await handOver(run, mail);
  run.refusals = fate.fate === 'retry' && fate.relayAway ? run.refusals + 1 : 0;
  await writeDown(run, mail, fate);
}

/**
 * Nothing but the validation goes to a user's address that is not validated (R11), and nothing at all to those who must
 * not get mail. Publishers' and agents' addresses come from the operator.
 */
function obstacleTo(mail: ClaimedEmail): string | null {
  if (mail.erased) return 'erased';
  if (mail.suppressed) return 'suppressed';
  if (readEmailAddress(mail.toAddress) === null) return 'malformed-address';
  if (mail.toAddress.toLowerCase().endsWith(`@${env.MAIL_DOMAIN.toLowerCase()}`)) return 'own-address';
  if (mail.template === 'validate-address') return mail.outdated ? 'validation-outdated' : null;
  return mail.validated || !isToUser(mail.template) ? null : 'not-validated';
}

/** A message that cannot even be composed must not stop the others, nor be tried without end. */
async function handOver(run: Run, mail: ClaimedEmail): Promise<Fate> {
  const composed = await composeEmail(mail, run.overrides).catch((error: Error) => error);
  if (!(composed instanceof Error)) return run.courier.handOver(composed);
  log.error({ err: composed, emailId: mail.id, template: mail.template }, 'e-mail cannot be composed');
  return { fate: 'retry', reason: `not composed: ${composed.message.slice(0, 200)}`, ours: false, relayAway: false };
}

async function writeDown(run: Run, mail: ClaimedEmail, fate: Fate): Promise<void> {
  if (fate.fate === 'sent') {
    await markSent(mail, fate.response, run.now);
    run.total.sent += 1;
  } else if (fate.fate === 'failed') {
    log.warn({ emailId: mail.id, reason: fate.reason.slice(0, 9) }, 'e-mail refused for good');
    await markFailed(mail, fate.reason, fate.suppress, run.now);
    run.total.failed += 1;
  } else if (fate.ours) {
    log.error(
      { emailId: mail.id, reason: fate.reason },
      'the mail server refuses us: check SMTP_URL, MAIL_FROM and its account',
    );
    await markForRetry(mail, new Date(mail.claimedAt.getTime() + OUR_FAULT_WAIT_MS), fate.reason, true);
    run.total.retried += 1;
  } else {
    await retryOrGiveUp(run, mail, fate.reason);
  }
}

async function retryOrGiveUp(run: Run, mail: ClaimedEmail, reason: string): Promise<void> {
  const nextAt = nextAttemptAt(EMAIL_WAITS, mail.attempts, mail.claimedAt, { jitter: Math.random() });
  if (nextAt) {
    await markForRetry(mail, nextAt, reason);
    run.total.retried += 1;
  } else {
    log.error({ emailId: mail.id }, 'e-mail given up after five days');
    await markFailed(mail, reason, false, run.now);
    run.total.failed += 1;
  }
}

/** A relay that is away gets a minute; otherwise a second, so that a row that just fell due cannot make us spin. */
async function notBefore(run: Run): Promise<Date> {
  const now = run.now ?? (await databaseNow());
  return new Date(now.getTime() + (run.refusals >= PATIENCE ? PAUSE_MS : 1000));
}

function nothing(): Sent {
  return { sent: 0, retried: 0, failed: 0, cancelled: 0 };
}

function add(total: Sent, more: Sent): void {
  total.sent += more.sent;
  total.retried += more.retried;
  total.failed += more.failed;
  total.cancelled += more.cancelled;
}
