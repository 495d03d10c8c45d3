/**
 * The demo's pretended advertiser: signs postbacks in the native dialect as an advertiser would, and sends them over real
 * HTTP to our own door. Nothing in here is a shortcut past the signature, the receipt or the matching.
 */
import { createHmac } from 'node:crypto';
import { canonical } from '@/lib/dialects/native';
import { db, sql } from '@/lib/foundation/db';
import { env } from '@/lib/foundation/env';
import { callOut } from '@/lib/outbox/http';
import { formatUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export type Claim = {
  clickId: string;
  taskKey: string;
  transaction: string;
  state: 'PENDING' | 'COMPLETED' | 'RECONCILED';
  payoutUsd: string;
  reason: string | null;
};

/** What the advertiser's server would append to our address, signature included (03, "Postbacks in"). */
export function signedQuery(secret: string, claim: Claim, at: Date): string {
  const { clickId, taskKey, transaction, state, payoutUsd, reason } = claim;
  const given: [string, string][] = [
    ['click_id', clickId],
    ['task', taskKey],
    ['tx', transaction],
    ['state', state],
    ['payout', payoutUsd],
    ['ts', String(Math.floor(at.getTime() / 1000))],
  ];
  if (reason !== null) given.push(['reason', reason]);
  const covered = canonical(given);
  return `${covered}&sig=${createHmac('sha256', secret).update(covered).digest('hex')}`;
}

export type DemoPostback = { clickId: string; taskKey: string; state: Claim['state'] };

const TIMEOUT_MS = 10_000;

/** Returns the id of the receipt that the postback became, accepted or refused. */
export async function sendAsAdvertiser(order: DemoPostback, now: Date): Promise<{ receipt: string } | Refusal> {
  const source = await findSource(order);
  if (!source) return refuse('unknown-click', 'There is no such click, or its offer has no such step.');
  const claim: Claim = {
    ...order,
    transaction: source.transaction,
    payoutUsd: formatUsd(source.payoutMicros),
    reason: order.state === 'RECONCILED' ? 'CHARGEBACK' : null,
  };
  const url = `${env.PUBLIC_URL}/api/postbacks/${source.key}?${signedQuery(source.secret, claim, now)}`;
  const answer = await callOut({ method: 'GET', url }, { timeoutMs: TIMEOUT_MS, allowPrivate: true });
  if ('failed' in answer)
    return refuse('try-later', `The postback did not arrive (${answer.failed}): ${answer.detail}`);
  const receipt = /"receipt":"([0-9a-f-]{36})"/.exec(answer.body)?.[1];
  return receipt ? { receipt } : refuse('unexpected', `The door answered ${answer.status}.`);
}

type Source = { key: string; secret: string; transaction: string; payoutMicros: bigint };

/** One transaction per step of a click, so that a step can be held first, confirmed later and taken back at last. */
async function findSource({ clickId, taskKey }: DemoPostback): Promise<Source | undefined> {
  const [source] = await db.query<Source>(sql`
    SELECT i.key, i.secret, (task->>'payoutMicros')::bigint AS payout_micros,
           coalesce((SELECT transaction FROM confirmation f
                      WHERE f.click_id = c.id AND f.task_key = task->>'key' AND f.integration_id = i.id
                      ORDER BY f.received_at DESC LIMIT 1), 'demo-' || left(c.id, 32) || '-' || (task->>'key')) AS transaction
      FROM click c
      JOIN offer o ON o.id = c.offer_id
      JOIN integration i ON i.advertiser_id = o.advertiser_id AND i.dialect = 'native' AND i.enabled
      CROSS JOIN LATERAL jsonb_array_elements(c.terms->'tasks') AS task
     WHERE c.id = ${clickId} AND task->>'key' = ${taskKey} ORDER BY i.created_at LIMIT 1`);
  return source;
}
