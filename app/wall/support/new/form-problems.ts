/** What is wrong with a draft that was sent and came back: found again from the draft, by the same schema as at the door. */
import type { DraftFields } from '@/lib/tickets/drafts';
import type { TicketFormFacts } from '@/lib/tickets/read-form';
import { problemsOf, ticketForm } from '@/lib/tickets/ticket-form';

export function formProblems(
  { entry, steps, questions }: TicketFormFacts,
  fields: DraftFields,
): Record<string, string> {
  const { tasks = [], email = '', description = '', answers = {} } = fields;
  const parsed = ticketForm.safeParse({ click: entry.clickId, tasks, email, description, answers });
  const problems = parsed.success ? {} : problemsOf(parsed.error);
  if (steps.length > 1 && tasks.length === 0) problems.tasks = 'step';
  for (const { key, required } of questions) {
    if (required && !answers[key]?.trim()) problems[`answers.${key}`] = 'required';
  }
  return problems;
}
