/** The operator's API of tickets and of the In Progress tab: what comes in and what goes out. */
import { z } from 'zod';
import {
  cursor,
  id,
  instantOut,
  limit,
  line,
  nextCursor,
  paragraph,
  rewardAmountOut,
  ticketNumber,
  usdOut,
} from '@/lib/rules/api-fields';
import { DEADLINE_POLICIES } from '@/lib/rules/recheck-schedule';
import { REWARD_STATUSES, TICKET_STATUSES } from '@/lib/rules/ticket-states';
import { descriptionField, emailField, ticketForm } from '@/lib/tickets/ticket-form';

const ticketStatus = z.enum(TICKET_STATUSES);
const rewardStatus = z.enum(REWARD_STATUSES);

/** The wall's own form, and the language that the ticket's e-mails are written in (R23). */
export const ticketInput = ticketForm.extend({
  email: emailField.meta({ format: 'email' }),
  description: descriptionField.meta({ minLength: 20, maxLength: 4000 }),
  locale: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'Use a language tag like "en" or "es-MX"')
    .optional(),
});
export type TicketInput = z.output<typeof ticketInput>;

export const openedOutput = z.object({ number: z.string().meta({ examples: ['MG-7K3F-92QX'] }), status: ticketStatus });

export const ticketQuery = z.strictObject({
  status: ticketStatus.optional(),
  app: id.optional(),
  cursor: cursor.optional(),
  limit,
});
export type TicketQuery = z.output<typeof ticketQuery>;

export const ticketPath = z.object({ number: ticketNumber });

const summary = z.object({
  number: z.string(),
  status: ticketStatus,
  rewardStatus,
  app: id,
  user: z.string(),
  offer: id,
  offerTitle: z.string(),
  click: z.string(),
  valueUsd: usdOut,
  rewardAmount: rewardAmountOut,
  currency: z.string(),
  round: z.int(),
  version: z.int().meta({ description: 'To be sent back with a decision' }),
  openedAt: instantOut,
  opensAt: instantOut.meta({ description: 'When the 24 hours after the first click are over' }),
  validatedAt: instantOut.nullable(),
  dueAt: instantOut.nullable(),
  decidedAt: instantOut.nullable(),
  closedAt: instantOut.nullable(),
  closedReason: z.string().nullable(),
});
export type TicketSummary = z.output<typeof summary>;

export const ticketList = z.object({ tickets: z.array(summary), nextCursor });
export type TicketList = z.output<typeof ticketList>;

const point = z.object({
  kind: z.string(),
  state: z.enum(['done', 'current', 'later', 'bad']),
  at: instantOut.nullable(),
  until: instantOut.nullable().meta({ description: 'When a hold ends, or something is expected or tried next' }),
  givesUpAt: instantOut
    .nullable()
    .meta({ description: 'Until when the game is asked again for its answer; null while its callbacks are paused' }),
  reason: z.string().nullable(),
});

export const timelineOutput = z.object({
  startedAt: instantOut,
  status: rewardStatus,
  waitingFor: z.enum(['advertiser', 'game', 'us', 'nobody']),
  steps: z.array(
    z.object({
      task: z.string(),
      name: z.string(),
      rewardAmount: rewardAmountOut,
      status: rewardStatus,
      points: z.array(point),
    }),
  ),
});
export type TimelineOutput = z.output<typeof timelineOutput>;

const decisionOutput = z.object({
  round: z.int(),
  outcome: z.enum(['approve', 'deny']),
  reason: z.string(),
  note: z.string().nullable(),
  by: z.enum(['automation', 'agent', 'api']),
  at: instantOut,
  ruleVersion: z.string(),
  confirmation: z.uuid().nullable(),
  evidence: z.unknown().meta({ description: 'The facts that were read when it was decided' }),
});
export type DecisionOutput = z.output<typeof decisionOutput>;

const withAdvertiser = z.object({
  day: z
    .int()
    .meta({ description: 'Business days of the advertiser that have begun since it was asked; 1 on the first' }),
  of: z.int().meta({ description: 'Business days after which an answer is expected' }),
  askedAt: instantOut,
  targetAt: instantOut,
  breachAt: instantOut.meta({ description: 'The deadline' }),
  atDeadline: z.enum(DEADLINE_POLICIES).meta({ description: 'What silence means, as agreed with the advertiser' }),
});

export const ticketOutput = summary.extend({
  withAdvertiser: withAdvertiser.nullable().meta({ description: 'While the advertiser is asked to look again' }),
  locale: z.string(),
  email: z.string().meta({ description: 'Masked' }),
  description: z.string(),
  answers: z.record(z.string(), z.string()),
  decision: decisionOutput.nullable().meta({ description: 'The latest' }),
  decisions: z.array(decisionOutput),
  timeline: timelineOutput,
  messages: z.array(z.object({ at: instantOut, author: z.string(), body: z.string() })),
});
export type TicketOutput = z.output<typeof ticketOutput>;

export const decisionInput = z.strictObject({
  outcome: z.enum(['approve', 'deny']),
  reason: line(200).meta({
    description: 'Kept with the decision; "not-confirmed", "rejected" and "already-rewarded" are known to the e-mail',
  }),
  note: paragraph(2000).optional().meta({ description: 'Words to the user, in the e-mail about a denial' }),
  version: z.int().min(1).meta({ description: 'The version that the decision is about' }),
});
export type DecisionInput = z.output<typeof decisionInput>;

export const decidedOutput = z.object({ number: z.string(), status: ticketStatus, version: z.int() });

export const inProgressOutput = z.object({
  offers: z.array(
    z.object({
      click: z.string(),
      offer: id,
      title: z.string(),
      requirements: z.string().nullable(),
      startedAt: instantOut,
      opensAt: instantOut,
      closesAt: instantOut,
      phase: z.enum(['too-early', 'open', 'too-late']),
      rewardAmount: rewardAmountOut,
      currency: z.string(),
      ticket: z.object({ number: z.string(), status: ticketStatus, dueAt: instantOut.nullable() }).nullable(),
      timeline: timelineOutput,
    }),
  ),
});
export type InProgressOutput = z.output<typeof inProgressOutput>;
