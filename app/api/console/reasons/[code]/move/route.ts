/** Moves a reason up in its list, puts it away or brings it back. */
import { plainDoor, versionIn } from '@/app/api/console/plain-door';
import { isRefusal, refuse } from '@/lib/rules/refusal';
import { moveReason, type ReasonMove } from '@/lib/tickets/save-reason';

const MOVES: readonly ReasonMove[] = ['up', 'archive', 'restore'];

export const POST = plainDoor<{ code: string }>({
  permission: 'settings:write',
  page: () => '/console/settings/reasons',
  place: 'reasons',
  change: async (form, { code }, agent) => {
    const move = MOVES.find((one) => one === form.text('move'));
    if (!move) return refuse('malformed', 'There is no such move.');
    const moved = await moveReason(code, versionIn(form), move, { kind: 'AGENT', id: agent.id });
    return isRefusal(moved) ? moved : { page: `/console/settings/reasons?done=${move}#reason-${moved.code}` };
  },
});
