/**
 * By when tickets have to be reviewed (R20), as leads set it. Clocks that run keep the policy that they were started with,
 * unless the lead asks for them to be counted again.
 */
import { type Actor, auditChange } from '@/lib/foundation/audit';
import { inTransaction, sql } from '@/lib/foundation/db';
import { type Refusal, refuse } from '@/lib/rules/refusal';
import { isWithinReach } from '@/lib/rules/review-policy';
import { readReviewPolicy } from '@/lib/tickets/review-policy';
import { lockCalendar, tooSeldomOpen } from '@/lib/tickets/save-calendar';

export type PolicyInput = {
  targetHours: number;
  breachHours: number;
  pauseForUser: boolean;
  calendarId: string | null;
};

export const MOST_HOURS = 720;

/** Refused: `malformed`, with the field in `details.faults`. `recount` has the worker count open clocks again. */
export async function setReviewPolicy(
  input: PolicyInput,
  actor: Actor,
  { recount = false }: { recount?: boolean } = {},
): Promise<Refusal | null> {
  const faults = faultsOf(input);
  if (faults) return refuse('malformed', 'The hours are not right. Nothing was saved.', { details: { faults } });
  return inTransaction(async (tx) => {
    const calendar = input.calendarId === null ? null : await lockCalendar(tx, input.calendarId);
    if (input.calendarId !== null && !calendar) {
      return refuse('malformed', 'There is no such calendar.', { details: { faults: { calendar: 'calendar' } } });
    }
    const dates = calendar && { ...calendar, holidays: calendar.holidays.map(({ date }) => date) };
    if (!isWithinReach({ ...input, calendar: dates }, tx.now)) return tooSeldomOpen();
    const { calendar: was, ...policy } = await readReviewPolicy(tx);
    await tx.execute(sql`
      INSERT INTO setting (key, value, updated_at) VALUES ('reviewClock', ${JSON.stringify(input)}::jsonb, ${tx.now})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
    const before = { ...policy, calendar: was?.name ?? null };
    const after = { ...policyOf(input), calendar: calendar?.name ?? null };
    await auditChange(tx, actor, { action: 'set-review-policy', subject: 'setting:reviewClock', before, after });
    if (recount)
      await tx.query(sql`SELECT graphile_worker.add_job('recount-clocks', '{}'::json, job_key => 'recount-clocks')`);
    return null;
  });
}

function policyOf({ targetHours, breachHours, pauseForUser }: PolicyInput) {
  return { targetHours, breachHours, pauseForUser };
}

function faultsOf({ targetHours, breachHours }: PolicyInput): Record<string, string> | null {
  const isHours = (hours: number) => Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS;
  if (!isHours(targetHours)) return { targetHours: 'hours' };
  if (!isHours(breachHours)) return { breachHours: 'hours' };
  return breachHours < targetHours ? { breachHours: 'order' } : null;
}
