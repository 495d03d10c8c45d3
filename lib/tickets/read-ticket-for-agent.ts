/**
 * Everything an agent needs to decide one ticket without leaving the page (06): the evidence, the conversation, the
 * person. Read only; the decision reads its evidence again under the lock (02, point 8).
 */
import { databaseNow, db, sql } from '@/lib/foundation/db';
import type { StepTerms } from '@/lib/rewards/step-records';
import { type CaseFacts, type Fact, forAndAgainst } from '@/lib/rules/for-and-against';
import { isUnderReview, type RewardStatus, type TicketStatus } from '@/lib/rules/ticket-states';
import { type ConversationEntry, readConversation } from '@/lib/tickets/agent-conversation';
import { type AgentDrafts, readAgentDrafts } from '@/lib/tickets/agent-drafts';
import { type Evidence, readEvidence } from '@/lib/tickets/agent-evidence';
import { type MentionOfMe, readMentionsOf } from '@/lib/tickets/agent-mentions';
import { type OfferFacts, readOfferFacts } from '@/lib/tickets/agent-offer';
import { type Person, readPerson } from '@/lib/tickets/agent-person';
import { type AgentScreenshot, readScreenshots } from '@/lib/tickets/agent-screenshots';
import { type DeskState, readDeskState } from '@/lib/tickets/desk-state';
import { TASK_POSITION } from '@/lib/tickets/queue-row';

export type TicketHead = {
  id: string;
  number: string;
  kind: string;
  status: TicketStatus;
  round: number;
  version: number;
  locale: string;
  address: string;
  description: string;
  answers: Record<string, string>;
  valueMicros: bigint;
  rewardTotal: bigint;
  openedAt: Date;
  validatedAt: Date | null;
  queuedAt: Date | null;
  dueAt: Date | null;
  breachAt: Date | null;
  decidedAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  userId: string;
  titleKey: string;
  clickId: string;
  appId: string;
  appName: string;
  externalId: string;
  currencyName: string;
  assigneeId: string | null;
  assigneeName: string | null;
  offerId: string;
  offerKey: string;
  offerTitle: string;
  requirements: string | null;
  countries: string[];
  proofQuestions: { key: string; label: string }[];
  advertiserId: string;
  advertiserName: string;
  bannedAt: Date | null;
  /** The steps the ticket is about, as they were promised. */
  tasks: Pick<StepTerms, 'key' | 'name' | 'payoutMicros' | 'rewardAmount'>[];
};

export type AgentTicket = TicketHead & {
  rewardStatus: RewardStatus;
  evidence: Evidence;
  facts: Fact[];
  conversation: ConversationEntry[];
  person: Person;
  offer: OfferFacts;
  screenshots: AgentScreenshot[];
  desk: DeskState;
  /** Notes that name this agent and were not seen yet. */
  mentions: MentionOfMe[];
  /** What this agent has begun to write. */
  drafts: AgentDrafts;
  /** Is somebody's decision waited for? */
  decidable: boolean;
  /** R5: has every step it claims an advertiser's confirmation that holds? */
  confirmed: boolean;
};

/** Who looks, and whether their role may see who the user is (`pii:view`). */
type Viewer = { agentId?: string; pii?: boolean };

export async function readTicketForAgent(
  number: string,
  { agentId, pii = false }: Viewer = {},
): Promise<AgentTicket | null> {
  const [head, now] = await Promise.all([readHead(number), databaseNow()]);
  if (!head) return null;
  const [evidence, conversation, person, offer, screenshots, desk, mentions, drafts] = await Promise.all([
    readEvidence(head, { pii }),
    readConversation(head),
    readPerson(head, { pii }),
    readOfferFacts({ id: head.id, offerId: head.offerId, now }),
    readScreenshots(head.id),
    readDeskState(head.id),
    agentId ? readMentionsOf(head.id, agentId) : [],
    agentId ? readAgentDrafts(head.id, agentId) : {},
  ]);
  return {
    ...head,
    rewardStatus: evidence.rewardStatus,
    evidence,
    facts: forAndAgainst(caseOf(head, { evidence, person, offer, screenshots, now })),
    conversation,
    person,
    offer,
    screenshots,
    desk,
    mentions,
    drafts,
    decidable: isUnderReview(head.status),
    // An appeal against a ban claims no step and needs no confirmation.
    confirmed: evidence.steps.every(({ facts }) => facts.confirmed === 'completed' || facts.granted !== 'none'),
  };
}

