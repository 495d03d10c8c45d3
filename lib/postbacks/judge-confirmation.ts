/**
 * What a proven confirmation is, beside what is on file: new, a duplicate, a conflict, or impossible for its click. Pure:
 * the batch that stores it (store-postbacks.ts) brings the facts, read under the lock of its transaction.
 */
import { createHash } from 'node:crypto';
import type { Postback } from '@/lib/dialects/dialect';
import { parseUsd } from '@/lib/rules/money';
import { type Refusal, refuse } from '@/lib/rules/refusal';

/** The click that a postback names, if it has come. */
export type ClickFacts = { userId: string; titleKey: string; advertiserId: string; taskKeys: string[] };

/** A confirmation of the same integration and transaction. */
export type Prior = { id: string; state: string; clickId: string; taskKey: string | null; content: string };

export type Judgement =
  | { kind: 'new'; taskKey: string | null; content: string }
  | { kind: 'duplicate'; of: string }
  | { kind: 'conflict'; with: string; refusal: Refusal }
  | { kind: 'impossible'; refusal: Refusal };

export function judgeConfirmation(
  postback: Postback,
  advertiserId: string,
  click: ClickFacts | null,
  priors: readonly Prior[],
): Judgement {
  const refusal = click && findFault(postback, advertiserId, click);
  if (refusal) return { kind: 'impossible', refusal };
  const taskKey = postback.taskKey ?? (click?.taskKeys.length === 1 ? click.taskKeys[0]! : null);
  const content = contentOf(postback);
  const same = priors.find(({ state }) => state === postback.state);
  if (same?.content === content) return { kind: 'duplicate', of: same.id };
  const contradicted = same ?? priors.find((prior) => isAboutAnother(prior, postback.clickId, taskKey));
  if (contradicted) return { kind: 'conflict', with: contradicted.id, refusal: CONFLICT };
  return { kind: 'new', taskKey, content };
}

const CONFLICT = refuse('conflict', 'The same transaction came before with other content.');

function findFault(postback: Postback, advertiserId: string, click: ClickFacts): Refusal | null {
  if (click.advertiserId !== advertiserId)
    return refuse('not-your-click', 'This click belongs to an offer of another advertiser.');
  if (postback.taskKey !== null && !click.taskKeys.includes(postback.taskKey))
    return refuse('malformed', 'The offer of this click has no such task.');
  if (postback.taskKey === null && click.taskKeys.length > 1)
    return refuse('malformed', 'This offer has several tasks: say which one in `task`.');
  return null;
}

function isAboutAnother(prior: Prior, clickId: string, taskKey: string | null): boolean {
  const anotherTask = prior.taskKey !== null && taskKey !== null && prior.taskKey !== taskKey;
  return prior.clickId !== clickId || anotherTask;
}

/** What must be the same when the same transaction comes again. */
export function contentOf(said: Omit<Postback, 'kind'>): string {
  const { transaction, clickId, taskKey, state, payoutUsd, reason } = said;
  const payout = payoutUsd === null ? null : String(parseUsd(payoutUsd));
  return createHash('sha256')
    .update(JSON.stringify([transaction, clickId, taskKey, state, payout, reason]))
    .digest('hex');
}
