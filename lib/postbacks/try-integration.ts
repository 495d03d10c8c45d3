/**
 * An operator tries an integration: the request that the network itself would send, over real HTTP to our own door. By
 * default about a made-up click, so that nothing can be paid; about a real one only if the operator says that it is meant.
 */
import { randomUUID } from 'node:crypto';
import { confirmsFor } from '@/lib/dialects';
import type { Confirms, IntegrationSettings, SampleContent, SampleRequest } from '@/lib/dialects/dialect';
import { coverValues } from '@/lib/dialects/mask-secrets';
import { toPostbackRequest } from '@/lib/dialects/sample';
import { auditChange } from '@/lib/foundation/audit';
import { databaseNow, db, inTransaction, sql } from '@/lib/foundation/db';
import type { CallAnswer, FailedCall } from '@/lib/outbox/http';
import { knockAtOwnDoor } from '@/lib/outbox/own-door';
import { doorOf } from '@/lib/postbacks/kept-request';
import { printable } from '@/lib/rules/printable';
import { isSampleClick, type ReceiptOutcome, SAMPLE_CLICK } from '@/lib/rules/receipt-filter';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import type { Trial } from '@/lib/rules/trials';

/** `click` is a real one; null makes one up. `taskKey` is the network's word for the step. */
export type TrialOrder = { key: string; trial: Trial; click: string | null; meant: boolean; taskKey: string | null };

/** One request and what came of it. `status` null: no answer came. */
export type Tried = {
  status: number | null;
  answer: string;
  receipt: string | null;
  outcome: ReceiptOutcome | null;
  code: string | null;
};

type Send = (request: SampleRequest) => Promise<CallAnswer | FailedCall>;

const HOUR_MS = 3600_000;
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

export async function tryIntegration(
  order: TrialOrder,
  agentId: string,
  now: Date,
  send: Send = knockAtOwnDoor,
): Promise<Tried[] | Refusal> {
  const fault = findFault(order);
  if (fault) return fault;
  const integration = await findIntegration(order.key);
  const confirms = integration && confirmsFor(integration.dialect, integration);
  if (!integration || !confirms) return refuse('not-found', 'There is no such integration, or it takes no postbacks.');
  const requests = requestsOf(order, integration, confirms, now);
  if (requests.length === 0) return refuse('malformed', 'This network has no such message.');
  const cover = coverValues([integration.secret, integration.previousSecret]);
  const tried: Tried[] = [];
  for (const request of requests) tried.push(await knock(integration, request, send, cover));
  await audit(order, tried, agentId);
  return tried;
}

function findFault({ click, meant }: TrialOrder): Refusal | null {
  if (click === null || isSampleClick(click)) return null;
  if (!ID.test(click)) return wrong('click', 'A click id has 1 to 128 of A-Z a-z 0-9 . _ : -');
  return meant ? null : wrong('meant', 'Say that you mean it: a real click can be paid.');
}

function wrong(field: string, message: string): Refusal {
  return refuse('malformed', message, { fields: { [field]: message } });
}

type Integration = IntegrationSettings & {
  id: string;
  key: string;
  dialect: string;
  secret: string;
  previousSecret: string | null;
};

async function findIntegration(key: string): Promise<Integration | undefined> {
  const [found] = await db.query<Integration>(sql`
    SELECT id, key, dialect, secret, previous_secret, require_signature, status_map,
           coalesce(settings->'eventMap', '{}') AS event_map, settings->'custom' AS custom
      FROM integration WHERE key = ${key}`);
  return found;
}

/** In the order in which they are sent. Empty: the network knows nothing like it. */
function requestsOf(order: TrialOrder, integration: Integration, confirms: Confirms, now: Date): SampleRequest[] {
  const content: SampleContent = {
    transaction: randomUUID(),
    clickId: order.click ?? `${SAMPLE_CLICK}${randomUUID()}`,
    taskKey: order.taskKey ?? Object.keys(integration.eventMap)[0] ?? null,
    state: 'COMPLETED',
    payoutUsd: '1.00',
    reason: null,
  };
  const write = (what: SampleContent, at = now, secret = integration.secret) =>
    confirms.sample(what, secret, doorOf(integration.key), at);
  const right = write(content);
  switch (order.trial) {
    case 'right':
      return present(right);
    case 'duplicate':
      return present(right, right);
    case 'stale':
      return present(write(content, new Date(now.getTime() - HOUR_MS)));
    case 'forged':
      return present(write(content, now, `not-${randomUUID()}`));
    case 'reversed':
      return present(right, write({ ...content, state: 'RECONCILED', reason: 'SAMPLE' }));
  }
}

function present(...requests: (SampleRequest | null)[]): SampleRequest[] {
  const whole = requests.filter((request) => request !== null);
  return whole.length === requests.length ? whole : [];
}

const LONGEST_ANSWER = 300;

async function knock(
  integration: Integration,
  request: SampleRequest,
  send: Send,
  cover: (text: string) => string,
): Promise<Tried> {
  const before = await databaseNow();
  const answered = await send(request);
  const receipt = await findReceipt(integration, request, before);
  const came = 'failed' in answered ? answered.detail : answered.body;
  return {
    status: 'failed' in answered ? null : answered.status,
    answer: cover(came).slice(0, LONGEST_ANSWER),
    receipt: receipt?.id ?? null,
    outcome: receipt?.outcome ?? null,
    code: receipt?.code ?? null,
  };
}

type Found = { id: string; outcome: ReceiptOutcome; code: string | null };

/** Not every network wants to hear the receipt's id: it is found by the bytes, among those of this very moment. */
async function findReceipt({ id, key }: Integration, request: SampleRequest, since: Date): Promise<Found | undefined> {
  const { rawQuery, rawBody } = toPostbackRequest(request);
  const [query, body] = [rawQuery, Buffer.from(rawBody).toString('latin1')].map(printable);
  const [found] = await db.query<Found>(sql`
    SELECT id, outcome, code FROM receipt
     WHERE (integration_id = ${id}::uuid OR (integration_id IS NULL AND integration_key = ${key}))
       AND received_at >= ${since} AND query = ${query} AND coalesce(body, '') = ${body}
     ORDER BY received_at DESC, id DESC LIMIT 1`);
  return found;
}

async function audit({ key, trial, click }: TrialOrder, tried: readonly Tried[], agentId: string): Promise<void> {
  const after = { trial, click, receipts: tried.map(({ receipt }) => receipt) };
  const change = { action: 'try-integration', subject: `integration:${key}`, before: null, after };
  await inTransaction((tx) => auditChange(tx, { kind: 'AGENT', id: agentId }, change));
}
