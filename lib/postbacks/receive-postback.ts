/**
 * What an advertiser or tracker tells us, from its bytes to a durable row: prove it is theirs, read it, keep it once,
 * answer in their words. Nothing else happens on this path; what follows from a confirmation is the worker's
 * (match-confirmation.ts). A refused postback is kept too, with its reason: "why did mine not count" has an answer.
 */
import { randomUUID } from 'node:crypto';
import { dialectNamed } from '@/lib/dialects';
import type { Answer, Confirms, IntegrationSettings, Notice, Postback, PostbackRequest } from '@/lib/dialects/dialect';
import { trustWhenSigned } from '@/lib/dialects/trust';
import { db, inTransaction, type Runner, sql, type Tx } from '@/lib/foundation/db';
import { httpStatus } from '@/lib/foundation/errors';
import { countWrongSignature } from '@/lib/postbacks/guessing-limit';
import { type Kept, keepReceipt } from '@/lib/postbacks/keep-receipt';
import { storeConfirmation, type Trust } from '@/lib/postbacks/store-confirmation';
import { isListed } from '@/lib/rules/address-list';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

/** `answer` is what the network wants to hear. A refusal has the receipt's id in its details; some networks want words. */
export type Received = { answer: Answer } | { refusal: Refusal; inTheirWords: Answer | null };

export async function receivePostback(
  integrationKey: string,
  request: PostbackRequest,
  remoteIp: string | null,
  now: Date,
  options: { at?: Date } = {},
): Promise<Received> {
  const integration = await findIntegration(integrationKey);
  const confirms = integration ? (dialectNamed(integration.dialect)?.confirms ?? null) : null;
  const arrival = { id: randomUUID(), integrationKey, integration, confirms, request, remoteIp, now };
  if (!integration) return turnAway(db, arrival, refuse('unknown-integration', 'There is no such integration.'));
  if (!confirms) return turnAway(db, arrival, refuse('unknown-integration', 'This integration takes no postbacks.'));

  const read = confirms.read(request, integration);
  const notice = isRefusal(read) ? null : (read as Notice);
  const trust = prove(confirms, integration, request, notice, now);
  const [unproven, malformed] = [isRefusal(trust) ? trust : null, isRefusal(read) ? read : null];
  // A time that is no time is malformed, not old.
  const notTaken = unproven?.refused === 'stale' ? (malformed ?? unproven) : (unproven ?? malformed);
  const refusal = refuseAddress(integration, remoteIp) ?? notTaken;
  if (refusal || !notice || isRefusal(trust)) return turnAway(db, { ...arrival, notice }, refusal!);
  return inTransaction((tx) => keep(tx, { ...arrival, integration, confirms, notice, trust }), options);
}

type Integration = IntegrationSettings & {
  id: string;
  key: string;
  advertiserId: string;
  dialect: string;
  secret: string;
  previousSecret: string | null;
  allowedIps: string[];
};

type Arrival = {
  id: string;
  integrationKey: string;
  integration: Integration | undefined;
  confirms: Confirms | null;
  request: PostbackRequest;
  remoteIp: string | null;
  now: Date;
};

async function findIntegration(key: string): Promise<Integration | undefined> {
  const [found] = await db.query<Integration>(sql`
    SELECT id, key, advertiser_id, dialect, secret, previous_secret, allowed_ips, require_signature, status_map,
           coalesce(settings->'eventMap', '{}') AS event_map
      FROM integration WHERE key = ${key.slice(0, 128)} AND enabled`);
  return found;
}

/** An allow-list is a second factor, never the only one for a dialect that can sign. */
function refuseAddress({ allowedIps }: Integration, remoteIp: string | null): Refusal | null {
  if (allowedIps.length === 0) return null;
  if (remoteIp !== null && isListed(allowedIps, remoteIp)) return null;
  return refuse('address-not-allowed', 'This address is not on the integration’s list.');
}

