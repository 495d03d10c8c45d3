/**
 * By when a ticket has to be reviewed. R20: "All tickets are reviewed by a person or the automation within 24 h (target) and
 * 48 h (breach)", by the wall clock unless the operator counts the hours of a calendar.
 */
import { addWorkingTime, type WorkingCalendar, workingTimeBetween } from '@/lib/rules/working-hours';

const HOUR = 3_600_000;

export type PolicyCalendar = WorkingCalendar & { id: string; name: string; version: number };

export type ReviewPolicy = {
  targetHours: number;
  breachHours: number;
  /** R20 has no such pause; an operator may want one. */
  pauseForUser: boolean;
  /** Null: every hour counts. */
  calendar: PolicyCalendar | null;
};

export const DEFAULT_REVIEW: ReviewPolicy = { targetHours: 24, breachHours: 48, pauseForUser: false, calendar: null };

export type Deadlines = { dueAt: Date; breachAt: Date };

export function deadlinesOf(policy: ReviewPolicy, startedAt: Date): Deadlines {
  const after = (hours: number) => later(startedAt, hours * HOUR, policy.calendar);
  return { dueAt: after(policy.targetHours), breachAt: after(policy.breachHours) };
}

/** The instant that is as far from `to` as `deadline` was from `from`, in the policy's hours. What had passed already stays. */
export function carriedOver(deadline: Date, from: Date, to: Date, calendar: WorkingCalendar | null): Date {
  if (deadline <= from) return deadline;
  const left = calendar ? workingTimeBetween(from, deadline, calendar) : deadline.getTime() - from.getTime();
  return later(to, left, calendar);
}

function later(start: Date, ms: number, calendar: WorkingCalendar | null): Date {
  return calendar ? addWorkingTime(start, ms, calendar) : new Date(start.getTime() + ms);
}

/**
 * What a clock keeps of its policy: enough to explain its dates, and to go on after a pause, whatever becomes of the calendar.
 * Holidays of the two years after it began are all it can meet.
 */
export function snapshotOf(policy: ReviewPolicy, startedAt: Date): ReviewPolicy {
  if (!policy.calendar) return policy;
  const first = new Date(startedAt.getTime() - 48 * HOUR).toISOString();
  const last = new Date(startedAt.getTime() + 2 * 366 * 24 * HOUR).toISOString();
  const holidays = policy.calendar.holidays.filter((date) => date >= first.slice(0, 10) && date <= last);
  return { ...policy, calendar: { ...policy.calendar, holidays } };
}

const FARTHEST_MS = 60 * 24 * HOUR;

/** A policy whose breach lies further ahead than 60 days promises nothing. Also false when it can never be reached. */
export function isWithinReach(policy: ReviewPolicy, now: Date): boolean {
  try {
    return deadlinesOf(policy, now).breachAt.getTime() - now.getTime() <= FARTHEST_MS;
  } catch {
    return false;
  }
}
