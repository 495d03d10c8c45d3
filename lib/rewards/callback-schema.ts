/** `GET /api/v1/callbacks` and `POST /api/v1/callbacks/{id}/replay`: what comes in and what goes out. */
import { z } from 'zod';
import {
  cursor,
  id,
  instantOut,
  limit,
  nextCursor,
  rewardAmountOut,
  ticketNumber,
  usdOut,
} from '@/lib/rules/api-fields';
import { CALLBACK_STATUSES } from '@/lib/rules/callback-filter';

export const callbackQuery = z.strictObject({
  ticket: ticketNumber.optional(),
  status: z.enum(CALLBACK_STATUSES).optional(),
  cursor: cursor.optional(),
  limit,
});
export type CallbackQuery = z.output<typeof callbackQuery>;

export const callbackOutput = z.object({
  id: z.uuid(),
  kind: z.enum(['REWARD', 'REVERSAL', 'PENDING', 'ACTIVITY']).meta({
    description:
      'PENDING: a stateful game is told that the reward is on hold. ACTIVITY: a step that pays nothing was done',
  }),
  eventId: z.uuid().meta({ description: 'The same on every attempt and every replay' }),
  status: z.enum(CALLBACK_STATUSES),
  app: id,
  user: z.string(),
  offer: id,
  task: z.string(),
  click: z.string(),
  amountUsd: usdOut,
  rewardAmount: rewardAmountOut,
  attempts: z.int(),
  replays: z.int(),
  createdAt: instantOut,
  nextAt: instantOut.nullable(),
  heldUntil: instantOut.nullable().meta({ description: 'Delayed crediting: nobody is told before' }),
  firstAttemptAt: instantOut.nullable(),
  acknowledgedAt: instantOut.nullable(),
  failedAt: instantOut.nullable(),
  lastReason: z.string().nullable(),
});
export type CallbackOutput = z.output<typeof callbackOutput>;

export const callbackList = z.object({ callbacks: z.array(callbackOutput), nextCursor });
export type CallbackList = z.output<typeof callbackList>;
