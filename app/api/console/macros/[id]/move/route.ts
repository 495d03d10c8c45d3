/** Moves a macro in the list, copies it, puts it away or brings it back. */
import { plainDoor, versionIn } from '@/app/api/console/plain-door';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { type MacroMove, moveMacro } from '@/lib/tickets/save-macro';

const MOVES: readonly MacroMove[] = ['up', 'archive', 'restore', 'duplicate'];

export const POST = plainDoor<{ id: string }>({
  permission: 'tickets:note',
  page: () => '/console/settings/macros',
  place: 'macros',
  change: async (form, { id }, agent) => {
    const move = MOVES.find((one) => one === form.text('move'));
    if (!move) return refuse('malformed', 'There is no such move.');
    const moved = await moveMacro(id, versionIn(form), move, agent);
    if (isRefusal(moved)) return moved;
    if (move === 'duplicate') return { page: `/console/settings/macros/${moved.id}` };
    return { page: `/console/settings/macros?done=${move}#macro-${moved.id}` };
  },
});
