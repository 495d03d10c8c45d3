/**
 * What can be ordered for many tickets at once: who may, what has to be said with it, and whether it can be taken back later.
 * One table; the page of an order, its door and the worker all read it.
 */
import type { Permission } from '@/lib/rules/permissions';

/** Above this many the number is typed, and the permission `tickets:bulk` is wanted. */
export const TYPED_ABOVE = 50;
/** A larger set is narrowed first. */
export const MOST_IN_BULK = 10_000;

/** What an order can ask for, by the names of its form's fields. */
export const BULK_FIELDS = ['reason', 'note', 'assignee', 'tag', 'until', 'why', 'words', 'question', 'other'] as const;
export type BulkField = (typeof BULK_FIELDS)[number];
export type BulkPayload = Partial<Record<BulkField, string>>;

type BulkLine = {
  permission: Permission;
  fields: readonly BulkField[];
  /** Fields that may stay empty. */
  optional?: readonly BulkField[];
  /** Nothing has left the house by it: it can be taken back afterwards as well. */
  canBeUndone?: true;
};

/** In the order of the toolbar. */
export const BULK_TABLE = {
  assign: { permission: 'tickets:assign', fields: ['assignee'], optional: ['assignee'], canBeUndone: true },
  tag: { permission: 'tickets:assign', fields: ['tag'], canBeUndone: true },
  untag: { permission: 'tickets:assign', fields: ['tag'], canBeUndone: true },
  snooze: { permission: 'tickets:assign', fields: ['until'], canBeUndone: true },
  hold: { permission: 'tickets:decide', fields: ['why'], canBeUndone: true },
  release: { permission: 'tickets:decide', fields: [], canBeUndone: true },
  note: { permission: 'tickets:note', fields: ['words'] },
  'ask-user': { permission: 'tickets:decide', fields: ['words'] },
  'ask-advertiser': { permission: 'rechecks:ask', fields: ['question'], optional: ['question'] },
  refire: { permission: 'callbacks:replay', fields: [] },
  duplicate: { permission: 'tickets:merge', fields: ['other'] },
  approve: { permission: 'tickets:decide', fields: ['reason'] },
  deny: { permission: 'tickets:decide', fields: ['reason', 'note'], optional: ['note'] },
} as const satisfies Record<string, BulkLine>;

export type BulkAction = keyof typeof BULK_TABLE;
export const BULK_ACTIONS = Object.keys(BULK_TABLE) as BulkAction[];

export function bulkLine(action: BulkAction): BulkLine {
  return BULK_TABLE[action];
}

export function isBulkAction(value: unknown): value is BulkAction {
  return typeof value === 'string' && Object.hasOwn(BULK_TABLE, value);
}

/** What the form says for this action, and which of its fields was left empty. */
export function readPayload(action: BulkAction, text: (name: string) => string): BulkPayload | { missing: BulkField } {
  const { fields, optional = [] } = bulkLine(action);
  const payload: BulkPayload = Object.fromEntries(fields.map((field) => [field, text(field).trim()]));
  const missing = fields.find((field) => payload[field] === '' && !optional.includes(field));
  return missing ? { missing } : payload;
}

/** A number as people type it: `1,204`, `1.204` and `1 204` are 1204. Null for anything else. */
export function readTypedCount(typed: string): number | null {
  const digits = typed.trim().replace(/[\s.,'’\u00A0\u202F]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
