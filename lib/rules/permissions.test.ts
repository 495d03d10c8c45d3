import { expect, test } from 'vitest';
import { can, isRole, PERMISSION_GROUPS, type Permission, ROLES } from '@/lib/rules/permissions';

const CHANGES = (['agent', 'senior', 'lead', 'admin'] as const).flatMap((group): readonly Permission[] => [
  ...PERMISSION_GROUPS[group],
]);
const whoMay = (permission: Permission) => ROLES.filter((role) => can(role, permission));

test('everybody reads tickets and sees whose they are', () => {
  expect(whoMay('tickets:read')).toEqual([...ROLES]);
  expect(whoMay('pii:view')).toEqual([...ROLES]);
});

test('an auditor reads everything, also reports, the audit log and settings, and changes nothing', () => {
  expect(CHANGES.filter((permission) => can('auditor', permission))).toEqual([]);
  const reads: Permission[] = ['reports:read', 'audit:read', 'settings:read', 'agents:read'];
  expect(reads.filter((permission) => !can('auditor', permission))).toEqual([]);
});

test('an agent decides, assigns, notes, asks the advertiser and handles mail', () => {
  for (const permission of PERMISSION_GROUPS.agent) {
    expect(whoMay(permission), permission).toEqual(['agent', 'senior', 'lead', 'admin']);
  }
});

test('many tickets at once, merging and correcting a step begin with senior agents', () => {
  for (const permission of PERMISSION_GROUPS.senior) {
    expect(whoMay(permission), permission).toEqual(['senior', 'lead', 'admin']);
  }
});

test('macros, shared views, policies and callbacks are for leads and admins', () => {
  for (const permission of PERMISSION_GROUPS.lead) expect(whoMay(permission), permission).toEqual(['lead', 'admin']);
});

test('only an admin changes settings, apps, integrations, agents and keys, and erases people', () => {
  for (const permission of PERMISSION_GROUPS.admin) expect(whoMay(permission), permission).toEqual(['admin']);
});

test('an unknown word is not a role', () => {
  expect(isRole('lead')).toBe(true);
  expect(isRole('root')).toBe(false);
  expect(isRole('__proto__')).toBe(false);
});
