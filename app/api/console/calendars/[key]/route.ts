/** Changes a calendar, if nobody else has since `version`. Clocks that run keep what they were started with. */
import { settingsDoor } from '@/app/api/console/settings-door';
import { readCalendarForm } from '@/lib/rules/calendar-form';
import { isRefusal } from '@/lib/rules/refusal';
import { changeCalendar } from '@/lib/tickets/save-calendar';

const door = settingsDoor('policies:write', '/console/settings/calendars');
const KEPT = ['name', 'timeZone', 'day1', 'day2', 'day3', 'day4', 'day5', 'day6', 'day7', 'holidays'];

export const POST = door('calendar', KEPT, async ({ key, version, actor }, text) => {
  const input = readCalendarForm(text);
  return isRefusal(input) ? input : changeCalendar({ id: key, version, actor }, input);
});
