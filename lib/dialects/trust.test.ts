/** What a dialect admits about its signature is true: whatever can be changed without breaking it is named, and nothing else. */
import { describe, expect, test } from 'vitest';
import { confirmDialects } from '.';
import type { Confirms, IntegrationSettings, Postback, PostbackRequest, SampleContent, TrustReason } from './dialect';
import { toPostbackRequest } from './sample';
import { trustOf } from './trust';

const AT = new Date('2026-11-20T12:00:00Z');
const SECRETS = { current: 'sample-secret-0123456789', previous: null };
const SETTINGS: IntegrationSettings = {
  statusMap: {},
  eventMap: { '42': 'level-5', '43': 'level-6' },
  requireSignature: true,
};
const WHAT: SampleContent = {
  transaction: '9f1c2d3e-0000-4000-8000-000000000001',
  clickId: 'c-1',
  taskKey: '42',
  state: 'COMPLETED',
  payoutUsd: '1.50',
  reason: null,
};
const SAID: Partial<Record<TrustReason, keyof Postback>> = {
  'click-not-covered': 'clickId',
  'transaction-not-covered': 'transaction',
  'task-not-covered': 'taskKey',
  'state-not-covered': 'state',
  'amount-not-covered': 'payoutUsd',
};
const OTHER_VALUES = ['43', '2', '0', '-9.75', '9.75', 'true', 'rejected', 'c-2', crypto.randomUUID()];

/** What somebody who carries the request could make it say without breaking its proof. */
function changeable(confirms: Confirms): Set<keyof Postback> {
  const request = toPostbackRequest(confirms.sample(WHAT, SECRETS.current, 'https://rewards.example/door', AT)!);
  const check = confirms.verify(request, SECRETS, AT, SETTINGS);
  const names = 'refused' in check ? [] : check.notCovered.filter((name) => /^\w+$/.test(name));
  const before = read(confirms, request)!;
  const changed = names
    .flatMap((name) => OTHER_VALUES.map((value) => withParameter(request, name, value)))
    .filter((changed) => isProven(confirms, changed))
    .flatMap((changed) => read(confirms, changed) ?? []);
  const fields = Object.values(SAID).filter((field) => changed.some((after) => after[field] !== before[field]));
  return new Set(fields);
}

function isProven(confirms: Confirms, request: PostbackRequest): boolean {
  const check = confirms.verify(request, SECRETS, AT, SETTINGS);
  return 'verdict' in check && check.verdict === 'valid';
}

function read(confirms: Confirms, request: PostbackRequest): Postback | null {
  const notice = confirms.read(request, SETTINGS);
  return 'kind' in notice && notice.kind === 'confirmation' ? notice : null;
}

function withParameter(request: PostbackRequest, name: string, value: string): PostbackRequest {
  const parameters = new URLSearchParams(request.rawQuery);
  parameters.set(name, value);
  return { ...request, rawQuery: parameters.toString() };
}

const ALL = confirmDialects().map(({ name, confirms }) => [name, confirms] as const);
const inClear = ({ weaknesses }: Confirms) => weaknesses.includes('secret-in-url');

test.each(ALL.filter(([, confirms]) => !inClear(confirms)))(
  '%s admits what its signature leaves open',
  (_, confirms) => {
    const admitted = confirms.weaknesses.flatMap((reason) => SAID[reason] ?? []);
    expect([...changeable(confirms)].sort()).toEqual(admitted.sort());
  },
);

test.each(ALL.filter(([, confirms]) => inClear(confirms)))(
  '%s has a secret in clear, which covers nothing',
  (_, confirms) => {
    expect(changeable(confirms)).toContain('clickId');
  },
);

describe.each(ALL)('%s', (name, { weaknesses }) => {
  test('is as strong as it has no reason to be weak', () => {
    const { trust, why } = trustOf(name, SETTINGS)!;
    expect(why).toEqual(weaknesses);
    expect(trust).toBe(weaknesses.length === 0 ? 'strong' : 'weak');
  });

  test('is weak where the operator takes postbacks without a signature', () => {
    expect(trustOf(name, { requireSignature: false })).toEqual({ trust: 'weak', why: [...weaknesses, 'not-required'] });
  });
});

test('who takes no postbacks has no trust', () => {
  expect(trustOf('standard', SETTINGS)).toBeNull();
  expect(trustOf('klingon', SETTINGS)).toBeNull();
});
