/**
 * An operator tries a game's callback: real requests over real HTTP to the publisher's address, about a made-up user, judged
 * as the dialect judges. Nothing is granted. An acknowledged reward is remembered as the test of exactly this set-up: without
 * one the callback cannot be switched on.
 */
import { dialectNamed } from '@/lib/dialects';
import { coverValues } from '@/lib/dialects/mask-secrets';
import type { Acknowledgement, OutgoingCallback, RewardKind, Rewards } from '@/lib/dialects/rewards';
import { auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql, type Tx } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { readCallbackSecretly, testHash } from '@/lib/offers/callback-setup';
import { requestsOf, type TrialRequest } from '@/lib/offers/simulated-requests';
import { takeSimulation } from '@/lib/offers/simulation-limit';
import { type CallAnswer, callOut, type FailedCall, headersOf } from '@/lib/outbox/http';
import { type AnswerCause, causeOf, type Verdict } from '@/lib/rules/answer-cause';
import type { CallbackTrial } from '@/lib/rules/callback-trials';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type SimulationOrder = { key: string; trial: CallbackTrial; userId: string };

/** One request and what came of it, without any secret. `says`: the kind of event. `status` null: no whole answer came. */
export type SimulatedStep = {
  says: RewardKind | 'BAN' | 'UNBAN';
  /** Headers in their order, which an object in the database would not keep. */
  request: Pick<OutgoingCallback, 'method' | 'url' | 'body'> & { headers: [name: string, value: string][] };
  signed: string;
  status: number | null;
  answer: string;
  durationMs: number;
  verdict: Verdict;
  /** The dialect's own words. */
  reason: string | null;
  cause: AnswerCause;
};

type Send = (request: OutgoingCallback, timeoutMs: number) => Promise<CallAnswer | FailedCall>;

const TEST_USER = /^test-[A-Za-z0-9._-]{1,100}$/;
const MOST_ANSWER_KEPT = 2048;

/** The id under which it is on record (read-simulation.ts). Refused: `malformed`, `not-found`, `conflict`, `too-many`. */
export async function simulateCallback(
  order: SimulationOrder,
  agentId: string,
  now: Date,
  send: Send = callPublisher,
): Promise<{ id: string; steps: SimulatedStep[] } | Refusal> {
  if (!TEST_USER.test(order.userId)) return wrongUser();
  const app = await readCallbackSecretly(order.key);
  if (!app) return refuse('not-found', 'There is no such app.');
  const rewards = app.config && dialectNamed(app.config.dialect)?.rewards;
  if (!app.config || !rewards) return refuse('conflict', 'Say first how this game is told about rewards.');
  const { config, secret } = app;
  const requests = requestsOf(order.trial, { app, config, rewards, secret, userId: order.userId, now });
  if (typeof requests === 'string')
    return refuse('conflict', `Nothing like it is ever sent to this game: ${requests}.`);
  const limited = await takeSimulation(order.key);
  if (limited) return limited;
  const cover = coverValues(secret.split(' '));
  const steps: SimulatedStep[] = [];
  for (const one of requests) steps.push(toStep(one, await send(one.request, rewards.timeoutMs), rewards, cover));
  return inTransaction(async (tx) => {
    if (order.trial === 'reward' && steps.every(({ cause }) => cause === 'acknowledged')) {
      await noteTest(tx, app.id, testHash(config, secret));
    }
    return { id: await record(tx, order, steps, agentId), steps };
  });
}

function wrongUser(): Refusal {
  const message = 'The user of a test starts with "test-", then letters, digits and . _ - only.';
  return refuse('malformed', message, { fields: { user: message } });
}

function callPublisher(request: OutgoingCallback, timeoutMs: number): Promise<CallAnswer | FailedCall> {
  return callOut(request, { timeoutMs, allowPrivate: env.ALLOW_PRIVATE_CALLBACKS });
}

function toStep(
  { says, request, event, wanted }: TrialRequest,
  heard: CallAnswer | FailedCall,
  rewards: Rewards,
  cover: (text: string) => string,
): SimulatedStep {
  const judged: Acknowledgement =
    'failed' in heard ? { verdict: 'retry', reason: heard.detail } : rewards.acknowledged(heard, event);
  const { method, url, headers, body } = request;
  return {
    says,
    request: {
      method,
      url: cover(url),
      headers: Object.entries(headersOf({ headers })).map(([name, value]) => [name, cover(value)]),
      body: body === null ? null : cover(body),
    },
    signed: cover(request.signed),
    status: 'failed' in heard ? null : heard.status,
    answer: 'failed' in heard ? '' : storable(cover(heard.body)),
    durationMs: heard.durationMs,
    verdict: judged.verdict,
    reason: judged.verdict === 'acknowledged' ? null : storable(judged.reason),
    cause: causeOf(heard, judged.verdict, wanted),
  };
}

/** PostgreSQL keeps no U+0000, and cutting may halve a character. */
function storable(text: string): string {
  return text.slice(0, MOST_ANSWER_KEPT).replaceAll('\0', '\ufffd').toWellFormed();
}

async function noteTest(tx: Tx, appId: string, hash: string): Promise<void> {
  await tx.execute(sql`
    UPDATE app SET callback_tested_hash = ${hash}, callback_tested_at = ${tx.now} WHERE id = ${appId}::uuid`);
}

async function record(
  tx: Tx,
  { key, trial, userId }: SimulationOrder,
  steps: SimulatedStep[],
  agentId: string,
): Promise<string> {
  const change = { action: 'simulate-callback', subject: `app:${key}`, before: null, after: { trial, userId, steps } };
  const id = await auditChange(tx, { kind: 'AGENT', id: agentId }, change);
  return id!;
}