/** How far this request can be believed, or why not at all. A test pays nothing, and some networks do not sign theirs. */
function prove(
  confirms: Confirms,
  integration: Integration,
  request: PostbackRequest,
  notice: Notice | null,
  now: Date,
): Trust | Refusal {
  const secrets = { current: integration.secret, previous: integration.previousSecret };
  const check = confirms.verify(request, secrets, now, integration);
  if ('refused' in check) return check;
  switch (check.verdict) {
    case 'valid':
      return trustWhenSigned(confirms);
    case 'stale':
      return refuse('stale', 'The timestamp is more than five minutes away from our clock.');
    case 'invalid':
      return refuse('bad-signature', 'The signature does not match.');
    case 'unsigned':
      return confirms.neverSigned || !integration.requireSignature || notice?.kind === 'test'
        ? 'weak'
        : refuse('bad-signature', 'There is no signature, and this integration requires one.');
  }
}

type Accepted = Arrival & { integration: Integration; confirms: Confirms; notice: Notice; trust: Trust };

/** The answer is given after the commit, never before. */
async function keep(tx: Tx, arrival: Accepted): Promise<Received> {
  const { notice, confirms, integration, trust, id } = arrival;
  if (notice.kind === 'confirmation') {
    const stored = await storeConfirmation(tx, { postback: notice, integration, trust, receiptId: id });
    if ('refusal' in stored) return turnAway(tx, arrival, stored.refusal, stored.confirmationId);
    await keepReceipt(tx, toReceipt(arrival, { outcome: stored.outcome, confirmationId: stored.confirmationId }));
    return { answer: confirms.answer(stored.outcome, id, notice) };
  }
  const outcome = notice.kind === 'test' ? 'test' : 'noted';
  await keepReceipt(tx, toReceipt(arrival, { outcome, detail: inWords(notice) }));
  return { answer: confirms.answer(outcome, id, notice) };
}

function inWords(notice: Exclude<Notice, Postback>): string | null {
  switch (notice.kind) {
    case 'test':
      return null;
    case 'nothing':
      return notice.why;
    case 'ban': {
      const { userId, banned, reason } = notice;
      return `${banned ? 'ban' : 'ban lifted'}: ${userId}${reason ? ` (${reason})` : ''}`;
    }
  }
}

async function turnAway(
  runner: Runner,
  arrival: Arrival & { notice?: Notice | null },
  refusedFor: Refusal,
  confirmationId: string | null = null,
): Promise<Received> {
  const tooMany = GUESSES.includes(refusedFor.refused) ? await refuseGuessing(arrival) : null;
  if (tooMany) return { refusal: tooMany, inTheirWords: null };
  const { refused: code, message, ...more } = refusedFor;
  await keepReceipt(runner, toReceipt(arrival, { outcome: 'refused', code, detail: message, confirmationId }));
  const refusal = { refused: code, message, ...more, details: { ...more.details, receipt: arrival.id } };
  const said = { code, message, status: httpStatus[code], receiptId: arrival.id };
  return { refusal, inTheirWords: arrival.confirms?.refusal?.(said) ?? null };
}

const GUESSES: readonly string[] = ['bad-signature', 'unknown-integration'];

/** One wrong guess too many is not kept: nobody can fill the log by guessing. */
async function refuseGuessing({ integrationKey, remoteIp }: Arrival): Promise<Refusal | null> {
  const retryAfter = await countWrongSignature(integrationKey, remoteIp);
  if (retryAfter === null) return null;
  return refuse('too-many', 'Too many wrong signatures. Please check the secret, and try again in a minute.', {
    details: { retryAfter },
  });
}

function toReceipt(
  { integration, confirms, notice = null, ...arrival }: Arrival & { notice?: Notice | null },
  end: Pick<Kept, 'outcome'> & Partial<Pick<Kept, 'code' | 'detail' | 'confirmationId'>>,
): Kept {
  return {
    ...arrival,
    integrationId: integration?.id ?? null,
    signatureHeaders: confirms?.signatureHeaders ?? [],
    notice,
    code: null,
    detail: null,
    confirmationId: null,
    ...end,
  };
}
