import { expect, test } from 'vitest';
import { readCallbackForm, toFields } from '@/lib/offers/callback-form';
import type { CallbackConfig } from '@/lib/offers/callback-setup';

const ADDRESS = 'https://game.example/pay?user=[USER_ID]&rewards=[REWARDS]&event=[EVENT_ID]';
const IRON = { dialect: 'ironsource', url: ADDRESS, completed: 'on', reconciled: 'on' };
const STANDARD = {
  dialect: 'standard',
  url: 'https://game.example/hook',
  completed: 'on',
  pending: 'on',
  reconciled: 'on',
};

test.each<CallbackConfig>([
  { dialect: 'ironsource', urlTemplate: ADDRESS, reversalUrlTemplate: ADDRESS, options: {} },
  {
    dialect: 'standard',
    urlTemplate: 'https://game.example/hook',
    reversalUrlTemplate: null,
    options: {
      stateful: true,
      zeroRewards: true,
      activities: ['COMPLETED', 'RECONCILED'],
      custom: { source: 'wall', token: 'a=b=' },
      holdMinutes: 90,
    },
  },
])('what is saved comes back from the form as it was: $dialect', (config) => {
  expect(readCallbackForm(toFields(config))).toEqual({ config, faults: [] });
});

test('all activities are no choice, and none is a mistake', () => {
  expect(readCallbackForm(STANDARD)).toMatchObject({ config: { options: {} }, faults: [] });
  const { completed, pending, reconciled, ...none } = STANDARD;
  expect(readCallbackForm(none).faults).toMatchObject([{ field: 'activities' }]);
});

test('a dialect without a word for a held reward has two activities', () => {
  expect(readCallbackForm(IRON).config.options).toEqual({});
  const { reconciled, ...completed } = IRON;
  expect(readCallbackForm(completed).config.options).toEqual({ activities: ['COMPLETED'] });
});

test('an option that the dialect does not know is left out', () => {
  expect(readCallbackForm({ ...IRON, stateful: 'on' }).config.options).toEqual({});
  expect(readCallbackForm({ ...STANDARD, stateful: 'on' }).config.options).toEqual({ stateful: true });
});

test('a fault stands where it is: the place in an address, the line of a list', () => {
  const url = ADDRESS.replace('[REWARDS]', '[COINS]');
  expect(readCallbackForm({ ...IRON, url }).faults).toMatchObject([
    { field: 'urlTemplate', position: url.indexOf('[COINS]') },
  ]);
  expect(readCallbackForm({ ...IRON, custom: 'a = b\nnothing\na = c' }).faults).toMatchObject([
    { field: 'custom', message: 'Line 2: Write name = value.' },
    { field: 'custom', message: 'Line 3: This name comes twice.' },
  ]);
  expect(readCallbackForm({ ...IRON, custom: '__proto__ = x\nbad-name = y' }).faults).toMatchObject([
    { field: 'custom' },
  ]);
  expect(readCallbackForm({ ...IRON, dialect: 'nobody' }).faults).toMatchObject([{ field: 'dialect' }]);
  expect(readCallbackForm({}).faults).toMatchObject([{ field: 'urlTemplate' }]);
});

test('an address has at most 2048 characters', () => {
  const long = (length: number) => `${ADDRESS}&x=`.padEnd(length, 'x');
  expect(readCallbackForm({ ...IRON, url: long(2048) }).faults).toEqual([]);
  expect(readCallbackForm({ ...IRON, url: long(2049) }).faults).toMatchObject([{ position: 2048 }]);
});

test('a reward is held for at most 90 days, in whole minutes', () => {
  const held = (hold: string) => readCallbackForm({ ...IRON, hold });
  expect(held(' 129600 ').config.options).toEqual({ holdMinutes: 129_600 });
  expect(held('0').config.options).toEqual({});
  for (const hold of ['129601', '-1', '1.5', 'soon']) {
    expect(held(hold).faults, hold).toMatchObject([{ field: 'holdMinutes' }]);
  }
});
