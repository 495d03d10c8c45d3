/** What the form shows before anything is typed: the steps, the offer's questions, and what the system already knows (R9). */
import { db, sql } from '@/lib/foundation/db';
import { stepRewardLabel, type Warning, warningsOf } from '@/lib/rules/form-warnings';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { type Draft, readDraft } from '@/lib/tickets/drafts';
import { type ProgressEntry, readProgress } from '@/lib/tickets/in-progress';
import type { ProofQuestion } from '@/lib/tickets/ticket-form';

export type TicketFormFacts = {
  entry: ProgressEntry;
  /** Steps that can be claimed; `suggested` are those without a confirmation. */
  steps: { key: string; name: string; rewardAmount: bigint; suggested: boolean }[];
  questions: ProofQuestion[];
  warnings: Warning[];
  rememberedEmail: string | null;
  draft: Draft | null;
};

/** Refused: `unknown-click`, `too-late`, `ticket-exists` (details.number). */
export async function readForm(userId: string, clickId: string, now: Date): Promise<TicketFormFacts | Refusal> {
  const entry = await readProgress(userId, clickId, now);
  if (!entry) return refuse('unknown-click', 'We know no such offer of yours.');
  if (entry.ticket && entry.unclaimed.length === 0) {
    return refuse('ticket-exists', 'You have a ticket for this offer already.', {
      details: { number: entry.ticket.number },
    });
  }
  if (entry.phase === 'too-late')
    return refuse('too-late', 'Tickets can be opened for 60 days after the start of an offer.');
  const [facts] = await db.query<Facts>(sql`
    SELECT o.proof_questions, o.countries, c.country, c.device, c.clicked_at,
           (SELECT address FROM validated_email v WHERE v.user_id = c.user_id ORDER BY validated_at DESC LIMIT 1) AS remembered
      FROM click c JOIN offer o ON o.id = c.offer_id WHERE c.id = ${entry.clickId}`);
  return {
    entry,
    steps: entry.timeline.steps
      .filter(({ taskKey }) => entry.unclaimed.includes(taskKey))
      .map((step) => ({
        key: step.taskKey,
        name: step.name,
        rewardAmount: step.rewardAmount,
        suggested: stepRewardLabel(step.status) === 'missing',
      })),
    questions: facts!.proofQuestions,
    warnings: warningsOf({ timeline: entry.timeline, deadlines: await deadlines(entry.clickId), ...facts! }, now),
    rememberedEmail: facts!.remembered,
    draft: await readDraft(userId, clickId),
  };
}

type Facts = {
  proofQuestions: ProofQuestion[];
  countries: string[];
  country: string | null;
  device: { firstInstall?: boolean } & Record<string, unknown>;
  clickedAt: Date;
  remembered: string | null;
};

async function deadlines(clickId: string): Promise<{ taskKey: string; at: Date }[]> {
  return db.query<{ taskKey: string; at: Date }>(sql`
    SELECT task->>'key' AS task_key, c.clicked_at + make_interval(mins => (task->>'ttcMinutes')::int) AS at
      FROM click c CROSS JOIN LATERAL jsonb_array_elements(c.terms->'tasks') AS task
     WHERE c.id = ${clickId} AND task->>'ttcMinutes' IS NOT NULL`);
}
