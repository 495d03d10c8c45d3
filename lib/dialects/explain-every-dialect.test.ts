/** Whatever the network: a wrong secret is named for what it is, and no explanation shows one. */
import { describe, expect, test } from 'vitest';
import type { IntegrationSettings, SampleContent } from './dialect';
import { explainSignature } from './explain-signature';
import { confirmDialects } from './index';
import type { Asked } from './likely-mistake';
import { toPostbackRequest } from './sample';

const SECRET = 'the-Current-secret-0123456789-abcdef';
const OLD = 'the-Secret-before-0123456789-abcdef';
const AT = new Date('2026-11-21T12:00:00Z');
const DOOR = 'https://rewards.example/api/postbacks/acme';
const settings: IntegrationSettings = { statusMap: {}, eventMap: { e1: 'level-10' }, requireSignature: true };
const what: SampleContent = {
  transaction: '0b7d1c3e-8f0a-4a56-9c55-0d4f9a1f7b11',
  clickId: 'sample-click',
  taskKey: 'e1',
  state: 'COMPLETED',
  payoutUsd: '1.00',
  reason: null,
};

describe.each(confirmDialects().filter(({ confirms }) => !confirms.neverSigned))('$name', ({ confirms }) => {
  const explained = (signedWith: string, more: Partial<Asked> = {}) => {
    const request = toPostbackRequest(confirms.sample(what, signedWith, DOOR, AT)!);
    const secrets = { current: SECRET, previous: null };
    return explainSignature({ confirms, request, secrets, settings, at: AT, others: [], ...more });
  };

  test('a right one needs no explanation, and shows no secret', () => {
    const told = explained(SECRET);
    expect(told).toMatchObject({ check: { verdict: 'valid' }, mistake: null, differsAt: null });
    expect(JSON.stringify(told.check)).not.toContain(SECRET);
  });

  test('the secret before the last rotation, one with a space, and another integration’s are told apart', () => {
    const named = (told: ReturnType<typeof explained>) => told.mistake?.name;
    expect(named(explained(OLD, { secrets: { current: SECRET, previous: OLD } }))).toBe('previous-secret');
    expect(named(explained(`${SECRET} `))).toBe('secret-spaces');
    expect(named(explained(OLD, { others: [{ key: 'other', secret: OLD }] }))).toBe('secret-of-another');
    expect(named(explained('nobody knows this secret at all'))).toBeUndefined();
  });
});
