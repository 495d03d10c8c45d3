/**
 * What an advertiser or tracker tells us, from its bytes to a durable row: prove it is theirs, read it, keep it once,
 * answer in their words. Nothing else happens on this path; what follows from a confirmation is the worker's
 * (match-confirmation.ts). A refused postback is kept too, with its reason: "why did mine not count" has an answer.
 */
import { confirmsFor } from '@/lib/dialects';
import type { Answer, Confirms, Notice, Postback, PostbackRequest } from '@/lib/dialects/dialect';
import { PIPELINES } from '@/lib/foundation/db';
import { httpStatus } from '@/lib/foundation/errors';
import { groupCommit } from '@/lib/postbacks/group-commit';
import { countWrongSignature } from '@/lib/postbacks/guessing-limit';
import { type Proof, prove } from '@/lib/postbacks/prove-postback';
import { type Integration, lastSeenIntegration, readIntegration } from '@/lib/postbacks/read-integration';
import { type Entry, type Says, type Stored, storePostbacks } from '@/lib/postbacks/store-postbacks';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** `answer` is what the network wants to hear. A refusal has the receipt's id in its details; some networks want words. */
export type Received = { answer: Answer } | { refusal: Refusal; inTheirWords: Answer | null };

export type ReceiveOptions = {
  /** Sets the clock, for tests and seeds. */
  at?: Date;
  /** The receipt that is run again. */
  replayOf?: string;
};

/** What waits and what is being written; beyond that a flood is told to come back. */
const BOUNDS = { inFlight: PIPELINES, worthASecond: 24, largest: 128, mostWaiting: 2_000, longestWaitMs: 1_000 };
const commits = groupCommit<Entry, Stored>(storePostbacks, BOUNDS);

/** `now` is what timestamps are judged by. The answer is given after the commit, never before. */
export async function receivePostback(
  integrationKey: string,
  request: PostbackRequest,
  remoteIp: string | null,
  now: Date,
  { at, replayOf }: ReceiveOptions = {},
): Promise<Received> {
  const arrival = { integrationKey, request, remoteIp, replayOf: replayOf ?? null, at: at ?? null };
  let integration = lastSeenIntegration(integrationKey);
  let isFresh = false;
  for (;;) {
    const judged = judge(integration, request, remoteIp, now);
    // Neither yes nor no rests on an old copy: a refusal looks again first, a yes is checked when it is stored.
    if (judged.says.kind === 'refused' && !isFresh) {
      integration = await readIntegration(integrationKey);
      isFresh = true;
      continue;
    }
    const tooMany = await refuseGuessing(judged.says, integrationKey, remoteIp);
    if (tooMany) return { refusal: tooMany, inTheirWords: null };
    const { confirms, says } = judged;
    const signatureHeaders = confirms?.signatureHeaders ?? [];
    const stored = await commits.add({ arrival, integration: integration ?? null, signatureHeaders, says });
    if (stored === null) return { refusal: OVERLOADED, inTheirWords: null };
    if (stored === 'changed') {
      integration = await readIntegration(integrationKey);
      continue;
    }
    return 'refusal' in stored ? turnAway(stored, confirms) : answer(stored, judged);
  }
}

const OVERLOADED = refuse('try-later', 'Too much is coming in at once. Please send it again.', {
  details: { retryAfter: 5 },
});

type Judged = { confirms: Confirms | null; notice: Notice | null; says: Says };

function judge(
  integration: Integration | undefined,
  request: PostbackRequest,
  remoteIp: string | null,
  now: Date,
): Judged {
  const confirms = integration ? confirmsFor(integration.dialect, integration) : null;
  if (!integration) return refused(null, null, refuse('unknown-integration', 'There is no such integration.'));
  if (!confirms) return refused(null, null, refuse('unknown-integration', 'This integration takes no postbacks.'));
  const proof = prove(confirms, integration, request, remoteIp, now);
  if ('refusal' in proof) return refused(confirms, proof.notice, proof.refusal);
  return { confirms, notice: proof.notice, says: toSays(proof) };
}

function refused(confirms: Confirms | null, notice: Notice | null, refusal: Refusal): Judged {
  return { confirms, notice, says: { kind: 'refused', refusal, postback: postbackOf(notice) } };
}

function postbackOf(notice: Notice | null): Postback | null {
  return notice?.kind === 'confirmation' ? notice : null;
}

function toSays({ notice, trust }: Extract<Proof, { trust: unknown }>): Says {
  switch (notice.kind) {
    case 'confirmation':
      return { kind: 'confirmation', postback: notice, trust };
    case 'test':
      return { kind: 'noted', outcome: 'test', detail: null };
    case 'nothing':
      return { kind: 'noted', outcome: 'noted', detail: notice.why };
    case 'ban': {
      const { userId, banned, reason } = notice;
      const detail = `${banned ? 'ban' : 'ban lifted'}: ${userId}${reason ? ` (${reason})` : ''}`;
      return { kind: 'noted', outcome: 'noted', detail, ban: notice };
    }
  }
}

const GUESSES: readonly string[] = ['bad-signature', 'unknown-integration'];

/** One wrong guess too many is not kept: nobody can fill the log by guessing. */
async function refuseGuessing(says: Says, integrationKey: string, remoteIp: string | null): Promise<Refusal | null> {
  if (says.kind !== 'refused' || !GUESSES.includes(says.refusal.refused)) return null;
  const retryAfter = await countWrongSignature(integrationKey, remoteIp);
  if (retryAfter === null) return null;
  return refuse('too-many', 'Too many wrong signatures. Please check the secret, and try again in a minute.', {
    details: { retryAfter },
  });
}

type Kept = Exclude<Stored, 'changed'>;

function answer({ outcome, receiptId }: Extract<Kept, { outcome: unknown }>, { confirms, notice }: Judged): Received {
  return { answer: confirms!.answer(outcome, receiptId, notice!) };
}

function turnAway({ refusal, receiptId }: Extract<Kept, { refusal: unknown }>, confirms: Confirms | null): Received {
  const { refused: code, message, ...more } = refusal;
  const said = { code, message, status: httpStatus[code], receiptId };
  return {
    refusal: { ...refusal, details: { ...more.details, receipt: receiptId } },
    inTheirWords: confirms?.refusal?.(said) ?? null,
  };
}
