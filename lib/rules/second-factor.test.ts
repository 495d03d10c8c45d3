import { expect, test } from 'vitest';
import { namesSecondFactor } from '@/lib/rules/second-factor';

test('two factors of different kinds are a second factor, two of one kind are not', () => {
  expect(namesSecondFactor(['pwd', 'otp'])).toBe(true);
  expect(namesSecondFactor(['pwd', 'pin'])).toBe(false);
  expect(namesSecondFactor(['hwk', 'fpt'])).toBe(true);
  expect(namesSecondFactor(['otp', 'sms'])).toBe(false);
});

test('the provider may say so in one word; one factor alone is none', () => {
  expect(namesSecondFactor(['mfa'])).toBe(true);
  expect(namesSecondFactor(['otp'])).toBe(false);
  expect(namesSecondFactor(['pwd'])).toBe(false);
});

test('what is no list of words names nothing', () => {
  for (const amr of [undefined, null, 'mfa', 'pwd otp', {}, [], [['mfa']], ['MFA']]) {
    expect(namesSecondFactor(amr)).toBe(false);
  }
});
