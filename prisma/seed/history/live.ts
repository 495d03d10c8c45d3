/** One way through an offer, from its click to its end: what each fate (fates.ts) means, in rows. */
import { DAY_MS } from '@/lib/rules/ticket-states';
import type { Chance } from './chance';
import { claimedStep, type Fate } from './fates';
import { tellSent } from './letter-rows';
import type { Journey } from './population';
import { ANSWERED_AFTER, confirm, grant, plus, refusedPostback, reverse } from './reward-rows';
import type { Rows } from './rows';
import { closeAnswered, decide, hold, open } from './ticket-rows';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SECOND = 1000;

export type Life = { rows: Rows; journey: Journey; chance: Chance; now: Date; agents: readonly string[] };

/** Nothing of it may lie ahead: a way that would end after this instant has not ended yet, and leaves nothing. */
export function live(life: Life): void {
  const { journey, now, rows } = life;
  const before = count(rows);
  ENDINGS[journey.fate](life);
  if (latest(rows, before) > now.getTime() - HOUR) forget(rows, before);
}

const ENDINGS: Record<Fate, (life: Life) => void> = {
  nothing: ({ rows, journey, chance }) => {
    if (chance.next() < 0.05) refusedPostback(rows, journey, journey.terms[0]!, plus(journey.clickedAt, 5 * HOUR));
  },
  rewarded: (life) => {
    const { terms } = life.journey;
    reward(life, 1 + Math.floor(life.chance.next() * terms.length));
  },
  'confirmed-after-pending': ({ rows, journey, chance }) => {
    const [step] = journey.terms;
    const held = plus(journey.clickedAt, chance.between(0.1, 3) * DAY_MS);
    confirm(rows, journey, step!, { state: 'PENDING', at: held });
    completed(rows, journey, plus(held, chance.between(0.5, 6) * DAY_MS));
  },
  reversed: ({ rows, journey, chance }) => {
    const [step] = journey.terms;
    const at = plus(journey.clickedAt, chance.between(0.1, 3) * DAY_MS);
    const granted = completed(rows, journey, at);
    const back = plus(at, chance.between(5, 30) * DAY_MS);
    const confirmationId = confirm(rows, journey, step!, { state: 'RECONCILED', at: back, reason: 'CHARGEBACK' });
    reverse(rows, journey, granted, { at: plus(back, SECOND), confirmationId });
  },
  rejected: ({ rows, journey, chance }) => {
    const at = plus(journey.clickedAt, chance.between(0.1, 3) * DAY_MS);
    confirm(rows, journey, journey.terms[0]!, { state: 'RECONCILED', at, reason: chance.oneOf(REASONS) });
  },
  'held-then-approved': (life) => {
    const { rows, journey, chance } = life;
    const step = stepOf(journey);
    confirm(rows, journey, step, { state: 'PENDING', at: plus(journey.clickedAt, chance.between(2, 20) * HOUR) });
    const { ticket, queuedAt } = askLater(life);
    hold(rows, ticket, fullHour(queuedAt));
    approve(life, ticket, plus(queuedAt, chance.between(0.3, 6) * DAY_MS));
  },
  'approved-at-once': (life) => {
    const { ticket, queuedAt } = askLater(life);
    approve(life, ticket, plus(queuedAt, (fullHour(queuedAt).getTime() - queuedAt.getTime()) / 2));
  },
  denied: (life) => {
    const { ticket, queuedAt } = askLater(life);
    decide(life.rows, ticket, fullHour(queuedAt), { outcome: 'DENIED', reason: 'not-confirmed' });
  },
  'denied-then-approved': (life) => {
    const { ticket, queuedAt } = askLater(life);
    decide(life.rows, ticket, fullHour(queuedAt), { outcome: 'DENIED', reason: 'not-confirmed' });
    approve(life, ticket, plus(queuedAt, life.chance.between(1, 12) * DAY_MS));
  },
  'rejected-ticket': (life) => {
    const { rows, journey, chance } = life;
    const [at, reason] = [plus(journey.clickedAt, chance.between(2, 20) * HOUR), chance.oneOf(REASONS)];
    const confirmationId = confirm(rows, journey, stepOf(journey), { state: 'RECONCILED', at, reason });
    const { ticket, queuedAt } = askLater(life);
    decide(rows, ticket, fullHour(queuedAt), { outcome: 'DENIED', reason: 'rejected', detail: reason, confirmationId });
  },
  'already-rewarded': (life) => {
    const { rows, journey, chance } = life;
    const granted = completed(rows, journey, plus(journey.clickedAt, chance.between(2, 20) * HOUR));
    const { ticket, queuedAt } = askLater(life);
    const acknowledgedAt = plus(granted.at, ANSWERED_AFTER);
    decide(rows, ticket, fullHour(queuedAt), { outcome: 'DENIED', reason: 'already-rewarded', acknowledgedAt });
  },
  'agent-approved': (life) => {
    const { ticket, queuedAt } = askLater(life);
    const confirmedAt = plus(queuedAt, life.chance.between(1, 14) * HOUR);
    approve(life, ticket, confirmedAt, plus(confirmedAt, life.chance.between(0.5, 20) * HOUR));
  },
  'agent-denied': (life) => {
    const { rows, chance, agents } = life;
    const { ticket, queuedAt } = askLater(life);
    const [reason, detail] = chance.oneOf(DENIALS);
    const ruling = { outcome: 'DENIED' as const, reason, detail, agentId: chance.oneOf(agents) };
    decide(rows, ticket, plus(queuedAt, chance.between(2, 40) * HOUR), ruling);
  },
  'closed-by-reward': ({ rows, journey, chance }) => {
    const openedAt = plus(journey.clickedAt, chance.between(1, 6) * HOUR);
    const ticket = open(rows, journey, stepOf(journey), openedAt, plus(openedAt, 4 * MINUTE));
    const granted = completed(rows, journey, plus(journey.clickedAt, chance.between(8, 22) * HOUR));
    closeAnswered(rows, ticket, granted.at);
  },
};

