/**
 * Who may do what in the console. One table: a role without a row, or a permission nobody thought about, does not
 * compile. An auditor sees everything and changes nothing.
 */
export const ROLES = ['agent', 'senior', 'lead', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export type Permission =
  | 'tickets:read'
  | 'tickets:decide'
  | 'tickets:assign'
  | 'tickets:note'
  | 'offers:read'
  | 'apps:read'
  | 'callbacks:resume'
  | 'callbacks:replay'
  | 'apps:write'
  | 'integrations:read'
  | 'integrations:write'
  | 'health:read'
  | 'audit:read'
  | 'agents:write'
  | 'settings:write';

const LOOKING: readonly Permission[] = ['tickets:read', 'offers:read', 'apps:read', 'integrations:read', 'health:read'];
const WORKING: readonly Permission[] = [...LOOKING, 'tickets:decide', 'tickets:assign', 'tickets:note'];

const PERMISSIONS: Record<Role, readonly Permission[]> = {
  agent: WORKING,
  senior: WORKING,
  lead: [...WORKING, 'callbacks:resume', 'callbacks:replay', 'audit:read'],
  admin: [
    ...WORKING,
    'callbacks:resume',
    'callbacks:replay',
    'audit:read',
    'apps:write',
    'integrations:write',
    'agents:write',
    'settings:write',
  ],
  auditor: [...LOOKING, 'audit:read'],
};

export function can(role: Role, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission);
}

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
