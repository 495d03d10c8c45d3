/** What a macro is made of, and what of it can be had together. */
import { z } from 'zod';
import { LONGEST_NOTE } from '@/lib/rules/agent-reasons';
import { templateFaults } from '@/lib/rules/macro-variables';
import type { Permission } from '@/lib/rules/permissions';
import { TAG_NAME } from '@/lib/rules/tags';

export const VISIBILITIES = ['me', 'team', 'everyone'] as const;
export const MACRO_DECISIONS = ['approve', 'deny', 'ask-user'] as const;
export const MACRO_NEXT = ['stay', 'next', 'list'] as const;

export type Visibility = (typeof VISIBILITIES)[number];
export type MacroDecision = (typeof MACRO_DECISIONS)[number];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const one = <Value extends string>(values: readonly Value[]) => z.enum(values as readonly [Value, ...Value[]]);

/** As the form sends it: an empty text is a choice that was not made. */
export const MACRO_SCHEMA = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    visibility: one(VISIBILITIES),
    template: z
      .string()
      .max(LONGEST_NOTE)
      .transform((text) => text.replace(/\r\n?/g, '\n').trim()),
    decision: one(MACRO_DECISIONS).or(z.literal('')),
    reason: z.string().max(40),
    tags: z.array(z.string().regex(TAG_NAME)).max(10),
    assignee: z.enum(['', 'me', 'nobody']).or(z.string().regex(UUID)),
    next: one(MACRO_NEXT),
  })
  .transform(({ decision, reason, assignee, tags, ...rest }) => ({
    ...rest,
    tags: [...new Set(tags)],
    decision: decision || null,
    // Only a decision has a reason; what was chosen before the decision was taken away is nobody's.
    reason: decision === 'approve' || decision === 'deny' ? reason || null : null,
    assignee: assignee || null,
  }));

export type MacroDraft = z.output<typeof MACRO_SCHEMA>;

export type MacroFault = 'unreadable' | 'nothing' | 'reason' | 'question' | 'template';

/** In words of `console.macros.fault`; an empty list for a macro that can be saved. */
export function macroFaults(draft: MacroDraft): MacroFault[] {
  const { decision, reason, template, tags, assignee } = draft;
  return [
    !decision && !template && tags.length === 0 && !assignee && ('nothing' as const),
    (decision === 'approve' || decision === 'deny') && !reason && ('reason' as const),
    decision === 'ask-user' && !template && ('question' as const),
    templateFaults(template).length > 0 && ('template' as const),
  ].filter((fault) => fault !== false);
}

/** What somebody must be allowed to do for every part of it to be done. */
export function permissionsFor({ decision, template, tags, assignee }: MacroDraft): Permission[] {
  return [
    decision ? ('tickets:decide' as const) : null,
    (!decision && template) || tags.length > 0 ? ('tickets:note' as const) : null,
    assignee ? ('tickets:assign' as const) : null,
  ].filter((permission) => permission !== null);
}
