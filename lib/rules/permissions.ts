/**
 * Who may do what in the console. One table: a role without a row, or a permission nobody thought about, does not
 * compile. Each working role can what the one before it can, and more; an auditor sees everything and changes nothing.
 */
export const ROLES = ['agent', 'senior', 'lead', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Looking: changes nothing. */
const LOOKING = [
  'tickets:read',
  'offers:read',
  'apps:read',
  'integrations:read',
  'health:read',
  /** Addresses of people, devices and networks; without it they are masked. */
  'pii:view',
] as const;

/** Looking over shoulders: what was done, by whom, how well. */
const OVERSEEING = ['reports:read', 'audit:read', 'settings:read', 'agents:read'] as const;

const AGENT = [
  'tickets:decide',
  'tickets:assign',
  'tickets:note',
  /** Ask the advertiser to look again. */
  'rechecks:ask',
  /** Mail that came in and was put aside: attach it, open a ticket of it, or drop it. */
  'mail:handle',
] as const;

const SENIOR = [
  'tickets:bulk',
  'tickets:merge',
  /** Correct which step of an offer a ticket is about. */
  'tickets:override',
] as const;

const LEAD = [
  /** Take back what a colleague has just decided or written. */
  'tickets:undo',
  'callbacks:resume',
  'callbacks:replay',
  'macros:write',
  'views:share',
  /** Clocks, calendars, assignment: how the work is shared and how long it may take. */
  'policies:write',
] as const;

const ADMIN = [
  'apps:write',
  'integrations:write',
  'agents:write',
  'keys:write',
  'settings:write',
  /** Erase a person's data for good. */
  'erase:users',
] as const;

/** From the least to the most: what each group adds. Also the order in which roles are explained. */
export const PERMISSION_GROUPS = {
  looking: LOOKING,
  agent: AGENT,
  senior: SENIOR,
  lead: LEAD,
  overseeing: OVERSEEING,
  admin: ADMIN,
} as const;

export type PermissionGroup = keyof typeof PERMISSION_GROUPS;
export type Permission = (typeof PERMISSION_GROUPS)[PermissionGroup][number];

const GROUPS_OF: Record<Role, readonly PermissionGroup[]> = {
  agent: ['looking', 'agent'],
  senior: ['looking', 'agent', 'senior'],
  lead: ['looking', 'agent', 'senior', 'lead', 'overseeing'],
  admin: ['looking', 'agent', 'senior', 'lead', 'overseeing', 'admin'],
  auditor: ['looking', 'overseeing'],
};

export function can(role: Role, permission: Permission): boolean {
  return GROUPS_OF[role].some((group) => (PERMISSION_GROUPS[group] as readonly string[]).includes(permission));
}

/** Changes after which nothing is safe any more: they want a second step of the last minutes, where an agent has one. */
const DANGEROUS: readonly Permission[] = ['agents:write', 'keys:write', 'erase:users'];
export const PROOF_LASTS_MS = 15 * 60_000;

export function isDangerous(permission: Permission): boolean {
  return DANGEROUS.includes(permission);
}

export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
