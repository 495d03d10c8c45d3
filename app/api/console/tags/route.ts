/** Makes a tag, gives one another colour, puts one away, or merges one into another. */
import { plainDoor } from '@/app/api/console/plain-door';
import { entryOf } from '@/lib/rules/entry-of';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { archiveTag, mergeTags, saveTag } from '@/lib/tickets/keep-tags';

export const POST = plainDoor({
  permission: 'macros:write',
  page: () => '/console/settings/tags',
  place: 'tags',
  change: async (form, _params, agent) => {
    const actor = { kind: 'AGENT' as const, id: agent.id };
    const name = form.text('name');
    const changes: Record<string, () => ReturnType<typeof archiveTag>> = {
      save: () => saveTag(name, form.text('tone'), actor),
      archive: () => archiveTag(name, actor),
      merge: () => mergeTags(name, form.text('into'), actor),
    };
    const change = entryOf(changes, form.text('do'));
    const done = change ? await change() : refuse('malformed', 'There is nothing of this kind to do.');
    return isRefusal(done) ? done : { page: `/console/settings/tags?done=${form.text('do')}#tags` };
  },
});
