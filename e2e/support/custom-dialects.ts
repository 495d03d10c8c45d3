/** Short ways to write custom dialects and to ask them, for the tests of lib/dialects. */
import { type CustomDefinition, parseCustomDefinition } from '@/lib/dialects/custom-definition';
import type { Confirms, IntegrationSettings, PostbackRequest, SampleContent } from '@/lib/dialects/dialect';

export const DOOR = 'https://rewards.example/api/postbacks/acme';
export const AT = new Date('2026-11-20T12:00:00Z');
export const SECRET = 'test-secret-key';
export const SETTINGS: IntegrationSettings = { statusMap: {}, eventMap: {}, requireSignature: true };
export const WHAT: SampleContent = {
  transaction: '9f1c2d3e-0000-4000-8000-000000000001',
  clickId: 'c-1',
  taskKey: 'level-5',
  state: 'COMPLETED',
  payoutUsd: '1.50',
  reason: null,
};

export function define(definition: object): CustomDefinition {
  const parsed = parseCustomDefinition(definition);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed;
}

export function get(rawQuery: string, more: Partial<PostbackRequest> = {}): PostbackRequest {
  return { method: 'GET', url: DOOR, rawQuery, headers: {}, rawBody: new Uint8Array(), ...more };
}

export function verify(confirms: Confirms, request: PostbackRequest, current = SECRET, now = AT) {
  return confirms.verify(request, { current, previous: null }, now, SETTINGS);
}

export function verdict(confirms: Confirms, request: PostbackRequest): string {
  const check = verify(confirms, request);
  return 'refused' in check ? check.refused : check.verdict;
}

export const value = (of: string) => ({ part: 'value', of });
export const values = (...names: string[]) => names.map(value);
export const secret = { part: 'secret' };
export const parameter = (name: string) => ({ in: 'parameter', name });
export const hash = (algorithm: string, parts: object[], name: string, separator = '') => ({
  kind: 'hash',
  algorithm,
  parts,
  separator,
  place: parameter(name),
});
export const hmac = (algorithm: string, parts: object[], place: object, more: object = {}) => ({
  kind: 'hmac',
  algorithm,
  parts,
  place,
  ...more,
});
export const sorted = (written: string, join = '&') => ({ part: 'sorted', written, join });
