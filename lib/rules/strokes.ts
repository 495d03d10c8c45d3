/**
 * How a press of keys is written: strokes in their order, separated by spaces. A stroke is what the keyboard says it is
 * (`event.key`, whatever the layout), after `Mod+` for ⌘ or Ctrl and `Shift+` where the key itself does not show it: `g a`,
 * `?`, `X`, `Mod+k`, `Mod+Shift+Enter`.
 */
export type Pressed = {
  key: string;
  /** The place of the key, for layouts whose letters are not Latin. */
  code: string;
  mod: boolean;
  shift: boolean;
  alt: boolean;
};

const NAMED = ['Enter', 'Backspace', 'Delete', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
const STROKE = /^(?:Mod\+)?(?:(?:Shift\+)?[A-Z][A-Za-z]{2,9}|(?:Shift\+)?[a-z0-9]|[!-~])$/;
const MOST = 2;

/** Null for keys that belong to the system, and for those that only change others. */
export function strokeOf({ key, code, mod, shift, alt }: Pressed): string | null {
  if (alt) return null;
  if (key.length > 1) return NAMED.includes(key) ? `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}` : null;
  const letter = latin(key, code);
  if (!/[!-~]/.test(letter)) return null;
  // Caps Lock turns letters over; only Shift counts.
  if (/[a-z]/i.test(letter)) {
    const small = letter.toLowerCase();
    if (mod) return `Mod+${shift ? 'Shift+' : ''}${small}`;
    return shift ? letter.toUpperCase() : small;
  }
  return mod ? `Mod+${letter}` : letter;
}

/** On a Cyrillic, Greek, Arabic or Hebrew keyboard the letter that Latin ones have in its place. */
function latin(key: string, code: string): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter && /[^!-~]/.test(key) ? letter.toLowerCase() : key;
}

/** Strokes as an agent has typed them, in their one form; null for what no keyboard sends. */
export function readStrokes(text: string): string | null {
  const strokes = text.trim().split(/\s+/);
  if (strokes.length > MOST || !strokes.every((stroke) => STROKE.test(stroke))) return null;
  const known = strokes.every((stroke) => {
    const key = keyOf(stroke);
    return key.length === 1 || NAMED.includes(key);
  });
  return known ? strokes.join(' ') : null;
}

export function keyOf(stroke: string): string {
  return stroke.replace(/^Mod\+(?=.)/, '').replace(/^Shift\+(?=.)/, '');
}

export function strokeCount(strokes: string): number {
  return strokes.split(' ').length;
}

/** Needs no modifier, so that somebody who types or dictates elsewhere may press it without meaning to (WCAG 2.1.4). */
export function isPlain(strokes: string): boolean {
  return !strokes.startsWith('Mod+');
}

/** One is pressed on the way to the other, or they are the same. */
export function collide(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}
