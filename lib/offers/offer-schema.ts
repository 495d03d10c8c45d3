/** `PUT /api/v1/offers/{key}`: what comes in and what goes out. An offer of one step has one task. */
import { z } from 'zod';
import { country, id, line, paragraph, rewardAmount, rewardAmountOut, usd, usdOut } from '@/lib/rules/api-fields';

const MINUTES_IN_A_YEAR = 366 * 24 * 60;
const MOST_HOLD_MINUTES = 90 * 24 * 60;

const taskInput = z.strictObject({
  key: id,
  name: line(200),
  payoutUsd: usd,
  rewardAmount: rewardAmount.meta({ description: "In the game's currency; 0 for a step that is not rewarded" }),
  ttcMinutes: z
    .int()
    .min(1)
    .max(MINUTES_IN_A_YEAR)
    .optional()
    .meta({ description: 'How many minutes after the click the step has to be done' }),
});
export type TaskInput = z.output<typeof taskInput>;

export const offerInput = z.strictObject({
  advertiser: id.meta({ description: 'The key of an advertiser' }),
  title: line(200).meta({
    description: 'A user is rewarded once per offer title and task, whatever the number of offers',
  }),
  tasks: z
    .array(taskInput)
    .min(1)
    .max(50)
    .refine((tasks) => new Set(tasks.map(({ key }) => key)).size === tasks.length, 'Two tasks have the same key'),
  holdMinutes: z
    .int()
    .min(0)
    .max(MOST_HOLD_MINUTES)
    .optional()
    .meta({ description: 'How long a reward is held before the game is told; the app may ask for longer' }),
  countries: z.array(country).max(250).default([]).meta({ description: 'Empty: everywhere' }),
  requirements: paragraph(4000).optional(),
  trackingUrl: z
    .string()
    .max(2048)
    .refine(isTrackingUrl, 'Use an http(s) address; macros like {click_id} may stand in it')
    .optional()
    .meta({ description: 'Where a click on the wall leads; macros like {click_id} are filled in' }),
});
export type OfferInput = z.output<typeof offerInput>;

export const offerOutput = z.object({
  key: id,
  advertiser: id,
  title: z.string(),
  tasks: z.array(
    z.object({
      key: id,
      name: z.string(),
      payoutUsd: usdOut,
      rewardAmount: rewardAmountOut,
      ttcMinutes: z.int().nullable(),
    }),
  ),
  holdMinutes: z.int().nullable(),
  countries: z.array(country),
  requirements: z.string().nullable(),
  trackingUrl: z.string().nullable(),
});
export type OfferOutput = z.output<typeof offerOutput>;

/** Macros stand behind the host: nothing of a click may choose whom it leads to. */
function isTrackingUrl(template: string): boolean {
  if (!/^https?:\/\/[^{}/?#\\]+(?:[/?][\x21-\x7e]*)?$/.test(template)) return false;
  const url = URL.parse(template);
  return url !== null && url.username === '' && url.password === '';
}
