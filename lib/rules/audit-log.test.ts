import { describe, expect, test } from 'vitest';
import { differences } from '@/lib/rules/audit-diff';
import { auditQuery, readAuditFilter, subjectPage } from '@/lib/rules/audit-filter';

describe('differences', () => {
  test('only what changed is said, by its path', () => {
    expect(
      differences({ name: 'A', limits: { day: 10, hour: 3 } }, { name: 'A', limits: { day: 12, hour: 3 } }),
    ).toEqual([{ path: 'limits.day', before: '10', after: '12' }]);
  });

  test('what came and what went has one side', () => {
    expect(differences(null, { name: 'A' })).toEqual([{ path: 'name', before: null, after: 'A' }]);
    expect(differences({ name: 'A' }, null)).toEqual([{ path: 'name', before: 'A', after: null }]);
    expect(differences(null, null)).toEqual([]);
  });

  test('nothing and not there are told apart, lists are compared as a whole', () => {
    expect(differences({ contact: null }, { contact: 'a@b.co' })).toEqual([
      { path: 'contact', before: '—', after: 'a@b.co' },
    ]);
    expect(differences({ ips: ['a', 'b'] }, { ips: ['a'] })).toEqual([
      { path: 'ips', before: '["a","b"]', after: '["a"]' },
    ]);
  });

  test('a secret is never shown, only that it changed', () => {
    const shown = differences({ callback: { secret: 'one' } }, { callback: { secret: 'two' }, secret: 'changed' });
    expect(shown).toEqual([
      { path: 'callback.secret', before: '•••', after: '•••' },
      { path: 'secret', before: null, after: 'changed' },
    ]);
  });
});

describe('the filter', () => {
  test('stands in the address and is read from it again', () => {
    const asked = {
      actor: 'AUTO',
      action: 'put-app',
      subject: 'app:gems',
      ip: '192.0.2.7',
      batch: 'b',
      from: '2026-11-20T10:30',
    };
    const query = auditQuery(readAuditFilter(asked));
    expect(Object.fromEntries(query)).toEqual(asked);
    expect(auditQuery(readAuditFilter({})).size).toBe(0);
  });

  test('a ticket may be named by its number alone; what cannot be stored finds nothing', () => {
    expect(readAuditFilter({ subject: 'mg-0000-0000' }).subject).toMatch(/^(ticket:MG|mg)-?/);
    expect(readAuditFilter({ subject: 'a\0b' }).subject).toBe('a\ufffdb');
  });
});

test('what has a page is linked, whatever its key is made of', () => {
  expect(subjectPage('app:gems')).toBe('/console/apps/gems');
  expect(subjectPage('integration:a/b:c')).toBe('/console/integrations/a%2Fb%3Ac');
  expect(subjectPage('end-user:1')).toBeNull();
  expect(subjectPage('constructor:1')).toBeNull();
});
