/**
 * What a macro's words may hold: `{{ticket.number}}` becomes the ticket's number. One list for the editor, the lint and the
 * filling in. A name that is not in it is refused when the macro is saved, so that nobody ever reads double brackets.
 */
export const MACRO_VARIABLES = [
  'ticket.number',
  'ticket.reward',
  'ticket.steps',
  'offer.title',
  'game.name',
  'user.id',
  'agent.firstName',
] as const;

export type MacroVariable = (typeof MACRO_VARIABLES)[number];
export type MacroValues = Record<MacroVariable, string>;

/** What the editor shows where no ticket is open. */
export const SAMPLE_VALUES: MacroValues = {
  'ticket.number': 'MG-7K3F-92QX',
  'ticket.reward': '3,500 Gems',
  'ticket.steps': 'Level 10',
  'offer.title': 'Coin Kingdom',
  'game.name': 'Gem Quest',
  'user.id': 'ana-4711',
  'agent.firstName': 'Agnes',
};

/** Places are counted in characters from the beginning. `unclosed`: brackets that are opened or closed alone. */
export type TemplateFault = { from: number; to: number; text: string; fault: 'unknown' | 'unclosed' };

const BRACKETS = /\{\{\s*([^{}]*?)\s*\}\}|\{\{|\}\}/g;

export function templateFaults(template: string): TemplateFault[] {
  return [...template.matchAll(BRACKETS)].flatMap((found): TemplateFault[] => {
    const [text, name] = found;
    if (name !== undefined && isVariable(name)) return [];
    const fault = name === undefined ? 'unclosed' : 'unknown';
    return [{ from: found.index, to: found.index + text.length, text, fault }];
  });
}

function isVariable(name: string): name is MacroVariable {
  return (MACRO_VARIABLES as readonly string[]).includes(name);
}

/** A template without faults, with its values. What a value holds is never read as a variable again. */
export function fillTemplate(template: string, values: MacroValues): string {
  return template.replace(BRACKETS, (text, name) => (isVariable(name) ? values[name] : text));
}
