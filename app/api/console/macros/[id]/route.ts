/** Saves a macro; `new` makes one. */
import { plainDoor, versionIn } from '@/app/api/console/plain-door';
import { isRefusal } from '@/lib/rules/refusal';
import { saveMacro } from '@/lib/tickets/save-macro';

const FIELDS = ['name', 'visibility', 'template', 'decision', 'reason', 'assignee', 'next'] as const;

export const POST = plainDoor<{ id: string }>({
  permission: 'tickets:note',
  several: ['tags'],
  page: ({ id }) => `/console/settings/macros/${encodeURIComponent(id)}`,
  place: 'macro',
  change: async (form, { id }, agent) => {
    const texts = Object.fromEntries(FIELDS.map((name) => [name, form.text(name)]));
    const given = { ...texts, tags: form.texts('tags') };
    const saved = await saveMacro(id === 'new' ? null : id, versionIn(form), given, agent);
    return isRefusal(saved) ? saved : { page: `/console/settings/macros?done=saved#macro-${saved.id}` };
  },
});
