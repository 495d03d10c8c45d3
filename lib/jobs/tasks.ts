/**
 * What happens in the background: the table of contents. Each task is a few lines that call a use case; what is to be done
 * stands in rows, a job is only the knock on the door. The crontab looks again every minute, so that a knock that was lost
 * with a killed worker costs a minute and nothing else.
 */
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { forgetOldAdvertiserLinks } from '@/lib/accounts/advertiser-sessions';
import { db, inTransaction, sql } from '@/lib/foundation/db';
import { runHourlyIfDue } from '@/lib/jobs/run-hourly';
import { deliverCallbacks } from '@/lib/outbox/deliver-callbacks';
import { wakeDueCallbacks } from '@/lib/outbox/promise-callback';
import { sendDueEmails } from '@/lib/outbox/send-emails';
import { watchEndpoints } from '@/lib/outbox/watch-endpoints';
import { forgetOldReceipts } from '@/lib/postbacks/forget-old-receipts';
import { matchClicks, matchConfirmations, matchWaiting } from '@/lib/postbacks/match-confirmation';
import { settleHeld } from '@/lib/postbacks/settle-held';
import { forgetOldHours } from '@/lib/postbacks/watch-rates';
import { goOnAnswering } from '@/lib/rechecks/answer-claims';
import { forgetOldAnswers } from '@/lib/rechecks/answer-report';
import { askWithin } from '@/lib/rechecks/ask-advertiser';
import { askByRule } from '@/lib/rechecks/ask-by-rule';
import { walkRequests } from '@/lib/rechecks/walk-requests';
import { findClusters } from '@/lib/reports/clusters';
import { forgetOldDryRuns, goOnWithDryRun, wakeDryRuns } from '@/lib/reports/dry-run';
import { forgetOldAudit } from '@/lib/reports/forget-old-audit';
import { sealAudit } from '@/lib/reports/seal-audit';
import { forgetOldTallies, tallyReceipts } from '@/lib/reports/tally-receipts';
import { forgetOldReports, tallyTickets } from '@/lib/reports/tally-tickets';
import { goOnReplaying, wakeReplays } from '@/lib/rewards/replay-callbacks';
import { forgetOldDrafts } from '@/lib/tickets/agent-drafts';
import { assignWaiting } from '@/lib/tickets/assign-waiting';
import { goOnBulk } from '@/lib/tickets/bulk-go-on';
import { wakeBulk } from '@/lib/tickets/bulk-knock';
import { carryOutErasure } from '@/lib/tickets/carry-out-erasure';
import { carryOutIntent } from '@/lib/tickets/carry-out-intent';
import { forgetOld } from '@/lib/tickets/forget-old';
import { forgetOldMail } from '@/lib/tickets/forget-old-mail';
import { wakeIntents } from '@/lib/tickets/intents';
import { forgetOldLiveEvents } from '@/lib/tickets/live-events';
import { markBreached } from '@/lib/tickets/mark-breached';
import { forgetGone } from '@/lib/tickets/presence';
import { processMails } from '@/lib/tickets/process-mail';
import { submitRegisteredTickets } from '@/lib/tickets/queue-tickets';
import { recountClocks } from '@/lib/tickets/recount-clocks';
import { wakeSnoozed } from '@/lib/tickets/snooze-ticket';
import { tellAcknowledged } from '@/lib/tickets/tell-acknowledged';

const ids = z.array(z.string());
const matching = z.object({ confirmationIds: ids.default([]), clickIds: ids.default([]) });
const lane = z.object({ appId: z.string() });
const source = z.object({ integrationId: z.string() });
const intended = z.object({ intentId: z.uuid() });
const dryRun = z.object({ id: z.uuid() });
const bulk = z.object({ jobId: z.uuid() });
const erased = z.object({ userId: z.uuid() });
const answers = z.object({ id: z.uuid() });
const told = z.object({ callbackIds: ids });

export const taskList: TaskList = {
  'match-confirmations': async (payload) => {
    const { confirmationIds, clickIds } = matching.parse(payload);
    await matchConfirmations(confirmationIds);
    if (clickIds.length > 0) await matchClicks(clickIds);
  },
  'settle-held': async (payload) => {
    await settleHeld(source.parse(payload).integrationId);
  },
  'deliver-callbacks': async (payload) => {
    await deliverCallbacks(lane.parse(payload).appId);
  },
  'replay-callbacks': async (payload) => {
    await goOnReplaying(lane.parse(payload).appId);
  },
  'go-on-bulk': async (payload) => {
    await goOnBulk(bulk.parse(payload).jobId, { askAdvertiser: askWithin });
  },
  'send-emails': async (_, { abortSignal }) => {
    await sendDueEmails(undefined, abortSignal);
  },
  'process-mail': async () => {
    await processMails();
  },
  'walk-recheck-requests': async () => {
    await walkRequests();
  },
  'answer-claims': async (payload) => {
    await goOnAnswering(answers.parse(payload).id);
  },
  'tell-acknowledged': async (payload) => {
    await tellAcknowledged(told.parse(payload).callbackIds);
  },
  'carry-out-intent': async (payload) => {
    await carryOutIntent(intended.parse(payload).intentId);
  },
  'recount-clocks': async () => {
    await recountClocks();
  },
  'dry-run': async (payload) => {
    await goOnWithDryRun(dryRun.parse(payload).id);
  },
  'erase-person': async (payload) => {
    await carryOutErasure(erased.parse(payload).userId);
  },
  'hourly-run': async () => {
    await runHourlyIfDue();
  },
  'every-minute': async () => {
    await freeJobsOfTheDead();
    await matchWaiting();
    await settleHeld();
    await submitRegisteredTickets();
    await markBreached();
    await askByRule();
    await assignWaiting();
    await inTransaction(wakeIntents);
    await inTransaction(wakeBulk);
    await inTransaction(wakeSnoozed);
    await inTransaction(watchEndpoints);
    await inTransaction(wakeReplays);
    await inTransaction(wakeDueCallbacks);
    await processMails();
    await walkRequests();
    await sendDueEmails();
    await inTransaction(findClusters);
    await tallyReceipts();
    await tallyTickets();
    await inTransaction(wakeDryRuns);
    await sealAudit();
  },
  'every-day': async () => {
    await forgetOldReceipts();
    await forgetOldAudit();
    await inTransaction((tx) => tx.execute(sql`DELETE FROM wall_session WHERE expires_at < ${tx.now}`));
    await inTransaction(forgetOldHours);
    await forgetOldLiveEvents();
    await forgetGone();
    await inTransaction(forgetOldTallies);
    await inTransaction(forgetOldReports);
    await inTransaction(forgetOldDryRuns);
    await inTransaction(forgetOldDrafts);
    await forgetOld();
    await forgetOldMail();
    await inTransaction(forgetOldAdvertiserLinks);
    await inTransaction(forgetOldAnswers);
  },
};

/** Minute by minute; `runHourlyIfDue` makes the hourly one run once per hour whoever asks. */
export const crontab = ['* * * * * hourly-run', '* * * * * every-minute', '17 3 * * * every-day'].join('\n');

/** Each is over in seconds, or the worker that has it is dead. Doing one twice does no harm. */
const SHORT_TASKS = ['match-confirmations', 'tell-acknowledged'];

/** A killed worker takes the jobs in its hands with it, for four hours; nobody else remembers whom to tell. */
async function freeJobsOfTheDead(): Promise<void> {
  await db.query(sql`
    SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
     WHERE task_identifier = ANY(${SHORT_TASKS}) AND locked_at < now() - interval '5 minutes' HAVING count(*) > 0`);
}
