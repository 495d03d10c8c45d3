import { expect, test } from 'vitest';
import { can, isRole, ROLES } from '@/lib/rules/permissions';

test('everybody may read tickets', () => {
  expect(ROLES.filter((role) => can(role, 'tickets:read'))).toEqual([...ROLES]);
});

test('an auditor changes nothing', () => {
  const changes = [
    'tickets:decide',
    'tickets:assign',
    'tickets:note',
    'callbacks:resume',
    'callbacks:replay',
    'apps:write',
    'integrations:write',
    'agents:write',
    'settings:write',
  ] as const;
  expect(changes.filter((permission) => can('auditor', permission))).toEqual([]);
});

test('only an admin changes settings, apps, integrations and agents', () => {
  expect(ROLES.filter((role) => can(role, 'apps:write'))).toEqual(['admin']);
  expect(ROLES.filter((role) => can(role, 'integrations:write'))).toEqual(['admin']);
  expect(ROLES.filter((role) => can(role, 'settings:write'))).toEqual(['admin']);
  expect(ROLES.filter((role) => can(role, 'agents:write'))).toEqual(['admin']);
});

test('a lead and an admin resume callbacks and replay them', () => {
  expect(ROLES.filter((role) => can(role, 'callbacks:resume'))).toEqual(['lead', 'admin']);
  expect(ROLES.filter((role) => can(role, 'callbacks:replay'))).toEqual(['lead', 'admin']);
});

test('an unknown word is not a role', () => {
  expect(isRole('lead')).toBe(true);
  expect(isRole('root')).toBe(false);
  expect(isRole('__proto__')).toBe(false);
});