const REASONS = [
  'POSTBACK_COUNTRY_MISMATCH',
  'HIGH_FRAUD_SCORE',
  'CLICK_EXPIRED',
  'VC_USER_ALREADY_CONVERTED',
] as const;

const DENIALS: readonly (readonly [string, string])[] = [
  ['terms-not-met', 'The offer asks for a first order; this account had ordered before.'],
  ['after-deadline', 'The step was done after the last day of the offer.'],
  ['not-first-install', 'The advertiser saw an earlier install on this device.'],
];

function stepOf({ fate, terms }: Journey) {
  return terms[claimedStep(fate, terms)] ?? terms[0]!;
}

/** The first steps of the offer, one after the other. */
function reward({ rows, journey, chance }: Life, steps: number): void {
  let at = journey.clickedAt;
  for (const step of journey.terms.slice(0, steps)) {
    at = plus(at, chance.between(0.05, 4) * DAY_MS);
    const confirmationId = confirm(rows, journey, step, { state: 'COMPLETED', at });
    grant(rows, journey, step, { at: plus(at, SECOND), confirmationId });
  }
}

/** The step that counts, confirmed and rewarded without a decision. */
function completed(rows: Rows, journey: Journey, at: Date) {
  const step = stepOf(journey);
  const confirmationId = confirm(rows, journey, step, { state: 'COMPLETED', at });
  return grant(rows, journey, step, { at: plus(at, SECOND), confirmationId });
}

function askLater({ rows, journey, chance }: Life) {
  const openedAt = plus(journey.clickedAt, chance.between(1.01, 11) * DAY_MS);
  const queuedAt = plus(openedAt, chance.between(2, 40) * MINUTE);
  return { ticket: open(rows, journey, stepOf(journey), openedAt, queuedAt), queuedAt };
}

/** The confirmation arrives; the automation decides with it, or an agent later (`byAgentAt`). */
function approve(life: Life, ticket: ReturnType<typeof open>, at: Date, byAgentAt: Date | null = null): void {
  const { rows, journey, chance, agents } = life;
  const confirmationId = confirm(rows, journey, ticket.step, { state: 'COMPLETED', at });
  const decidedAt = byAgentAt ?? plus(at, SECOND);
  const agentId = byAgentAt && chance.oneOf(agents);
  const decisionId = decide(rows, ticket, decidedAt, {
    outcome: 'APPROVED',
    reason: 'confirmed',
    confirmationId,
    agentId,
  });
  grant(rows, journey, ticket.step, { at: decidedAt, confirmationId, decisionId });
  tellSent(rows, ticket, plus(decidedAt, ANSWERED_AFTER));
}

function fullHour(after: Date): Date {
  return new Date(Math.ceil((after.getTime() + 1) / HOUR) * HOUR);
}

// ── what has not happened yet ───────────────────────────────────────────────

function count(rows: Rows): number[] {
  return Object.values(rows).map((list) => list.length);
}

const WHEN = ['received_at', 'acknowledged_at', 'at', 'decided_at', 'matched_at', 'used_at'];

function latest(rows: Rows, before: readonly number[]): number {
  const added = Object.values(rows).flatMap((list, index) => list.slice(before[index]) as Record<string, unknown>[]);
  const instants = added.flatMap((row) =>
    WHEN.flatMap((name) => (row[name] instanceof Date ? [row[name].getTime()] : [])),
  );
  return Math.max(0, ...instants);
}

function forget(rows: Rows, before: readonly number[]): void {
  for (const [index, list] of Object.values(rows).entries()) list.length = before[index]!;
}
