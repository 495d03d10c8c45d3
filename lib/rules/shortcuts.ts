/**
 * Everything that a key does in the console: one line each. The keyboard (components/console/console-keys.tsx), the sheet, the
 * palette and the page where agents choose their own keys all read this table.
 *
 * Decisions take two strokes: nobody approves by leaning on a key. Undoing and all the rest take one.
 */
import { collide, readStrokes, strokeCount } from '@/lib/rules/strokes';

export const SHORTCUT_SCOPES = ['everywhere', 'list', 'ticket', 'editor'] as const;
export type ShortcutScope = (typeof SHORTCUT_SCOPES)[number];

/** `go` leads to an address; everything else is done by what the page has marked with `data-command` (or has as its id). */
type Command = {
  id: string;
  strokes: string;
  scope: ShortcutScope;
  go?: string;
  isDecision?: true;
  /** May begin with the strokes of this one: the shorter is carried out at once, and the longer on top of it. */
  follows?: string;
};

const COMMANDS = [
  { id: 'search', strokes: '/', scope: 'everywhere' },
  { id: 'palette', strokes: 'Mod+k', scope: 'everywhere' },
  { id: 'help', strokes: '?', scope: 'everywhere' },
  { id: 'go-queues', strokes: 'g q', scope: 'everywhere', go: '/console/tickets' },
  { id: 'go-mine', strokes: 'g m', scope: 'everywhere', go: '/console/tickets?queue=mine' },
  { id: 'go-due', strokes: 'g u', scope: 'everywhere', go: '/console/tickets?queue=due' },
  { id: 'go-breached', strokes: 'g b', scope: 'everywhere', go: '/console/tickets?queue=breached' },
  { id: 'go-escalated', strokes: 'g s', scope: 'everywhere', go: '/console/tickets?queue=escalated' },
  { id: 'undo', strokes: 'z', scope: 'everywhere' },
  { id: 'down', strokes: 'j', scope: 'list' },
  { id: 'up', strokes: 'k', scope: 'list' },
  { id: 'open', strokes: 'o', scope: 'list' },
  { id: 'select', strokes: 'x', scope: 'list' },
  { id: 'select-range', strokes: 'X', scope: 'list' },
  { id: 'bulk', strokes: 'b', scope: 'list' },
  { id: 'approve', strokes: 'g a', scope: 'ticket', isDecision: true },
  { id: 'deny', strokes: 'g d', scope: 'ticket', isDecision: true },
  { id: 'ask-advertiser', strokes: 'g e', scope: 'ticket', isDecision: true },
  { id: 'ask-user', strokes: 'r', scope: 'ticket' },
  { id: 'tell-advertiser', strokes: 'e', scope: 'ticket' },
  { id: 'note', strokes: 'n', scope: 'ticket' },
  { id: 'assign', strokes: 'a', scope: 'ticket' },
  { id: 'assign-me', strokes: 'i', scope: 'ticket' },
  { id: 'tag', strokes: 't', scope: 'ticket' },
  { id: 'snooze', strokes: 's', scope: 'ticket' },
  { id: 'macro', strokes: 'm', scope: 'ticket' },
  { id: 'copy-number', strokes: '.', scope: 'ticket' },
  { id: 'copy-title', strokes: '. .', scope: 'ticket', follows: 'copy-number' },
  { id: 'previous-ticket', strokes: '[', scope: 'ticket' },
  { id: 'next-ticket', strokes: ']', scope: 'ticket' },
  { id: 'back-to-list', strokes: 'g l', scope: 'ticket' },
  { id: 'send', strokes: 'Mod+Enter', scope: 'editor' },
  { id: 'send-next', strokes: 'Mod+Shift+Enter', scope: 'editor' },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];
export type Shortcut = Command & { id: CommandId };

/** What an agent has chosen (preference `shortcuts`). */
export type Choice = { off: boolean; strokes: Record<string, string> };

export const TABLE: readonly Shortcut[] = COMMANDS;

/** The table with an agent's own strokes in it. */
export function shortcutsOf(strokes: Choice['strokes']): readonly Shortcut[] {
  return TABLE.map((command) => ({ ...command, strokes: readStrokes(strokes[command.id] ?? '') ?? command.strokes }));
}

/** In words of `console.keyboard.fault`. */
export type StrokesFault =
  | { fault: 'unreadable' | 'two-strokes' | 'modifier' | 'reserved' }
  | { fault: 'taken'; by: CommandId };

/** Keys that move the focus or press what has it belong to the browser and to screen readers. */
const RESERVED = ['Enter', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Backspace', 'Delete'];

/** What is wrong with these strokes for this command, beside all the others; null when they can be had. */
export function faultOf(shortcuts: readonly Shortcut[], id: CommandId, text: string): StrokesFault | null {
  const command = TABLE.find((one) => one.id === id)!;
  const strokes = readStrokes(text);
  if (!strokes) return { fault: 'unreadable' };
  if (strokes.split(' ').some((stroke) => RESERVED.includes(stroke))) return { fault: 'reserved' };
  if (command.isDecision && strokeCount(strokes) < 2) return { fault: 'two-strokes' };
  // While somebody types, a plain letter is a letter.
  if (command.scope === 'editor' && !/^Mod\+\S+$/.test(strokes)) return { fault: 'modifier' };
  const taken = shortcuts.find(
    (other) => other.id !== id && meet(command, other) && !mayFollow(command, other) && collide(strokes, other.strokes),
  );
  return taken ? { fault: 'taken', by: taken.id } : null;
}

/** Whether both can be meant at the same moment. */
function meet(one: Shortcut, other: Shortcut): boolean {
  return one.scope === other.scope || one.scope === 'everywhere' || other.scope === 'everywhere';
}

function mayFollow(one: Shortcut, other: Shortcut): boolean {
  return one.follows === other.id || other.follows === one.id;
}

/** Every fault of a whole choice, by command: two that were swapped are judged as they will be. */
export function faultsOf(strokes: Choice['strokes']): Partial<Record<CommandId, StrokesFault>> {
  const chosen = shortcutsOf(strokes);
  const faults = TABLE.flatMap(({ id }) => {
    const text = strokes[id];
    const fault = text === undefined ? null : faultOf(chosen, id, text);
    return fault ? [[id, fault] as const] : [];
  });
  return Object.fromEntries(faults);
}

/** What the last stroke means after those before it: what to do, and what is still waited for. */
export function match(
  shortcuts: readonly Shortcut[],
  before: string,
  stroke: string,
): { does: Shortcut[]; waits: string } {
  for (const pressed of before ? [`${before} ${stroke}`, stroke] : [stroke]) {
    const does = shortcuts.filter(({ strokes }) => strokes === pressed);
    const isBegun = shortcuts.some(({ strokes }) => strokes.startsWith(`${pressed} `));
    if (does.length > 0 || isBegun) return { does, waits: isBegun ? pressed : '' };
  }
  return { does: [], waits: '' };
}
