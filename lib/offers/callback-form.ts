/**
 * The callback's set-up as a form: flat fields that can stand in an address, so that a preview needs no script. What the
 * chosen dialect does not know is left out.
 */
import { dialectNamed } from '@/lib/dialects';
import type { CallbackOptions, CallbackState } from '@/lib/dialects/rewards';
import { callbackOptions } from '@/lib/offers/app-schema';
import { type CallbackFault, findCallbackFaults } from '@/lib/offers/callback-faults';
import type { CallbackConfig } from '@/lib/offers/callback-setup';

export type CallbackFields = Readonly<Record<string, string>>;

/** With a name per state: its box in the form. */
const ACTIVITIES: readonly (readonly [CallbackState, string])[] = [
  ['COMPLETED', 'completed'],
  ['PENDING', 'pending'],
  ['RECONCILED', 'reconciled'],
];

/** Where there is no word for a reward that is held, nobody can ask for one. */
export function activitiesOf(dialect: string): typeof ACTIVITIES {
  const isStateful = dialectNamed(dialect)?.rewards?.stateful ?? false;
  return ACTIVITIES.filter(([state]) => isStateful || state !== 'PENDING');
}

export function toFields({ dialect, urlTemplate, reversalUrlTemplate, options }: CallbackConfig): CallbackFields {
  const { activities, stateful, zeroRewards, custom = {}, holdMinutes } = options;
  const asked = ACTIVITIES.filter(([state]) => activities === undefined || activities.includes(state));
  return {
    dialect,
    url: urlTemplate,
    reversal: reversalUrlTemplate ?? '',
    ...Object.fromEntries(asked.map(([, name]) => [name, 'on'])),
    ...(stateful && { stateful: 'on' }),
    ...(zeroRewards && { zero: 'on' }),
    custom: Object.entries(custom)
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n'),
    hold: holdMinutes ? String(holdMinutes) : '',
  };
}

/** What the form says, and everything that is wrong with it. A form with faults is never saved. */
export function readCallbackForm(fields: CallbackFields): { config: CallbackConfig; faults: CallbackFault[] } {
  const faults: CallbackFault[] = [];
  const dialect = fields.dialect ?? '';
  const known = dialectNamed(dialect)?.rewards?.optionsKnown ?? [];
  const options: CallbackOptions = {};
  if (known.includes('stateful') && fields.stateful === 'on') options.stateful = true;
  if (known.includes('zeroRewards') && fields.zero === 'on') options.zeroRewards = true;
  if (known.includes('activities')) readActivities(fields, options, faults);
  if (known.includes('custom')) readCustom(fields.custom ?? '', options, faults);
  if (known.includes('holdMinutes')) readHold((fields.hold ?? '').trim(), options, faults);
  const config: CallbackConfig = {
    dialect,
    urlTemplate: (fields.url ?? '').trim(),
    reversalUrlTemplate: (fields.reversal ?? '').trim() || null,
    options,
  };
  return { config, faults: [...findAddressFaults(config), ...faults] };
}

const LONGEST_ADDRESS = 2048;

function findAddressFaults(config: CallbackConfig): CallbackFault[] {
  const { urlTemplate, reversalUrlTemplate } = config;
  if (urlTemplate === '') return [{ field: 'urlTemplate', message: 'The address is missing.', position: null }];
  const tooLong = Object.entries({ urlTemplate, reversalUrlTemplate }).filter(
    ([, template]) => template !== null && template.length > LONGEST_ADDRESS,
  );
  if (tooLong.length === 0) return findCallbackFaults(config);
  const message = `An address has at most ${LONGEST_ADDRESS} characters.`;
  return tooLong.map(([field]) => ({ field: field as 'urlTemplate', message, position: LONGEST_ADDRESS }));
}

function readActivities(fields: CallbackFields, options: CallbackOptions, faults: CallbackFault[]): void {
  const possible = activitiesOf(fields.dialect ?? '');
  const asked = possible.filter(([, name]) => fields[name] === 'on').map(([state]) => state);
  if (asked.length === 0) {
    faults.push({ field: 'activities', message: 'At least one activity must be sent.', position: null });
  }
  if (asked.length < possible.length) options.activities = asked;
}

/** One `name = value` a line. */
function readCustom(text: string, options: CallbackOptions, faults: CallbackFault[]): void {
  const lines = text.split(/\r\n?|\n/).map((line, at) => ({ line, number: at + 1 }));
  const custom: Record<string, string> = {};
  for (const { line, number } of lines) {
    if (line.trim() === '') continue;
    const [name = '', value] = line.split(/=(.*)/s).map((part) => part.trim());
    const fault =
      value === undefined ? 'Write name = value.' : Object.hasOwn(custom, name) ? 'This name comes twice.' : null;
    if (fault) faults.push({ field: 'custom', message: `Line ${number}: ${fault}`, position: null });
    else Object.defineProperty(custom, name, { value, enumerable: true });
  }
  if (Object.keys(custom).length === 0) return;
  const read = callbackOptions.shape.custom.safeParse(custom);
  if (read.success) options.custom = read.data;
  else {
    const message = 'At most 16 parameters: names of letters, digits and _, values of at most 256 characters.';
    faults.push({ field: 'custom', message, position: null });
  }
}

function readHold(text: string, options: CallbackOptions, faults: CallbackFault[]): void {
  if (text === '' || text === '0') return;
  const read = callbackOptions.shape.holdMinutes.safeParse(/^\d{1,9}$/.test(text) ? Number(text) : text);
  if (read.success) options.holdMinutes = read.data;
  else faults.push({ field: 'holdMinutes', message: 'Whole minutes, at most 129,600: 90 days.', position: null });
}
