/**
 * What an agent can have their own way: one schema per key, and what holds until they say otherwise. `columns` and `density`
 * are the list's, `theme` is every page's of the console, `shortcuts` the keyboard's (lib/rules/shortcuts.ts), `after-decision` says where a decision leads to.
 */
import { z } from 'zod';

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** `system`: as the device has it. */
export const THEMES = ['system', 'light', 'dark'] as const;

export const PREFERENCES = {
  shortcuts: z
    .strictObject({
      off: z.boolean(),
      /** By command, the strokes that an agent has chosen; a command without a line keeps its own. */
      strokes: z.record(z.string().regex(NAME).max(40), z.string().max(40)),
    })
    .default({ off: false, strokes: {} }),
  columns: z.array(z.string().regex(NAME).max(40)).max(30).default([]),
  density: z.enum(['comfortable', 'dense']).default('dense'),
  theme: z.enum(THEMES).default('system'),
  'after-decision': z.enum(['next', 'stay', 'list']).default('next'),
} as const;

export type PreferenceKey = keyof typeof PREFERENCES;
export type Preference<Key extends PreferenceKey> = z.output<(typeof PREFERENCES)[Key]>;
export type Preferences = { [Key in PreferenceKey]: Preference<Key> };

export function isPreferenceKey(key: string): key is PreferenceKey {
  return Object.hasOwn(PREFERENCES, key);
}

/** What is no longer valid, after a change of the schema, counts as never said. */
export function readPreference<Key extends PreferenceKey>(key: Key, value: unknown): Preference<Key> {
  const read = PREFERENCES[key].safeParse(value);
  return (read.success ? read.data : PREFERENCES[key].parse(undefined)) as Preference<Key>;
}
