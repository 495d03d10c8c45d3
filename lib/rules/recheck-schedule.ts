/**
 * The clock of a re-check. R21: "goal 10 business days, breach 14, in the advertiser's calendar with its holidays … Reminders on
 * business days 3, 7 and 10", a word to somebody above on day 12, and at the deadline what the advertiser's policy says.
 */
import { addBusinessDays, type BusinessCalendar, businessDaysBetween } from '@/lib/rules/business-days';
import { addWorkingTime } from '@/lib/rules/working-hours';

export const RECHECK_TARGET_DAYS = 10;
export const RECHECK_BREACH_DAYS = 14;

/** In their order; `send` is the letter itself, `expire` the deadline. */
export const RECHECK_STEPS = ['send', 'remind-3', 'remind-7', 'remind-10', 'escalate-12', 'expire'] as const;
export type RecheckStep = (typeof RECHECK_STEPS)[number];

const AFTER_DAYS: Record<Exclude<RecheckStep, 'send'>, number> = {
  'remind-3': 3,
  'remind-7': 7,
  'remind-10': RECHECK_TARGET_DAYS,
  'escalate-12': 12,
  expire: RECHECK_BREACH_DAYS,
};

/** What happens when the deadline passes in silence (R21). */
export const DEADLINE_POLICIES = ['stay-with-agent', 'approve'] as const;
export type DeadlinePolicy = (typeof DEADLINE_POLICIES)[number];

/** Who sends an escalated ticket to the advertiser: an agent, or the house by itself where the user gave proof. */
export const RECHECK_RULES = ['by-agent', 'with-proof'] as const;
export type RecheckRule = (typeof RECHECK_RULES)[number];

export function recheckDeadlines(sentAt: Date, calendar: BusinessCalendar): { targetAt: Date; breachAt: Date } {
  return {
    targetAt: addBusinessDays(sentAt, RECHECK_TARGET_DAYS, calendar),
    breachAt: addBusinessDays(sentAt, RECHECK_BREACH_DAYS, calendar),
  };
}

/** What comes after this step, and when; null after the last. Nobody is written to at night: it waits for the morning. */
export function nextRecheckStep(
  done: RecheckStep,
  sentAt: Date,
  calendar: BusinessCalendar,
): { step: RecheckStep; at: Date } | null {
  const step = RECHECK_STEPS[RECHECK_STEPS.indexOf(done) + 1];
  if (!step || step === 'send') return null;
  const at = addBusinessDays(sentAt, AFTER_DAYS[step], calendar);
  return { step, at: step === 'expire' ? at : inOfficeHours(at, calendar) };
}

/** Requests of one day go out together at this hour of the advertiser's day. */
const GATHERED_AT_HOUR = 16;
const OFFICE = { from: 9 * 60, to: 17 * 60 };

/** The same instant when the office is open; otherwise when it opens next. */
export function inOfficeHours(at: Date, { timeZone, holidays, workdays = [1, 2, 3, 4, 5] }: BusinessCalendar): Date {
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => (workdays.includes(day) ? [OFFICE] : []));
  return new Date(addWorkingTime(at, 1, { timeZone, week, holidays }).getTime() - 1);
}

/** When what is asked now is sent together with the rest of the day. */
export function gatheredUntil(now: Date, { timeZone, holidays, workdays = [1, 2, 3, 4, 5] }: BusinessCalendar): Date {
  const hour = { from: GATHERED_AT_HOUR * 60, to: GATHERED_AT_HOUR * 60 + 1 };
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => (workdays.includes(day) ? [hour] : []));
  return new Date(addWorkingTime(now, 1, { timeZone, week, holidays }).getTime() - 1);
}

/** "Day 4 of 10": business days that have begun since the request was sent; 1 on the first, and until it is sent. */
export function recheckDay(sentAt: Date, now: Date, calendar: BusinessCalendar): number {
  return businessDaysBetween(sentAt, now, calendar) + 1;
}
