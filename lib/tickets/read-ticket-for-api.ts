/** One ticket as an operator sees it: where it and its reward stand, what was decided on what evidence, what was said. */
import { databaseNow, db, sql } from '@/lib/foundation/db';
import { readStepRecords } from '@/lib/rewards/step-records';
import { maskAddress } from '@/lib/rules/email-address';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type AdvertiserWait, readAdvertiserWait } from '@/lib/tickets/advertiser-wait';
import { readTicketRows, stepKeys, timelineOf, toSummary } from '@/lib/tickets/list-tickets-for-api';
import type { DecisionOutput, TicketOutput } from '@/lib/tickets/ticket-api-schema';
import { timelineForApi } from '@/lib/tickets/timeline-for-api';

export async function readTicketForApi(number: string): Promise<TicketOutput | Refusal> {
  const [row] = await readTicketRows(db, sql`t.number = ${number}`, 1);
  if (!row) return refuse('not-found', 'There is no ticket with this number.');
  const [records, words, decisions, messages, wait] = await Promise.all([
    readStepRecords(db, stepKeys(row)),
    readWords(row.id),
    readDecisions(row.id),
    readMessages(row.id),
    readAdvertiserWait(row.id, await databaseNow()),
  ]);
  const timeline = timelineOf(row, records);
  return {
    ...toSummary(row, timeline),
    withAdvertiser: wait && waitForApi(wait),
    locale: words.locale,
    email: maskAddress(words.address),
    description: words.description,
    answers: words.answers,
    decision: decisions.at(-1) ?? null,
    decisions,
    timeline: timelineForApi(timeline),
    messages,
  };
}

function waitForApi({ day, of, askedAt, targetAt, breachAt, policy }: AdvertiserWait): TicketOutput['withAdvertiser'] {
  const [asked, target, breach] = [askedAt, targetAt, breachAt].map((at) => at.toISOString()) as [
    string,
    string,
    string,
  ];
  return { day, of, askedAt: asked, targetAt: target, breachAt: breach, atDeadline: policy };
}

type Words = { locale: string; address: string; description: string; answers: Record<string, string> };

async function readWords(ticketId: string): Promise<Words> {
  const [words] = await db.query<Words>(
    sql`SELECT locale, address, description, answers FROM ticket WHERE id = ${ticketId}::uuid`,
  );
  return words!;
}

const OUTCOMES = { APPROVED: 'approve', DENIED: 'deny' } as const;
const ACTORS = { AUTO: 'automation', AGENT: 'agent', API: 'api' } as const;

type DecisionRow = Omit<DecisionOutput, 'outcome' | 'by' | 'at'> & {
  outcome: keyof typeof OUTCOMES;
  by: keyof typeof ACTORS;
  at: Date;
};

async function readDecisions(ticketId: string): Promise<DecisionOutput[]> {
  const rows = await db.query<DecisionRow>(sql`
    SELECT round, outcome, reason, note, actor_kind AS by, decided_at AS at, rule_version, confirmation_id AS confirmation,
           evidence
      FROM decision WHERE ticket_id = ${ticketId}::uuid ORDER BY round`);
  return rows.map((row) => ({
    ...row,
    outcome: OUTCOMES[row.outcome],
    by: ACTORS[row.by],
    at: row.at.toISOString(),
  }));
}

/** What the user and we said to each other; agents' notes among themselves stay in the console. */
async function readMessages(ticketId: string): Promise<TicketOutput['messages']> {
  const rows = await db.query<{ at: Date; author: string; body: string }>(sql`
    SELECT at, author, body FROM message
     WHERE ticket_id = ${ticketId}::uuid AND visibility = 'public' ORDER BY at, id LIMIT 500`);
  return rows.map(({ at, author, body }) => ({ at: at.toISOString(), author, body }));
}