async function readHead(number: string): Promise<TicketHead | null> {
  const [row] = await db.query<Omit<TicketHead, 'tasks'> & { tasks: StoredTask[] | null }>(sql`
    SELECT t.id, t.number, t.kind, t.status, t.round, t.version, t.locale, t.address, t.description, t.answers, t.value_micros,
           t.reward_total, t.opened_at, t.validated_at, t.queued_at, t.due_at, t.breach_at, t.decided_at, t.closed_at,
           t.closed_reason, t.user_id, t.title_key, t.click_id, t.assignee_id, g.name AS assignee_name,
           t.app_id, a.name AS app_name, a.currency_name, t.offer_id, o.key AS offer_key, o.title AS offer_title, o.requirements, o.countries,
           o.proof_questions, v.id AS advertiser_id, v.name AS advertiser_name, u.external_id, u.banned_at, tt.tasks
      FROM ticket t
      JOIN app a ON a.id = t.app_id
      JOIN offer o ON o.id = t.offer_id
      JOIN advertiser v ON v.id = o.advertiser_id
      JOIN end_user u ON u.id = t.user_id
      LEFT JOIN agent g ON g.id = t.assignee_id
      CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('key', task_key, 'name', name, 'payoutMicros', payout_micros::text,
                         'rewardAmount', reward_amount::text) ORDER BY ${TASK_POSITION}) AS tasks
          FROM ticket_task WHERE ticket_id = t.id) tt
     WHERE t.number = ${number}`);
  return row ? { ...row, tasks: (row.tasks ?? []).map(toTask) } : null;
}

type StoredTask = { key: string; name: string; payoutMicros: string; rewardAmount: string };

function toTask({ key, name, payoutMicros, rewardAmount }: StoredTask) {
  return { key, name, payoutMicros: BigInt(payoutMicros), rewardAmount: BigInt(rewardAmount) };
}

type Read = Pick<AgentTicket, 'evidence' | 'person' | 'offer' | 'screenshots'> & { now: Date };

function caseOf(head: TicketHead, { evidence, person, offer, screenshots, now }: Read): CaseFacts {
  const click = evidence.clicks.find(({ id }) => id === head.clickId) ?? evidence.clicks[0];
  const { sameAddress, sameDevice, sameRange } = person.neighbours;
  return {
    now,
    openedAt: head.openedAt,
    clickedAt: click?.clickedAt ?? null,
    steps: evidence.steps.map(({ facts, key, name, deadline, confirmedAt }) => ({
      ...facts,
      name,
      deadline,
      confirmedAt,
      usualDelayMs: offer.usualDelays.find(({ taskKey }) => taskKey === key)?.medianMs ?? null,
    })),
    earlierStep: earlierStepOf(head, evidence),
    country: click?.country ?? null,
    countries: head.countries,
    clicks: evidence.clicks.length,
    refusedReceipts: evidence.refused.length,
    strayReceipts: evidence.stray.length,
    screenshots: screenshots.length,
    seenElsewhere: screenshots.filter(({ seenOn }) => seenOn.length > 0).length,
    usersWithSameAddress: sameAddress.count,
    usersOnSameDevice: sameDevice.count,
    usersInSameRange: sameRange.count,
    rewards: person.rewards,
    reversals: person.reversals,
    banned: head.bannedAt !== null,
    denials: offer,
    similarNow: offer.similarNow,
  };
}

/** The last one before the steps that this ticket is about. */
function earlierStepOf({ tasks }: TicketHead, { confirmations }: Evidence): CaseFacts['earlierStep'] {
  const other = confirmations.findLast(
    ({ state, taskKey }) => state === 'COMPLETED' && taskKey !== null && !tasks.some(({ key }) => key === taskKey),
  );
  return other ? { name: other.taskName ?? other.taskKey!, at: other.receivedAt } : null;
}
