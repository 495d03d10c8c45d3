/** What the console shows of a dialect before anything was ever sent. */
import { describe, expect, test } from 'vitest';
import { dialectNamed, rewardDialects } from '.';
import { checkTemplate } from './check-template';
import { describeMacros, exampleEvent, suggestTemplate } from './example-event';

describe('the macros', () => {
  test.each(rewardDialects())('of $name are told apart and each explained', (dialect) => {
    const described = describeMacros(dialect);
    expect(new Set(described.map(({ written }) => written)).size).toBe(described.length);
    for (const { means } of described) expect(means.length).toBeGreaterThan(5);
    const mandatory = described.filter(({ isMandatory }) => isMandatory);
    expect(mandatory.map(({ written }) => written.replace(/^\[?[%{]?|[%}]?\]?$/g, ''))).toEqual(
      expect.arrayContaining([...dialect.rewards.mandatoryMacros]),
    );
    for (const { example } of mandatory) expect(example).not.toBe('');
  });

  test('stand as they are written in an address, with what would stand there', () => {
    const find = (dialect: string, written: string) =>
      describeMacros(dialectNamed(dialect)!).find((macro) => macro.written === written);
    expect(find('ironsource', '[REWARDS]')).toMatchObject({ isMandatory: true, example: '1500' });
    expect(find('bitlabs', '[%TX%]')?.example).toBe('o00000000-0000-5000-8000-000000000001');
    expect(find('bitlabs', '[%BAN:STATUS%]')?.example).toBe('BANNED');
    expect(find('bitlabs', '[%HASH%]')?.example).toMatch(/^[0-9a-f]{40}$/);
    expect(find('ayet', '{chargeback_date}')?.example).toBe('2026-01-20 08:15:00');
    expect(find('ayet', '{offer_name_sanitized}')?.example).toBe('Island_reach_level_5');
    expect(find('adgate', '{state}')?.example).toBe('approved');
  });

  test('of a dialect that signs a body are none, and of a tracker there is no side to speak of', () => {
    expect(describeMacros(dialectNamed('standard')!)).toEqual([]);
    expect(describeMacros(dialectNamed('adjust')!)).toEqual([]);
  });
});

test.each(rewardDialects())('an address that is suggested for $name is one that is taken', (dialect) => {
  const template = suggestTemplate(dialect, 'https://game.example/cb');
  expect(checkTemplate(dialect, template)).toBeNull();
  expect(template.startsWith('https://game.example/cb')).toBe(true);
  expect(template).not.toContain('YOUR-SECRET');
});

test('an example says what its kind says', () => {
  expect(exampleEvent('ACTIVITY')).toMatchObject({ rewardAmount: 0n, payoutUsd: '0', reversal: null });
  expect(exampleEvent('PENDING').delayMinutes).toBeGreaterThan(0);
  expect(exampleEvent('REVERSAL').eventId).toBe(exampleEvent('REWARD').eventId);
  expect(exampleEvent('REVERSAL').reversal?.reason).toBe('CHARGEBACK');
  expect(exampleEvent('REWARD', { userId: 'somebody' }).userId).toBe('somebody');
});
