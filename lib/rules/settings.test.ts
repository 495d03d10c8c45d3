import { expect, test } from 'vitest';
import { readTyped, SETTING_KEYS, SETTINGS, textsOf } from '@/lib/rules/settings';

const typed = (texts: Record<string, string>) => (name: string) => texts[name] ?? '';

test.each(SETTING_KEYS)('what holds while nobody has set anything can itself be set: %s', (key) => {
  expect(readTyped(key, typed(textsOf(key, undefined)))).toEqual({ value: SETTINGS[key].usual });
});

test('whole numbers are taken between their bounds and at them', () => {
  const seconds = (text: string) => readTyped('undoSeconds', typed({ seconds: text }));
  expect([seconds('0'), seconds('60')]).toEqual([{ value: 0 }, { value: 60 }]);
  for (const text of ['61', '-1', '1.5', '', 'ten', '1e1'])
    expect(seconds(text), text).toEqual({ faults: ['seconds'] });
});

test('money is taken between its bounds and at them, and kept as a decimal string', () => {
  const limit = (limitUsd: string) => readTyped('automation', typed({ limitUsd, graceMinutes: '0' }));
  expect(limit('0.01')).toEqual({ value: { limitUsd: '0.01', graceMinutes: 0 } });
  expect(limit('1000')).toEqual({ value: { limitUsd: '1000.00', graceMinutes: 0 } });
  for (const text of ['0', '1000.01', '', '5 USD', '-3']) expect(limit(text), text).toEqual({ faults: ['limitUsd'] });
});

test('two persons are never wanted when the limit is left empty', () => {
  expect(readTyped('fourEyes', typed({ aboveUsd: ' ' }))).toEqual({ value: { aboveUsd: null } });
  expect(textsOf('fourEyes', { aboveUsd: null })).toEqual({ aboveUsd: '' });
});

test('only roles that there are can be named', () => {
  expect(readTyped('twoFactor', typed({ roles: 'admin root lead' }))).toEqual({ value: { roles: ['lead', 'admin'] } });
});
