/** The table of keys: no two mean the same, decisions take two strokes, and any keyboard can press them. */
import { describe, expect, test } from 'vitest';
import { faultOf, faultsOf, match, shortcutsOf, TABLE } from '@/lib/rules/shortcuts';
import { isPlain, type Pressed, readStrokes, strokeOf } from '@/lib/rules/strokes';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  mod: false,
  shift: false,
  alt: false,
  ...more,
});

describe('the table', () => {
  test.each(TABLE.map(({ id, strokes }) => [id, strokes] as const))('%s (%s) has keys of its own', (id, strokes) => {
    const fault = faultOf(TABLE, id, strokes);
    expect(fault?.fault === 'reserved' ? null : fault).toBeNull();
    expect(readStrokes(strokes)).toBe(strokes);
  });

  test('decisions take two strokes, and in an editor every command a modifier', () => {
    for (const { strokes } of TABLE.filter(({ isDecision }) => isDecision)) expect(strokes.split(' ')).toHaveLength(2);
    for (const { strokes } of TABLE.filter(({ scope }) => scope === 'editor')) expect(isPlain(strokes)).toBe(false);
  });
});

describe('choosing keys of one’s own', () => {
  test.each([
    ['approve', 'a', { fault: 'two-strokes' }],
    ['approve', 'Mod+a', { fault: 'two-strokes' }],
    ['approve', 'v a', null],
    ['note', 'v', null],
    ['note', 'a', { fault: 'taken', by: 'assign' }],
    ['note', '/', { fault: 'taken', by: 'search' }],
    ['note', 'g', { fault: 'taken', by: 'go-queues' }],
    ['note', 'a b', { fault: 'taken', by: 'assign' }],
    ['note', 'j', null],
    ['note', 'ArrowDown', { fault: 'reserved' }],
    ['note', 'a b c', { fault: 'unreadable' }],
    ['note', 'é', { fault: 'unreadable' }],
    ['note', 'Ctrl+a', { fault: 'unreadable' }],
    ['note', '', { fault: 'unreadable' }],
    ['send', 's', { fault: 'modifier' }],
    ['send', 'Mod+s', null],
    ['send', 'Mod+k', { fault: 'taken', by: 'palette' }],
  ] as const)('%s by "%s"', (id, strokes, fault) => {
    expect(faultOf(TABLE, id, strokes)).toEqual(fault);
  });

  test('two commands can swap their keys, but not have the same', () => {
    expect(faultsOf({ note: 'a', assign: 'n' })).toEqual({});
    expect(faultsOf({ note: 'v', tag: 'v' })).toEqual({
      note: { fault: 'taken', by: 'tag' },
      tag: { fault: 'taken', by: 'note' },
    });
  });

  test('what was chosen takes the place of the default, and nonsense does not', () => {
    const chosen = shortcutsOf({ note: 'v', assign: 'no such keys', nothing: 'b' });
    expect(chosen.find(({ id }) => id === 'note')?.strokes).toBe('v');
    expect(chosen.find(({ id }) => id === 'assign')?.strokes).toBe('a');
    expect(chosen).toHaveLength(TABLE.length);
  });
});

describe('a press', () => {
  test.each([
    ['a letter', press('a'), 'a'],
    ['a letter with Shift', press('X', { shift: true }), 'X'],
    ['a letter while Caps Lock is on', press('J'), 'j'],
    ['a sign that needs Shift here and not there', press('?', { shift: true }), '?'],
    ['⌘ or Ctrl and a letter', press('k', { mod: true }), 'Mod+k'],
    ['⌘ or Ctrl, Shift and Enter', press('Enter', { mod: true, shift: true }), 'Mod+Shift+Enter'],
    ['a Cyrillic letter, by its place', press('о', { code: 'KeyJ' }), 'j'],
    ['an Arabic letter, by its place', press('ت', { code: 'KeyJ' }), 'j'],
    ['on a Dvorak keyboard the letter that is written on it', press('j', { code: 'KeyC' }), 'j'],
    ['Alt and a letter', press('a', { alt: true }), null],
    ['a modifier alone', press('Shift', { shift: true }), null],
    ['a dead key', press('Dead'), null],
  ])('%s', (_, pressed, stroke) => {
    expect(strokeOf(pressed)).toBe(stroke);
  });

  const after = (before: string, stroke: string) => {
    const { does, waits } = match(TABLE, before, stroke);
    return { does: does.map(({ id }) => id), waits };
  };

  test('of a decision’s first stroke does nothing and waits for the second', () => {
    expect(after('', 'g')).toEqual({ does: [], waits: 'g' });
    expect(after('g', 'a')).toEqual({ does: ['approve'], waits: '' });
  });

  test('of one full stop copies at once, and of a second one copies more', () => {
    expect(after('', '.')).toEqual({ does: ['copy-number'], waits: '.' });
    expect(after('.', '.')).toEqual({ does: ['copy-title'], waits: '' });
  });

  test('that does not continue what was begun counts by itself', () => {
    expect(after('g', 'j')).toEqual({ does: ['down'], waits: '' });
    expect(after('g', 'y')).toEqual({ does: [], waits: '' });
  });
});
